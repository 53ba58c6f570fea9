"""Puts the check together: candidates, what only looks like one, what is exempt, the whole draft."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from bot.copycheck import trade_rules, whole
from bot.copycheck.circumstances import Site
from bot.copycheck.cut import Cutter, begins, cutter, stands, word_end
from bot.copycheck.draft import Draft
from bot.copycheck.exemptions import exempted, exemptions
from bot.copycheck.finder import Index, form_spans, index, present, term_spans
from bot.copycheck.forms import GUARD, Form, all_forms
from bot.copycheck.lexicon import Guard, Lexicon, Term, lexicon
from bot.copycheck.model import LEVELS, Context, Finding, Passed, Report
from bot.copycheck.report import finding, passed
from bot.copycheck.rules import Rule, compiled
from bot.copycheck.term_rules import rule_of
from bot.text.words import Phrase

_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything loaded: terms and guards by their spelling, the forms, the index over all of them."""

    entries: dict[str, Term | Guard]
    forms: Sequence[Form]
    index: Index
    named: tuple[str, ...]

    def cutter(self) -> Cutter:
        """jieba with the lexicon's terms; loaded when a candidate first needs it."""
        return cutter(self.named)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in the tight text that a rule points at."""

    rule: Rule
    start: int
    end: int


def make_engine(words: Lexicon, forms: Sequence[Form]) -> Engine:
    """An engine over any lexicon (the shipped one, or a larger one to measure with)."""
    entries: dict[str, Term | Guard] = {**words.terms, **words.guards}
    return Engine(entries, forms, index(entries, forms), tuple(words.terms))


@lru_cache(maxsize=1)
def _load() -> Engine:
    return make_engine(lexicon(), all_forms())


def engine() -> Engine:
    """The shipped engine, made once."""
    with _LOCK:
        return _load()


# Asks every whole-draft rule once, so that its patterns are compiled before the first draft comes.
_TRIAL: Final = "转发抽奖赢5万元好物，亲测推荐，购买链接 http://t.cn/A6 ，清明节祝大家最好。"


def warm_engine() -> None:
    """Load the engine and jieba's dictionary, and compile every pattern."""
    loaded = engine()
    loaded.cutter()
    for form in loaded.forms:
        for pattern in (form.pattern, form.family.needs, form.family.unless):
            compiled(pattern)
    trial = Draft.of(_TRIAL, "promotion", datetime(2026, 12, 13, 12, tzinfo=UTC), Context())
    whole.findings(trial)
    for exemption in exemptions():
        exemption.holds(Site(trial.tight, 0, 2, Rule("trial", "absolute", "style", "house", Phrase(""))))


def run(text: str, *, kind: str, at: datetime | None, context: Context, using: Engine | None = None) -> Report:
    """The whole check; see `bot.copycheck.check.check`."""
    draft = Draft.of(text, kind, at, context)
    loaded = using or engine()
    standing: list[Candidate] = []
    let_pass: list[Passed] = []
    for one in _pointed_at(loaded, draft):
        exemption = exempted(Site(draft.tight, one.start, one.end, one.rule))
        if exemption is None:
            standing.append(one)
        else:
            let_pass.append(passed(draft, one.rule, one.start, one.end, exemption.reason))
    found = [finding(draft, *_shown(loaded, draft.tight, one)) for one in _joined(_longest(standing))]
    found.extend(trade_rules.findings(draft, found))
    found.extend(whole.findings(draft))
    found, allowed = whole.house_words(draft, found)
    let_pass.extend(allowed)
    found.sort(key=lambda f: (f.start, f.end, LEVELS.index(f.level), f.rule))
    return Report(tuple(found), _not_found(let_pass, found), draft.length)


def _pointed_at(using: Engine, draft: Draft) -> Iterator[Candidate]:
    """The candidates of every trade, each as the company's own trades have it, and those of its trades alone."""
    trades = draft.context.trades
    if not trades:
        yield from _candidates(using, draft)
        return
    for one in _candidates(using, draft):
        words = draft.tight[one.start : one.end]
        yield Candidate(trade_rules.adapted(one.rule, words, trades), one.start, one.end)
    for rule, start, end in trade_rules.spans(draft):
        yield Candidate(rule, start, end)


