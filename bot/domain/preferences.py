"""What people choose for themselves: their language, their own digest and its time, what they do not want to be told.

None of it is put down in the record: what somebody would rather not be told concerns nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from bot.domain.desk import Desk, Outcome, Request, once
from bot.errors import WrongState
from bot.store import digests_settled, preferences
from bot.store.database import Reader, Transaction
from bot.store.preferences import Preferences
from bot.text.words import Phrase, phrase

# Empty: as the chat has it.
Language = Literal["", "zh", "zh-Hant", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("", "zh", "zh-Hant", "en")
# What may be switched off. An escalation, or whatever else concerns a case of one's own, may not.
Muted = Literal["leaders", "weekly", "rally"]
MUTED: Final[tuple[Muted, ...]] = ("leaders", "weekly", "rally")


def muted_name(what: Muted) -> Phrase:
    """What it is called."""
    names: dict[Muted, Phrase] = {
        "leaders": phrase("领导日报"),
        "weekly": phrase("周报"),
        "rally": phrase("转发的提醒"),
    }
    return names[what]


def _again(what: Muted) -> Phrase:
    """What is typed to be told of it again."""
    typed: dict[Muted, Phrase] = {
        "leaders": phrase("恢复 领导日报"),
        "weekly": phrase("恢复 周报"),
        "rally": phrase("恢复 转发"),
    }
    return typed[what]


def language_name(language: str) -> Phrase:
    """What a choice of language is called."""
    names = {"zh": phrase("简体中文"), "zh-Hant": phrase("繁体中文"), "en": phrase("英文")}
    return names.get(language, phrase("跟随聊天平台"))


def language(desk: Desk, reader: Reader, person: str) -> str:
    """The language a person reads: the one they chose, or their chat's, or the company's."""
    return _or_chat(desk, person, preferences.language(reader, person))


def language_held(desk: Desk, person: str) -> str:
    """The same for an answer, without asking the store each time: what another process put down counts within a minute."""
    most = len(desk.company.people)
    chosen = desk.languages.of(person, desk.now(), lambda: preferences.language(desk.store, person), most=most)
    return _or_chat(desk, person, chosen)


def _or_chat(desk: Desk, person: str, chosen: str) -> str:
    return chosen or desk.company.language(person, desk.settings.company.language)


def mutes(reader: Reader, person: str, what: Muted) -> bool:
    """Whether a person does not want to be told ``what``."""
    return what in preferences.of(reader, person).muted


def is_snoozed(chosen: Preferences, day: date) -> bool:
    """Whether a person wants nothing more on ``day``."""
    return day.isoformat() < chosen.snoozed_until


def concerning(desk: Desk, person: str) -> tuple[Muted, ...]:
    """What a person is told that they may switch off."""
    return MUTED if desk.company.has(person, "leader") else ("rally",)


def choose_language(desk: Desk, request: Request, chosen: Language) -> Outcome:
    """Read everything in ``chosen``; empty: in the chat's language again."""
    name = language_name(chosen)
    said = phrase("好的，以后用{language}。", language=name) if chosen else phrase("好的，语言以后跟随聊天平台。")
    return _change(desk, request, lambda tx, before: (replace(before, language=chosen), said))


def choose_digest(desk: Desk, request: Request, at: time | None) -> Outcome:
    """Have a digest of one's own at ``at`` (company zone) on working days; None: none any more."""

    def change(tx: Transaction, before: Preferences) -> tuple[Preferences, Phrase]:
        if at is None:
            return replace(before, digest_at=""), _no_digest()
        first = _first_day(tx, desk, request, at)
        said = phrase("好的，每个工作日 {at} 给您发个人日报，第一份在 {day}。", at=f"{at:%H:%M}", day=f"{first:%m-%d}")
        return replace(before, digest_at=f"{at:%H:%M}"), said

    return _change(desk, request, change)


