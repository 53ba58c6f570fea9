"""The copy check's front door: a text in, a report out, always the same for the same text."""

from __future__ import annotations

from datetime import datetime

from bot.copycheck.model import Context, Report


def check(text: str, *, kind: str = "promotion", at: datetime | None = None, context: Context | None = None) -> Report:
    """Check a draft and say what should be looked at.

    ``kind`` is the draft's kind (``brand``, ``promotion``, ``lottery``, ``information``, ``reply``,
    ``crisis``), ``at`` the
    planned time. Any text is taken. The first call loads the lexicon and jieba (about a second): see `warm`.
    """
    # Imported here so that importing the package costs nothing.
    from bot.copycheck.engine import run

    return run(text, kind=kind, at=at, context=context or Context())


def rare_words(text: str, often: int) -> tuple[str, ...]:
    """The words that say what a text is about: see `bot.copycheck.cut.Cutter.rare`."""
    from bot.copycheck.engine import engine

    return engine().cutter().rare(text, often)


def warm() -> None:
    """Load everything `check` needs; safe from several threads, others wait meanwhile."""
    from bot.copycheck.engine import warm_engine

    warm_engine()
