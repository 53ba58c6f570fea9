"""One line of the doctor's: what was looked at, how it is, and how it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.text.words import Phrase, Words, phrase

Level = Literal["ok", "warn", "fail"]
_ORDER: Final[tuple[Level, ...]] = ("ok", "warn", "fail")


@dataclass(frozen=True, slots=True)
class Finding:
    """``check`` names what was looked at. ``warn``: it works, but not well or not for long; ``fail``: something does not
    work. ``advice`` is there wherever something is to be done."""

    check: str
    level: Level
    said: Phrase
    advice: Phrase | None = None


def ok(check: str, said: Phrase) -> Finding:
    """All is well."""
    return Finding(check, "ok", said)


def warn(check: str, said: Phrase, advice: Phrase) -> Finding:
    """It works, but not well or not for long."""
    return Finding(check, "warn", said, advice)


def fail(check: str, said: Phrase, advice: Phrase | None) -> Finding:
    """Something does not work."""
    return Finding(check, "fail", said, advice)


def worst(findings: Iterable[Finding]) -> Level:
    """The worst level there is; ``ok`` of none."""
    return max((finding.level for finding in findings), key=_ORDER.index, default="ok")


def check_name(check: str) -> Phrase:
    """What a check is called."""
    names = {
        "settings": phrase("设置"),
        "secrets": phrase("密钥"),
        "chat": phrase("聊天平台"),
        "app_token": phrase("Socket Mode"),
        "scopes": phrase("权限"),
        "channels": phrase("频道"),
        "people": phrase("人员"),
        "clock": phrase("时钟"),
        "database": phrase("数据库"),
        "outbox": phrase("待发消息"),
        "backup": phrase("备份"),
        "disk": phrase("磁盘"),
        "timezone": phrase("时区"),
        "holidays": phrase("节假日"),
        "font": phrase("中文字体"),
    }
    return names[check]


def as_values(findings: Sequence[Finding], t: Words) -> dict[str, object]:
    """The findings for a program: plain values, each text in one language."""
    return {
        "level": worst(findings),
        "findings": [
            {
                "check": finding.check,
                "level": finding.level,
                "said": t(finding.said),
                "advice": t(finding.advice) if finding.advice else "",
            }
            for finding in findings
        ],
    }
