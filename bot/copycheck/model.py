"""The values of a copy check: `Context` asked in, `Finding`s, what was let pass, the `Report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from types import MappingProxyType
from typing import Final, Literal

from bot.text.words import Phrase

Level = Literal["block", "proof", "style"]
"""block: may not be published (law or platform rule) · proof: only with evidence · style: house taste, a
hint.
"""

LEVELS: Final[tuple[Level, ...]] = ("block", "proof", "style")

CATEGORIES: Final = (
    "absolute",
    "authority",
    "medical",
    "health_food",
    "finance",
    "education",
    "superstition",
    "price",
    "false_urgency",
    "cliche_tv",
    "vulgar",
    "prize",
    "format",
    "length",
    "ad_label",
    "sensitive_date",
    "disparage",
    "safety",
    "alcohol",
    "fake_review",
    "realestate",
    "privacy",
    "timing",
    "repeat",
    "name",
    "coupon",
)

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should look at. ``start`` and ``end`` count code points of the original text.

    ``words == text[start:end]``; a finding about the whole draft has ``start == end == 0`` and no words.
    """

    rule: str
    category: str
    level: Level
    start: int
    end: int
    words: str
    reason: Phrase
    source: str
    suggestion: Phrase | str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """What a rule found and an exemption let pass, with the exemption's reason (shown as 已放行：…)."""

    rule: str
    category: str
    start: int
    end: int
    words: str
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Length:
    """A post's length in Weibo's own units (half characters already rounded up), its fold and its limit."""

    units: int
    fold: int = 140
    limit: int = 2000

    @property
    def over_fold(self) -> bool:
        """Whether readers must press 展开全文 to see the end."""
        return self.units > self.fold

    @property
    def over_limit(self) -> bool:
        """Whether Weibo refuses the post."""
        return self.units > self.limit


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the last days, to hold a draft against (``id`` is shown in the finding)."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the company and the moment; every part is optional and neutral by default.

    ``trades``: the company's trades in words (``食品``, ``医药``, ``酒类``, ``金融`` …).
    ``competitors``, ``banned``: names from the settings. ``coupons``: codes some campaign knows; None: not
    known.
    ``allow``, ``deny``: the company's own words, each with its reason. ``recent``: posts of the last 30 days.
    ``quiet``: from and to of the quiet hours, local time; None: there are none. ``zone``: where ``at`` is
    read.
    ``days``: days on which nothing is promoted, with the reason, instead of the shipped ones; ``mourning``:
    the
    reason why nothing is promoted now, whatever the date. ``purchase_link``: whether a shop link goes with
    the
    post; None: judged by the text. ``prize_limit``: the legal ceiling of one prize in yuan;
    ``draw_account``: the account that draws the winners.
    """

    trades: frozenset[str] = frozenset()
    competitors: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    coupons: frozenset[str] | None = None
    allow: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    deny: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    recent: tuple[Post, ...] = ()
    quiet: tuple[time, time] | None = (time(23, 0), time(7, 30))
    zone: tzinfo | None = None
    days: Mapping[date, str] | None = None
    mourning: str | None = None
    purchase_link: bool | None = None
    prize_limit: int = 50_000
    draw_account: str = "@微博抽奖平台"
    topics: int = 2
    mentions: int = 5

    def local(self, at: datetime) -> datetime:
        """``at`` on the company's own clock (unchanged when no zone is given or ``at`` has none)."""
        return at.astimezone(self.zone) if self.zone is not None and at.tzinfo is not None else at


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one check: findings in the order of the text, what was let pass, and the length."""

    findings: tuple[Finding, ...]
    passed: tuple[Passed, ...]
    length: Length

    def at_level(self, level: Level) -> tuple[Finding, ...]:
        """The findings of one level."""
        return tuple(f for f in self.findings if f.level == level)

    @property
    def blocked(self) -> bool:
        """Whether a ``block`` stands open."""
        return any(f.level == "block" for f in self.findings)

    @property
    def worst(self) -> Level | None:
        """The gravest level found, None when nothing was found."""
        return next((level for level in LEVELS if any(f.level == level for f in self.findings)), None)
