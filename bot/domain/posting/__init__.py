"""The posting calendar: slots in which posts go out, and the rules that say when they may."""

from __future__ import annotations

from bot.domain.posting.calendar import (
    PROMOTING,
    Placed,
    Wish,
    change,
    closed_now,
    day_slots,
    drop,
    drop_planned,
    move,
    must_be_free,
    next_free_time,
    plan,
    put,
    put_off_plan,
    refused,
    room,
    show,
    shown_time,
    taken_on,
    why_not,
)
from bot.domain.posting.rules import whole_minute

__all__ = [
    "PROMOTING",
    "Placed",
    "Wish",
    "change",
    "closed_now",
    "day_slots",
    "drop",
    "drop_planned",
    "move",
    "must_be_free",
    "next_free_time",
    "plan",
    "put",
    "put_off_plan",
    "refused",
    "room",
    "show",
    "shown_time",
    "taken_on",
    "whole_minute",
    "why_not",
]
