"""What the weekly chart shows, as plain values: clocks kept and late, and posts by engagement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Kept:
    """Clocks that were kept and that ran out."""

    kept: int = 0
    late: int = 0

    @property
    def all(self) -> int:
        """The n of the share."""
        return self.kept + self.late

    @property
    def share(self) -> int:
        """Kept ÷ all, in whole per cent; 100 only when none ran out, 0 only when none was kept."""
        whole = round(100 * self.kept / self.all)
        return min(max(whole, 1 if self.kept else 0), 100 if not self.late else 99)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that went out on ``day``. ``engagement`` is (reposts + comments + likes) ÷ ``reads``, None where its reads
    are not known."""

    id: str
    day: date
    reads: int
    acts: int
    engagement: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn, and nothing that is not: the clocks by day (none: no such part), and the posts with the most
    engagement of ``measured`` ones."""

    days: tuple[tuple[date, Kept], ...]
    posts: tuple[Post, ...]
    measured: int

    @property
    def kept(self) -> Kept:
        """All the clocks that are drawn."""
        return Kept(sum(day.kept for _, day in self.days), sum(day.late for _, day in self.days))
