"""The commented sample of guanwei.toml that a company starts from."""

from __future__ import annotations

from bot.reference import reference


def sample() -> str:
    """The text of a new guanwei.toml. Only the people are missing: roles and heads wait for theirs."""
    return reference("settings", "guanwei.sample.toml").read_text(encoding="utf-8")
