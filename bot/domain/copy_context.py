"""What the copy check must know of this company at this moment, and its report in the form that is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Final

from bot import copycheck
from bot.config import Settings
from bot.copycheck import Context
from bot.copycheck.calendar_rules import closed_days
from bot.store import drafts as rows
from bot.store import terms
from bot.store.database import Reader
from bot.store.reports import Found, KeptReport, LetPass
from bot.store.times import to_store
from bot.text.words import Phrase, phrase

# A post is held against those of this long; more than this many of them tell nothing new.
_RECENT: Final = timedelta(days=30)
_RECENT_MOST: Final = 400
# A code may still be in people's hands when its campaign is over.
_CODES_KNOWN: Final = timedelta(days=90)


def context_for(settings: Settings, reader: Reader | None, now: datetime, *, besides: str = "") -> Context:
    """What the settings and the store know. Without a ``reader`` the settings alone (the check in a terminal).

    ``besides`` is the draft being checked: it is no repeat of itself.
    """
    named = settings.copycheck
    allow: dict[str, str] = {}
    deny: dict[str, str] = {}
    recent: tuple[copycheck.Post, ...] = ()
    codes: frozenset[str] | None = None
    if reader is not None:
        for term in terms.every_term(reader):
            (allow if term.verdict == "allow" else deny)[term.term] = term.reason
        posts = rows.posts_since(reader, to_store(now - _RECENT), _RECENT_MOST)
        recent = tuple(copycheck.Post(post.id, post.text) for post in posts if post.id != besides)
        known_since = (now - _CODES_KNOWN).astimezone(settings.zone).date()
        codes = rows.known_codes(reader, known_since.isoformat())
    return Context(
        trades=frozenset(settings.company.trades),
        competitors=named.competitors,
        banned=named.banned,
        coupons=codes,
        allow=allow,
        deny=deny,
        recent=recent,
        quiet=(settings.hours.quiet.start, settings.hours.quiet.end),
        zone=settings.zone,
        days=_days(settings, now),
        prize_limit=named.prize_limit,
        draw_account=named.draw_account,
    )


def _days(settings: Settings, now: datetime) -> Mapping[date, str] | None:
    """The days without promotion where the company changed the shipped ones; None: the shipped ones as they are."""
    if not settings.copycheck.memorial_days:
        return None
    # Drafts are planned days or weeks ahead: this year and the next are enough.
    return days_without_promotion(settings, (now.year, now.year + 1))


def days_without_promotion(settings: Settings, years: Iterable[int]) -> Mapping[date, str]:
    """The days of ``years`` on which nothing is promoted, each with its reason: those that ship and the company's own.
    The copy check and the posting calendar read them here."""
    years = tuple(years)
    shipped = {day: why for written, why in closed_days().items() for day in _dates(written, years)}
    return settings.copycheck.days_without_promotion(shipped, years)


def _dates(written: str, years: Iterable[int]) -> Iterator[date]:
    if len(written) > len("12-13"):
        yield date.fromisoformat(written)
        return
    for year in years:
        # 29 February is a day in leap years only.
        with suppress(ValueError):
            yield date.fromisoformat(f"{year}-{written}")


def report_on(
    settings: Settings,
    reader: Reader | None,
    now: datetime,
    text: str,
    kind: str = "promotion",
    wanted: datetime | None = None,
    *,
    besides: str = "",
) -> copycheck.Report:
    """Check a text as this company must; ``wanted`` is when it should go out, ``besides`` the draft it is of."""
    context = context_for(settings, reader, now, besides=besides)
    return copycheck.check(text, kind=kind, at=wanted, context=context)


def kept(report: copycheck.Report, before: copycheck.Report | None = None) -> KeptReport:
    """The report as it is kept with a revision, held against the check of the revision before."""
    compared = _compared(before, report) if before is not None else None
    return KeptReport(
        findings=tuple(_found(finding) for finding in report.findings),
        passed=tuple(LetPass(one.words, one.reason) for one in report.passed),
        units=report.length.units,
        fixed=tuple(_found(finding) for finding in compared.fixed) if compared else (),
        added=tuple(_found(finding) for finding in compared.added) if compared else (),
    )


def _compared(before: copycheck.Report, report: copycheck.Report) -> copycheck.Comparison:
    """What got better or worse; a finding that only grew or shrank (史上最强 → 史上最强口感) is neither."""
    compared = copycheck.compare(before, report)
    fixed, added, kept = list(compared.fixed), [], list(compared.kept)
    for one in compared.added:
        same = next((old for old in fixed if _overlap(old, one)), None)
        if same is None:
            added.append(one)
        else:
            fixed.remove(same)
            kept.append(one)
    return copycheck.Comparison(tuple(fixed), tuple(added), tuple(kept))


def _overlap(old: copycheck.Finding, new: copycheck.Finding) -> bool:
    if (old.category, old.level) != (new.category, new.level) or not (old.words and new.words):
        return False
    shared = SequenceMatcher(None, old.words, new.words, autojunk=False).find_longest_match().size
    return shared * 2 > min(len(old.words), len(new.words))


def _found(finding: copycheck.Finding) -> Found:
    said = finding.suggestion
    return Found(
        finding.rule,
        finding.category,
        finding.level,
        finding.start,
        finding.end,
        finding.words,
        finding.reason,
        finding.source,
        Phrase(said) if isinstance(said, str) else said,
    )


def says(found: Found) -> Phrase:
    """A finding in one sentence, its words in front where it is about words."""
    if found.words:
        return phrase("“{words}”：{reason}", words=" ".join(found.words.split())[:30], reason=found.reason)
    return found.reason


def advises(found: Found) -> Phrase:
    """A finding in one sentence, and what to write instead where that is known."""
    if found.suggestion is None:
        return says(found)
    return phrase("{finding} 建议：{text}", finding=says(found), text=found.suggestion)
