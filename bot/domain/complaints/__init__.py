"""Complaints (C): who may do what in which state, one claim wins, and the clocks that follow."""

from __future__ import annotations

from bot.domain.complaints.assigning import assign
from bot.domain.complaints.beside import beside, comments_told
from bot.domain.complaints.escalation import escalate
from bot.domain.complaints.facts import accepted, must_be_ready, read_finding, verify
from bot.domain.complaints.handover import accept, hand_over, refuse
from bot.domain.complaints.intake import Report, log
from bot.domain.complaints.likeness import similar_open, similar_resolved
from bot.domain.complaints.merging import merge, unmerge
from bot.domain.complaints.own import see
from bot.domain.complaints.rules import allowed
from bot.domain.complaints.rules import load as show
from bot.domain.complaints.sorting import read_category, read_severity, sort
from bot.domain.complaints.steps import claim, note, order, reopen, reply, resolve, wait

__all__ = [
    "Report",
    "accept",
    "accepted",
    "allowed",
    "assign",
    "beside",
    "claim",
    "comments_told",
    "escalate",
    "hand_over",
    "log",
    "merge",
    "must_be_ready",
    "note",
    "order",
    "read_category",
    "read_finding",
    "read_severity",
    "refuse",
    "reopen",
    "reply",
    "resolve",
    "see",
    "show",
    "similar_open",
    "similar_resolved",
    "sort",
    "unmerge",
    "verify",
    "wait",
]
