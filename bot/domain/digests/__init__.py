"""Digests: each person told once a day what needs them, gathered from one read of what is open."""

from __future__ import annotations

from bot.domain.digests.asked import name_of, recipients_named, said, standing
from bot.domain.digests.desk import DeskDigest
from bot.domain.digests.due import Due, due, moment_of, opens_week
from bot.domain.digests.kinds import NAMES, Digest, Gathered, Name, Recipient, to_desk
from bot.domain.digests.sending import LATE, post_now, send_due
from bot.domain.digests.table import DIGESTS, named

__all__ = [
    "DIGESTS",
    "LATE",
    "NAMES",
    "DeskDigest",
    "Digest",
    "Due",
    "Gathered",
    "Name",
    "Recipient",
    "due",
    "moment_of",
    "name_of",
    "named",
    "opens_week",
    "post_now",
    "recipients_named",
    "said",
    "send_due",
    "standing",
    "to_desk",
]