def _candidates(using: Engine, draft: Draft) -> Iterator[Candidate]:
    text = draft.tight
    here = present(using.index, text, draft.normal.pairs)
    if not here:
        return
    spans = list(term_spans(using.index, using.entries, text, here))
    patterns = list(form_spans(using.index, using.forms, text, here, draft.normal.pairs))
    innocent = [(a, b) for a, b in spans if isinstance(using.entries[text[a:b]], Guard)]
    innocent.extend((a, b) for one, a, b in patterns if one is GUARD)
    for start, end in spans:
        term = using.entries[text[start:end]]
        if isinstance(term, Guard) or _inside(innocent, start, end) or draft.masked(start, end):
            continue
        stem = term.boundary == "stem"
        if term.boundary == "free" or stands(using.cutter(), text, start, end, inside=stem):
            yield Candidate(rule_of(term), start, end)
    for one, start, end in patterns:
        scope = _SCOPE_LONGEST if one.rule.category == "absolute" else 0
        if one is GUARD or _inside(innocent, start, end, scope=scope) or draft.masked(start, end):
            continue
        if not begins(using.cutter(), text, start, end):
            continue
        if one.unless and compiled(one.unless).search(Site(text, start, end, one.rule).sentence):
            continue
        yield Candidate(one.rule, start, end)


_SCOPE_LONGEST: Final = 4


def _inside(spans: Iterable[tuple[int, int]], start: int, end: int, *, scope: int = 0) -> bool:
    """Whether an innocent phrase holds the match, or all of it but the ``scope`` before it (本市|最低工资)."""
    return any(end <= b and (a <= start or (start < a < end and a - start <= scope)) for a, b in spans)


def _longest(candidates: list[Candidate]) -> list[Candidate]:
    """Of candidates inside one another keep the longest, and a shorter one only when it is graver."""
    kept: list[Candidate] = []
    grave = {level: place for place, level in enumerate(LEVELS)}
    for one in sorted(candidates, key=lambda c: (c.start - c.end, c.start, grave[c.rule.level], _by_name(c.rule))):
        holders = [k for k in kept if k.start <= one.start and one.end <= k.end]
        if all(grave[one.rule.level] < grave[k.rule.level] for k in holders):
            kept.append(one)
    return kept


def _shown(using: Engine, text: str, one: Candidate) -> tuple[Rule, int, int]:
    """A candidate with the whole of its last word. (A term of the lexicon is one as it is.)"""
    end = one.end if one.rule.id.endswith(".term") else word_end(using.cutter(), text, one.start, one.end)
    return one.rule, one.start, end


def _by_name(rule: Rule) -> tuple[bool, str]:
    """The word list before the families: its words are named, with a rewording of their own."""
    return not rule.id.endswith(".term"), rule.id


def _joined(candidates: list[Candidate]) -> list[Candidate]:
    """Make one of neighbours of the same category that touch or overlap, at the graver level."""
    joined: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (c.start, c.end, c.rule.id)):
        last = joined[-1] if joined else None
        if last is not None and one.start <= last.end and one.rule.category == last.rule.category:
            graver = min(last.rule, one.rule, key=lambda rule: LEVELS.index(rule.level))
            joined[-1] = Candidate(graver, last.start, max(last.end, one.end))
        else:
            joined.append(one)
    return joined


def _not_found(let_pass: list[Passed], found: list[Finding]) -> tuple[Passed, ...]:
    """What was let pass, once each, without what another finding reports anyway."""
    distinct: dict[tuple[int, int], Passed] = {}
    for one in sorted(let_pass, key=lambda p: (p.start - p.end, p.start)):
        held = any(a <= one.start and one.end <= b for a, b in distinct)
        if not held and not any(f.start <= one.start and one.end <= f.end for f in found):
            distinct[one.start, one.end] = one
    return tuple(sorted(distinct.values(), key=lambda p: p.start))
