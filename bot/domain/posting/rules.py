"""When a post may go out: each rule of the posting calendar by itself, what it says, and where it stops speaking.

Pure: a `Board` holds what the rules read. A rule answers None, or a `Broken` with the nearest moments on either side at
which this rule speaks no longer; from these `offers` finds times that every rule allows. Source: product, Draft, rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.config.model import DraftPolicy
from bot.domain.clocks import in_quiet
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase

Name = Literal["past", "far", "quiet", "memorial", "hold", "gap", "full"]
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
# Times that are offered are at full five minutes.
_GRID: Final = timedelta(minutes=5)
# Nobody plans a post further ahead; 2099 is a slip of the finger.
HORIZON: Final = timedelta(days=366)
# So many moments are tried before it is said that there is none: each is past the end of a rule that spoke.
_TRIES: Final = 2_000


@dataclass(frozen=True, slots=True)
class Pause:
    """Promotions stand still from ``since`` to ``until`` (None: until somebody lifts it), because of ``reason``."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the rules read: the time, the policy, and what is taken. ``taken`` gives the moments of a company's day."""

    now: datetime
    policy: DraftPolicy
    quiet: tuple[time, time]
    zone: ZoneInfo
    taken: Callable[[date], Sequence[datetime]]
    days: Mapping[date, str]
    pauses: tuple[Pause, ...] = ()

    @property
    def gap(self) -> timedelta:
        """How far apart two posts are at least."""
        return timedelta(minutes=self.policy.gap_minutes)

    def day(self, at: datetime) -> date:
        """The company's day of a moment."""
        return at.astimezone(self.zone).date()

    def starts(self, day: date) -> datetime:
        """When a day of the company begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that speaks against a moment: which, in what words, and the nearest moments (None: there is none) before
    and after at which it no longer does."""

    rule: Name
    said: Phrase
    before: datetime | None
    after: datetime | None


Rule = Callable[[Board, datetime, bool], Broken | None]


def past(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Not before now; the minute that runs is now."""
    this_minute = whole_minute(board.now)
    return Broken("past", phrase("这个时间已经过了。"), None, this_minute) if at < this_minute else None


def far(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Not further ahead than a year."""
    last = whole_minute(board.now) + HORIZON
    said = phrase("这个时间太远了，最多排到一年以内（{day} 之前）。", day=f"{board.day(last):%Y-%m-%d}")
    return Broken("far", said, last, None) if at > last else None


def quiet_hours(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Nothing is posted in the quiet hours."""
    start, end = board.quiet
    if not in_quiet(board.quiet, board.zone, at):
        return None
    said = phrase("{start}–{end} 是静默时段，不发微博。", start=f"{start:%H:%M}", end=f"{end:%H:%M}")
    local = at.astimezone(board.zone)
    over_midnight = start > end
    opened = local.date() - _DAY if over_midnight and local.time() < end else local.date()
    closes = opened + _DAY if over_midnight else opened
    return Broken("quiet", said, _at(board, opened, start) - _GRID, _at(board, closes, end))


def memorial_day(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Nothing is promoted on a memorial day."""
    day = board.day(at)
    if not promotes or day not in board.days:
        return None
    said = phrase("{day} 是{why}，当天不发促销内容。", day=f"{day:%m-%d}", why=Phrase(escape(cut(board.days[day], 60))))
    return Broken("memorial", said, board.starts(day) - _GRID, board.starts(day + _DAY))


def on_hold(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Nothing is promoted while promotions are held."""
    for pause in board.pauses if promotes else ():
        if pause.since <= at and (pause.until is None or at < pause.until):
            said = phrase("促销内容暂停发布：{reason}", reason=escape(cut(pause.reason, 200)))
            return Broken("hold", said, pause.since - _GRID, pause.until)
    return None


def apart(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """Two posts are so many minutes apart."""
    days = dict.fromkeys((board.day(at - board.gap), board.day(at), board.day(at + board.gap)))
    near = [other for day in days for other in board.taken(day) if abs(other - at) < board.gap]
    if not near:
        return None
    closest = min(near, key=lambda other: abs(other - at))
    said = phrase(
        "{time} 已经有一条，两条之间至少隔 {n} 分钟。",
        time=f"{closest.astimezone(board.zone):%H:%M}",
        n=board.policy.gap_minutes,
    )
    return Broken("gap", said, min(near) - board.gap, max(near) + board.gap)


def day_full(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """So many posts a day."""
    day = board.day(at)
    if len(board.taken(day)) < board.policy.posts_a_day:
        return None
    said = phrase("{day} 已经排满 {n} 条。", day=f"{day:%m-%d}", n=board.policy.posts_a_day)
    return Broken("full", said, board.starts(day) - _GRID, board.starts(day + _DAY))


RULES: Final[tuple[Rule, ...]] = (past, far, quiet_hours, memorial_day, on_hold, day_full, apart)


def broken(board: Board, at: datetime, promotes: bool) -> Broken | None:
    """The first rule that speaks against a moment (a full minute), or None: it is free."""
    return next((found for rule in RULES if (found := rule(board, at, promotes)) is not None), None)


def offers(board: Board, at: datetime, promotes: bool) -> tuple[datetime, ...]:
    """Two free times near ``at``, soonest first: the nearest on either side, or the two nearest on one where the other
    has none. They are far enough apart to be kept beside each other. Empty where promotions are held for good."""
    later, earlier = _free(board, at, promotes, 1), _free(board, at, promotes, -1)
    one, other = next(later, None), next(earlier, None)
    if one is None:
        return tuple(sorted(found for found in (other, next(earlier, None)) if found is not None))
    apart_enough = max(board.gap, _GRID)
    if other is None or one - other < apart_enough:
        other = next((found for found in later if found - one >= apart_enough), None)
    return tuple(sorted(found for found in (one, other) if found is not None))


def next_free(board: Board, at: datetime, promotes: bool) -> datetime | None:
    """The first free time at ``at`` or later."""
    return next(_free(board, at, promotes, 1), None)


def whole_minute(at: datetime) -> datetime:
    """The minute in which a moment lies, in UTC."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _free(board: Board, at: datetime, promotes: bool, step: Literal[1, -1]) -> Iterator[datetime]:
    """Free times from ``at`` on, forwards or backwards, on the grid; ``at`` itself, where it is free, only forwards."""
    place = _on_grid(at, step)
    if step == -1 and place == at:
        place -= _GRID
    for _ in range(_TRIES):
        speaks = broken(board, place, promotes)
        if speaks is None:
            yield place
            place += step * max(board.gap, _GRID)
            continue
        end = speaks.after if step == 1 else speaks.before
        if end is None:
            return
        place = _on_grid(end, step)


def _on_grid(at: datetime, step: Literal[1, -1]) -> datetime:
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    if not over:
        return at
    return at - over + _GRID if step == 1 else at - over


def _at(board: Board, day: date, at: time) -> datetime:
    return datetime.combine(day, at, board.zone).astimezone(UTC)
