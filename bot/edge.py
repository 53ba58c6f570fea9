"""Where a way in meets the rules: payload → request, outcome or refusal → words in the person's language.

Every listener of `commands/` and `handlers/` goes through here: each message looks alike and no refusal is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import structlog
from slack_bolt import Ack, BoltResponse

from bot.cards.blocks import MESSAGE, offered, section
from bot.cards.message import Block, Message
from bot.cards.rich import copyable
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.from_digest import SIGN, Standing
from bot.domain.preferences import language, language_held
from bot.errors import Invalid, Refusal, StoreError, Superseded, WrongState
from bot.places import whisper
from bot.store import outbox
from bot.store.times import epoch_ms
from bot.text.mrkdwn import unescape
from bot.text.packing import to_json
from bot.text.words import Words, words

_log = structlog.get_logger("guanwei.edge")
# The buttons of a digest that are about the digest itself, or about the day.
_NOT_LINES = ("me.", "weibo.")
# What was typed is given back with a refusal when it is longer than what is quickly typed again.
_WORTH_KEEPING = 20


def request_of(desk: Desk, body: Mapping[str, object], *, key: str, keep_refusals: bool = True) -> Request:
    """The request that a payload stands for, known by ``key`` if it comes again."""
    return Request(user_of(body), key, desk.now(), keep_refusals, _answer_to(body))


def _answer_to(body: Mapping[str, object]) -> str:
    if "command" in body:
        return ""
    channel = body.get("channel")
    return str(channel["id"]) if isinstance(channel, Mapping) and channel.get("id") else "direct"


def user_of(body: Mapping[str, object]) -> str:
    """The id of the person who acts: commands say ``user_id``, everything else ``user.id``."""
    user = body.get("user")
    if isinstance(user, Mapping):
        return str(user["id"])
    return str(body.get("user_id") or user or "")


def voice(desk: Desk, user: str) -> Words:
    """The language a person is answered in."""
    return words(language_held(desk, user))


def voice_anyhow(desk: Desk, user: str) -> Words:
    """The same where the store may not be readable: then in the language of their chat, or the company's."""
    try:
        return voice(desk, user)
    except StoreError:
        return words(desk.company.language(user, desk.settings.company.language))


def voice_now(desk: Desk, user: str) -> Words:
    """The language a person reads, as the store has it now: for what stays on the screen, and shows which one they chose."""
    return words(language(desk, desk.store, user))


def answer_command(
    ack: Ack, desk: Desk, body: Mapping[str, object], work: Callable[[Words], Outcome | Message | None]
) -> None:
    """Do the work of a slash command, then acknowledge with what it came to, visible only to the person.

    ``work`` returns an Outcome (said as it is), a Message (shown as it is) or None (a form was opened).
    """
    t = voice(desk, user_of(body))
    try:
        done = work(t)
    except Refusal as refusal:
        desk.tally.came_to("refused")
        shown, *rest = refused_command(t, body, refusal)
        for number, message in enumerate(rest):
            whisper(desk, body, user_of(body), message, key=f"{command_key(body)}:{number}")
    else:
        if done is None:
            ack()
            return
        shown = done if isinstance(done, Message) else said(t, done)
    ack.response = BoltResponse(status=200, body=only_for_them(shown))


def only_for_them(shown: Message) -> str:
    """The answer to a command, as Bolt would write it: a message that only the person sees."""
    told: dict[str, object] = {"text": shown.text, "response_type": "ephemeral"}
    return to_json({**told, "blocks": shown.blocks} if shown.blocks else told)


def answer_click(
    ack: Ack,
    desk: Desk,
    body: Mapping[str, object],
    work: Callable[[Words], Outcome | Message | None],
    *,
    in_place: bool = False,
) -> None:
    """Do the work of a click and acknowledge. An Outcome was owed to the person in the transaction that made it; a
    Message (a list, a refusal) is owed here; None says nothing, because a form was opened or the card says it.

    ``in_place``: the Message takes the place of the one that was clicked, if that is one which only this person sees.
    A digest is drawn anew when something was done from one of its lines or behind it, or could not be because it was done
    already."""
    user = user_of(body)
    t = voice(desk, user)
    replaces = _own_message(body) if in_place else ""
    _note_digest(desk, body, user)
    try:
        done = work(t)
        moved = isinstance(done, Outcome)
    except Refusal as refusal:
        desk.tally.came_to("refused")
        done, replaces = refused(t, refusal), ""
        moved = isinstance(refusal, WrongState | Superseded)
    if moved:
        _draw_digest_anew(desk, user)
    if isinstance(done, Message):
        whisper(desk, body, user, done, key=f"click:{click_key(body)}", replaces=replaces)
    ack()


def _note_digest(desk: Desk, body: Mapping[str, object], user: str) -> None:
    """Remember the digest in which this person clicked, if it is one, and the click was on a line of it."""
    message, channel, clicked = (body.get(name) for name in ("message", "channel", "actions"))
    if not (isinstance(message, Mapping) and isinstance(channel, Mapping) and isinstance(clicked, Sequence)):
        return
    first: Mapping[str, object] = next(iter(message.get("blocks") or ()), {})
    mark = str(first.get("block_id", ""))
    if mark.startswith(SIGN) and not str(clicked[0]["action_id"]).startswith(_NOT_LINES):
        desk.from_digest.clicked(user, Standing(mark, str(channel["id"]), str(message["ts"])), desk.now())


