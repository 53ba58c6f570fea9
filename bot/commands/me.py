"""`/weibo me`: a person's own settings shown and chosen, and saying that one is away or back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.cards import me as cards
from bot.cards.me_form import form
from bot.cards.message import Block, Message
from bot.commands import me_words
from bot.domain.away import absence
from bot.domain.complaints.absence import come_back, leave
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.paper import paper
from bot.domain.preferences import LANGUAGES, concerning, is_snoozed, language_name, muted_name
from bot.edge import said, voice_now
from bot.errors import Invalid, UnknownWord
from bot.store import preferences
from bot.text.mrkdwn import escape
from bot.text.until import read_until
from bot.text.verbs import split
from bot.text.width import cut
from bot.text.words import Phrase, phrase

_AWAY = ("away", "外出", "请假", "休假", "出差")
_BACK = ("back", "回来", "回来了")
_FROM = ("from", "从")
_UNTIL = ("until", "till", "to", "到", "至")


def understands(word: str) -> bool:
    """Whether a word (as `split` gives it) begins something about oneself."""
    return me_words.chooses(word) or word in _AWAY or word in _BACK


def answer(desk: Desk, request: Request, rest: str) -> Outcome | Message:
    """What follows ``/weibo me``: nothing shows the settings; ``away until …``, ``language en`` and others change them."""
    word, after = split(rest)
    if not word:
        return cards.settings(_mine(desk, request), paper(desk, voice_now(desk, request.actor)))
    if me_words.chooses(word):
        outcome = me_words.choose(desk, request, word, after)
        # The language may be another now.
        return said(voice_now(desk, request.actor), outcome)
    if word in _BACK or (word in _AWAY and split(after)[0] in _BACK):
        return come_back(desk, request)
    if word in _AWAY:
        return _away(desk, request, after)
    raise UnknownWord(
        phrase("没有“{word}”这项设置。", word=escape(cut(word, 40))),
        phrase(
            "可以用：`/weibo 我 语言 英文`、`/weibo 我 日报 08:30`、`/weibo 我 不要 领导日报`、`/weibo 我 今天不要`、"
            "`/weibo 我 外出 到 周五`、`/weibo 我 回来了`、`/weibo 我 日历`"
        ),
    )


def settings_form(desk: Desk, user: str) -> Block:
    """The form of a person's own settings."""
    languages: dict[str, Phrase] = {word: language_name(word) for word in LANGUAGES}
    asked: dict[str, Phrase] = {what: muted_name(what) for what in concerning(desk, user)}
    at = f"{desk.settings.digests.personal:%H:%M}"
    return form(preferences.of(desk.store, user), languages, asked, paper(desk, voice_now(desk, user)), at)


def _mine(desk: Desk, request: Request) -> cards.Mine:
    chosen = preferences.of(desk.store, request.actor)
    asked = concerning(desk, request.actor)
    return cards.Mine(
        chosen,
        language_name(chosen.language),
        [muted_name(what) for what in asked if what not in chosen.muted],
        [muted_name(what) for what in asked if what in chosen.muted],
        is_snoozed(chosen, request.at.astimezone(desk.zone).date()),
        absence(desk.store, request.actor, request.at),
    )


def moment(desk: Desk, day: date, at: time | None, *, end: bool) -> datetime:
    """A day as a moment in the company's zone: with its time of day, or its beginning, or (``end``) the end of it."""
    if at is not None:
        return datetime.combine(day, at, desk.zone)
    return datetime.combine(day + timedelta(days=1) if end else day, time(), desk.zone)


def _away(desk: Desk, request: Request, typed: str) -> Outcome:
    now = request.at.astimezone(desk.zone)
    start: datetime | None = None
    word, rest = split(typed)
    if word in _FROM:
        found = read_until(rest, now)
        if found is None:
            raise _unread(rest)
        day, at, typed = found
        start = moment(desk, day, at, end=False)
        word, rest = split(typed)
    if word in _UNTIL:
        typed = rest
    found = read_until(typed, now)
    if found is None:
        raise _unread(typed)
    day, at, reason = found
    return leave(desk, request, start, moment(desk, day, at, end=True), reason)


def _unread(typed: str) -> Invalid:
    return Invalid(
        phrase("看不懂“{words}”是什么时候。", words=escape(cut(typed, 40)))
        if typed.strip()
        else phrase("还没有写外出到什么时候。"),
        phrase("例如：`/weibo 我 外出 到 周五 出差`、`/weibo 我 外出 从 明天 到 12-05 14:00`"),
    )
