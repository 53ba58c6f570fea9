"""Drafts and findings as JSON values, one draft a line: what ``guanwei check --jsonl`` reads and prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from bot.copycheck.check import check
from bot.copycheck.model import Context, Finding, Report
from bot.text.words import DEFAULT_LANGUAGE, Words, words


def check_line(
    line: Mapping[str, object], context: Context | None = None, say: Words | None = None
) -> dict[str, object]:
    """Check one line ``{"id", "text", "kind"?, "date"?}``; ``date`` is an ISO day or moment, a bare day is
    read as noon.

    ValueError when ``text`` is missing or the date is no date.
    """
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError("a line needs a text")
    kind = str(line.get("kind") or "promotion")
    report = check(text, kind=kind, at=_moment(line.get("date")), context=context)
    return {"id": line.get("id"), "findings": as_values(report, say)}


def as_values(report: Report, say: Words | None = None) -> list[dict[str, object]]:
    """A report's findings as plain JSON values, said in ``say``'s language (Chinese when not given)."""
    voice = say or words(DEFAULT_LANGUAGE)
    return [_value(one, voice) for one in report.findings]


def _value(one: Finding, say: Words) -> dict[str, object]:
    return {
        "rule": one.rule,
        "category": one.category,
        "level": one.level,
        "start": one.start,
        "end": one.end,
        "text": one.words,
        "reason": say(one.reason),
        "source": one.source,
        "suggestion": None if one.suggestion is None else say(one.suggestion),
    }


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    said = str(value)
    moment = datetime.fromisoformat(said)
    # A day without an hour says nothing about quiet hours.
    return datetime.combine(moment.date(), time(12)) if len(said) <= len("2026-12-13") else moment