def mute(desk: Desk, request: Request, what: Muted) -> Outcome:
    """Not be told ``what`` any more."""

    def change(_: Transaction, before: Preferences) -> tuple[Preferences, Phrase]:
        if what in before.muted:
            raise WrongState(
                phrase("{what}已经不发给您了。", what=muted_name(what)),
                phrase("恢复：`/weibo 我 {again}`", again=_again(what)),
            )
        said = phrase("好的，不再给您发{what}。恢复：`/weibo 我 {again}`", what=muted_name(what), again=_again(what))
        return replace(before, muted=_in_order((*before.muted, what))), said

    return _change(desk, request, change)


def unmute(desk: Desk, request: Request, what: Muted) -> Outcome:
    """Be told ``what`` again."""
    said = phrase("好的，{what}照常发给您。", what=muted_name(what))

    def change(_: Transaction, before: Preferences) -> tuple[Preferences, Phrase]:
        return replace(before, muted=tuple(one for one in before.muted if one != what)), said

    return _change(desk, request, change)


def stop(desk: Desk, request: Request, digest: str) -> Outcome:
    """Not have that digest in one's direct messages any more (the button beneath it)."""
    if digest == "personal":
        return choose_digest(desk, request, None)
    return mute(desk, request, "weekly" if digest == "weekly" else "leaders")


def snooze(desk: Desk, request: Request) -> Outcome:
    """Have no digest any more today."""
    today = request.at.astimezone(desk.zone).date()
    again = desk.calendar.next_working_day(today)
    said = phrase("今天不再给您发日报，{day} 照常。想看时输入 `/weibo 日报 我`。", day=f"{again:%m-%d}")
    until = (today + timedelta(days=1)).isoformat()
    return _change(desk, request, lambda _, before: (replace(before, snoozed_until=until), said))


def choose(
    desk: Desk,
    request: Request,
    *,
    language: Language,
    digest_at: time | None,
    wanted: Iterable[str],
    asked: Iterable[str],
) -> Outcome:
    """All of it at once, from the form: of what was ``asked`` about, only what is ``wanted`` is told from now on."""
    wants, about = set(wanted), set(asked)

    def change(tx: Transaction, before: Preferences) -> tuple[Preferences, Phrase]:
        muted = _in_order(one for one in MUTED if (one not in wants if one in about else one in before.muted))
        at = f"{digest_at:%H:%M}" if digest_at else ""
        if digest_at and at != before.digest_at:
            _first_day(tx, desk, request, digest_at)
        return replace(before, language=language, digest_at=at, muted=muted), phrase("设置已保存。查看：`/weibo 我`")

    return _change(desk, request, change)


def _change(
    desk: Desk, request: Request, change: Callable[[Transaction, Preferences], tuple[Preferences, Phrase]]
) -> Outcome:
    def decide(tx: Transaction) -> Outcome:
        after, said = change(tx, preferences.of(tx, request.actor))
        preferences.put(tx, after)
        return Outcome(said)

    try:
        return once(desk, request, decide)
    finally:
        desk.languages.forget(request.actor)


def _first_day(tx: Transaction, desk: Desk, request: Request, at: time) -> date:
    """The day of the first digest at ``at``. One whose time is over today begins with the next, and is not late today."""
    today = request.at.astimezone(desk.zone).date()
    day = today.isoformat()
    if datetime.combine(today, at, desk.zone).timestamp() <= request.at.timestamp():
        digests_settled.settle(tx, day, "personal", request.actor, "unwanted", request.stamp)
    had = digests_settled.is_settled(tx, day, "personal", request.actor)
    return desk.calendar.next_working_day(today) if had or not desk.calendar.is_working(today) else today


def _no_digest() -> Phrase:
    return phrase("好的，不再给您发个人日报。恢复：`/weibo 我 日报 08:30`")


def _in_order(chosen: Iterable[Muted | str]) -> tuple[str, ...]:
    some = set(chosen)
    return tuple(one for one in MUTED if one in some)
