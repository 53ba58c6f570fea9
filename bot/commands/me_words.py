"""`/weibo me` with words that choose: `language en`, `digest 08:30`, `mute leaders`, `snooze`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.desk import Desk, Outcome, Request
from bot.domain.preferences import (
    Language,
    Muted,
    choose_digest,
    choose_language,
    mute,
    snooze,
    unmute,
)
from bot.errors import Invalid, WrongState
from bot.text.moments import Moment, read_moment
from bot.text.mrkdwn import escape
from bot.text.verbs import split
from bot.text.width import cut
from bot.text.words import phrase

_LANGUAGES: Final[Mapping[str, Language]] = {
    **dict.fromkeys(("auto", "自动", "跟随"), ""),
    **dict.fromkeys(("zh", "zh-cn", "zh-hans", "中文", "简体", "简体中文", "汉语"), "zh"),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "繁体", "繁體", "繁体中文", "繁體中文"), "zh-Hant"),
    **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
}
_MUTED: Final[Mapping[str, Muted]] = {
    **dict.fromkeys(("leaders", "leader", "领导", "领导日报"), "leaders"),
    **dict.fromkeys(("weekly", "week", "周报"), "weekly"),
    **dict.fromkeys(("rally", "rallies", "转发", "转发的提醒", "转发提醒"), "rally"),
}
_OFF: Final = ("off", "no", "关", "关闭", "关掉", "不要")
_ON: Final = ("on", "yes", "开", "打开", "要")
_CASES: Final = ("escalation", "escalations", "all", "升级", "提醒", "投诉", "全部")
_OWN: Final = ("personal", "digest", "me", "日报", "个人日报")


def _language(desk: Desk, request: Request, rest: str) -> Outcome:
    word, _ = split(rest)
    if word not in _LANGUAGES:
        raise Invalid(
            phrase("没有“{word}”这种语言。", word=escape(cut(word, 40))) if word else phrase("还没有写哪种语言。"),
            phrase("可以用：`/weibo 我 语言 简体`、`繁体`、`英文`、`自动`（跟随聊天平台）"),
        )
    return choose_language(desk, request, _LANGUAGES[word])


def _digest(desk: Desk, request: Request, rest: str) -> Outcome:
    word, _ = split(rest)
    if word in _OFF:
        return choose_digest(desk, request, None)
    if word in _ON:
        return choose_digest(desk, request, desk.settings.digests.personal)
    found = read_moment(rest, request.at.astimezone(desk.zone))
    if not isinstance(found, Moment):
        raise Invalid(
            phrase("看不懂“{word}”是几点。", word=escape(cut(rest, 40))) if rest else phrase("还没有写几点。"),
            phrase("例如：`/weibo 我 日报 08:30`；不要了：`/weibo 我 日报 关掉`"),
        )
    return choose_digest(desk, request, found.at)


def _mute(desk: Desk, request: Request, rest: str) -> Outcome:
    if split(rest)[0] in _OWN:
        return choose_digest(desk, request, None)
    return mute(desk, request, _what(rest))


def _unmute(desk: Desk, request: Request, rest: str) -> Outcome:
    if split(rest)[0] in _OWN:
        return choose_digest(desk, request, desk.settings.digests.personal)
    return unmute(desk, request, _what(rest))


def _what(rest: str) -> Muted:
    word, _ = split(rest)
    if word in _MUTED:
        return _MUTED[word]
    advice = phrase("可以用：`领导日报`、`周报`、`转发`（转发的提醒）、`个人日报`")
    if word in _CASES:
        raise WrongState(phrase("和您经手的事有关的提醒、升级，不能关。"), advice)
    raise Invalid(
        phrase("没有“{word}”这种通知。", word=escape(cut(word, 40))) if word else phrase("还没有写哪种通知。"), advice
    )


_CHOICES: Final[Mapping[str, Callable[[Desk, Request, str], Outcome]]] = {
    **dict.fromkeys(("language", "lang", "语言"), _language),
    **dict.fromkeys(("digest", "日报", "个人日报"), _digest),
    **dict.fromkeys(("mute", "不要", "静音"), _mute),
    **dict.fromkeys(("unmute", "要", "恢复"), _unmute),
    **dict.fromkeys(("snooze", "今天不要", "明天再说"), lambda desk, request, _: snooze(desk, request)),
}


def chooses(word: str) -> bool:
    """Whether a word (as `split` gives it) begins a choice."""
    return word in _CHOICES


def choose(desk: Desk, request: Request, word: str, rest: str) -> Outcome:
    """Do as the words say. Raises Refusal for what cannot be read, or cannot be switched off."""
    return _CHOICES[word](desk, request, rest)