def _draw_digest_anew(desk: Desk, user: str) -> None:
    """Owe the digest that this person is working through once more."""
    if (digest := desk.from_digest.of(user, desk.now())) is None:
        return
    # Imported here: digests are of everything there is, and the first answer is ready before all of it.
    from bot.domain.digests.standing import draw_anew, read_mark

    if mark := read_mark(digest.mark):
        try:
            draw_anew(desk, mark, digest.channel, digest.ts, user, desk.now())
        except StoreError as error:
            # What was asked is done, and must not be told as failed. The next click draws it anew.
            _log.warning("digest.not_drawn", error=str(error))


def answer_form(
    ack: Ack,
    desk: Desk,
    body: Mapping[str, object],
    first_field: str,
    work: Callable[[Words], Outcome | Block],
    *,
    whole: bool = False,
) -> None:
    """Do the work of a submitted form. A refusal stands under the fields it is about (``first_field`` where it is about
    none of this form) and the form stays open with everything in it; else the form closes (``whole``: with all it stands
    on), and the outcome was owed to the person as a direct message in the transaction that made it. A view is put on top
    of the form: its next step."""
    t = voice(desk, user_of(body))
    try:
        done = work(t)
    except Refusal as refusal:
        desk.tally.came_to("refused")
        ack(response_action="errors", errors=errors_of(t, body, first_field, refusal))
        return
    if isinstance(done, Outcome):
        _draw_digest_anew(desk, user_of(body))
        ack(response_action="clear") if whole else ack()
    else:
        ack(response_action="push", view=done)


def answer_event(desk: Desk, event: Mapping[str, object], work: Callable[[Words], Message], *, key: str) -> None:
    """Do what somebody said in the chat and owe them the answer: only they see it, in the thread where they said it; in
    their direct messages with the bot, there. ``key`` is by what it is known if the chat tells of it again."""
    user = str(event["user"])
    t = voice(desk, user)
    try:
        shown = work(t)
    except Refusal as refusal:
        shown = refused(t, refusal)
    direct = event.get("channel_type") == "im"
    body: dict[str, object] = {"text": shown.text, "blocks": shown.blocks, "user": user}
    if not direct and event.get("thread_ts"):
        body["thread"] = str(event["thread_ts"])
    with desk.store.transaction() as tx:
        what, to = ("direct", user) if direct else ("ephemeral", str(event["channel"]))
        outbox.owe(tx, what, to, now=epoch_ms(desk.now()), body=body, key=f"answer:{key}")


def errors_of(t: Words, body: Mapping[str, object], first_field: str, refusal: Refusal) -> dict[str, str]:
    """A refusal under the fields of the form that it is about, or else under ``first_field``."""
    known = _inputs(body)
    errors: dict[str, str] = {}
    for one in (refusal, *(refusal.others if isinstance(refusal, Invalid) else ())):
        field = one.field if isinstance(one, Invalid) and one.field in known else first_field
        text = t(one.said) + (" " + t(one.advice) if one.advice else "")
        errors[field] = f"{errors[field]} {text}" if field in errors else text
    return errors


def _inputs(body: Mapping[str, object]) -> set[str]:
    view = body["view"]
    assert isinstance(view, Mapping)
    return {str(block.get("block_id")) for block in view["blocks"] if block["type"] == "input"}


def said(t: Words, outcome: Outcome) -> Message:
    """An outcome as a message."""
    text = t(outcome.said)
    lines = [text, *(f"⚠️ {t(warning)}" for warning in outcome.warnings)]
    return Message(text, [section("\n".join(lines)), *offered(outcome.offers, t)])


def refused(t: Words, refusal: Refusal, *, typed: str = "") -> Message:
    """A refusal as a message: what is wrong, what to do next, and what was typed, so that it is not lost."""
    text = t(refusal.said)
    lines = [f"⚠️ {text}"]
    if refusal.advice:
        lines.append(t(refusal.advice))
    blocks: list[Block] = [section("\n".join(lines)), *offered(refusal.offers, t)]
    if len(typed) > _WORTH_KEEPING:
        # Rich text: to the letter, however long, and it rings nobody.
        blocks += [section(t("您输入的内容：")), copyable(typed)]
    return Message(text, blocks)


def refused_command(t: Words, body: Mapping[str, object], refusal: Refusal) -> list[Message]:
    """A refused command as a message that gives back what was typed, and as many more as that needs, in order."""
    typed = unescape(str(body.get("text", "")))
    rest = [typed[start : start + MESSAGE] for start in range(MESSAGE, len(typed), MESSAGE)]
    return [
        refused(t, refusal, typed=typed[:MESSAGE]),
        *(Message(t("您输入的内容（续）："), [copyable(part)]) for part in rest),
    ]


def _own_message(body: Mapping[str, object]) -> str:
    """The address at which the message that was clicked can be replaced; empty where others see it too."""
    container = body.get("container")
    alone = isinstance(container, Mapping) and container.get("is_ephemeral")
    return str(body.get("response_url") or "") if alone else ""


def command_key(body: Mapping[str, object]) -> str:
    """By what a slash command is known if it comes again."""
    return f"command:{body['trigger_id']}"


def click_key(body: Mapping[str, object]) -> str:
    """By what a click is known if it comes again."""
    return f"click:{body['trigger_id']}"


def form_key(body: Mapping[str, object]) -> str:
    """By what a submitted form is known if it comes again: pressing the button twice is one request."""
    view = body["view"]
    assert isinstance(view, Mapping)
    return f"form:{view['id']}"
