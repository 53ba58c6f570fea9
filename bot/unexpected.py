"""What nobody asked for: a fault of the program, or a database that cannot be used. The person is told so in words, with what
they typed and a number under which it stands in the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.alarm import Alarm
from bot.cards.message import Block, Message
from bot.domain.desk import Desk
from bot.edge import errors_of, only_for_them, refused, refused_command, user_of, voice_anyhow
from bot.errors import CorruptDatabase, FullDisk, LockedDatabase, Refusal, StoreError
from bot.forms import ASK_SECONDS
from bot.outbox.failures import CALL_ERRORS, failure
from bot.places import place_of, whisper
from bot.text.mrkdwn import escape
from bot.text.packing import to_json
from bot.text.words import Phrase, phrase, series

_log = structlog.get_logger("guanwei.unexpected")
# Signs that nobody mistakes for others when reading them out, and that make no words.
_SIGNS: Final = "23456789BCDFGHJKMNPQRTVWXY"
_LENGTH: Final = 8
# What somebody said to the bot; of everything else that happens nobody waits for an answer.
_SPOKEN: Final = ("app_mention", "message")


def answerer(desk: Desk, alarm: Alarm) -> Callable[[Exception, BoltRequest], BoltResponse]:
    """What answers a request whose listener failed. The failure goes to the log under the number that is told."""

    def answer(error: Exception, request: BoltRequest) -> BoltResponse:
        reference = new_reference()
        desk.tally.came_to("failed")
        is_ours = not isinstance(error, StoreError)
        _log.error("request.failed", reference=reference, error=str(error), exc_info=error if is_ours else None)
        if isinstance(error, StoreError):
            alarm.ring(error)
        body: Mapping[str, Any] = request.body
        if "event" in body:
            return _answer_event(error, request, reference)
        t = voice_anyhow(desk, user_of(body))
        refusal = told(desk, error, reference)
        if "command" in body:
            shown, *rest = refused_command(t, body, refusal)
            for message in rest:
                _say(request.context["client"], body, message)
            return BoltResponse(status=200, body=only_for_them(shown))
        if body.get("type") == "view_submission" and (field := _first_input(body["view"]["blocks"])):
            # The form stays open with everything in it.
            refusal = Refusal(refusal.said, phrase("填好的都还在，请先不要关掉表单。{advice}", advice=refusal.advice))
            errors = errors_of(t, body, field, refusal)
            return BoltResponse(status=200, body=to_json({"response_action": "errors", "errors": errors}))
        return _answer_click(error, request, refused(t, refusal), reference)

    def _answer_click(error: Exception, request: BoltRequest, shown: Message, reference: str) -> BoltResponse:
        body: Mapping[str, Any] = request.body
        if not isinstance(error, StoreError):
            try:
                whisper(desk, body, user_of(body), shown, key=f"failed:{reference}")
            except StoreError as failed:
                alarm.ring(failed)
            else:
                return BoltResponse(status=200, body="")
        is_said = _say(request.context["client"], body, shown)
        # Where not even that can be said, the chat itself shows that it failed.
        return BoltResponse(status=200 if is_said else 500, body="")

    def _answer_event(error: Exception, request: BoltRequest, reference: str) -> BoltResponse:
        event: Mapping[str, Any] = request.body["event"]
        user = user_of(event)
        if isinstance(error, StoreError) and user and event["type"] in _SPOKEN:
            shown = refused(voice_anyhow(desk, user), told(desk, error, reference))
            if _say(request.context["client"], event, shown):
                # Told again by the chat, it would be done after they were told that it was not.
                return BoltResponse(status=200, body="")
        return BoltResponse(status=500, body="")

    return answer


def new_reference() -> str:
    """A number to find a failure by: ``7F3K-Q2VX``."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return f"{signs[: _LENGTH // 2]}-{signs[_LENGTH // 2 :]}"


def told(desk: Desk, error: Exception, reference: str) -> Refusal:
    """What the person reads: what is wrong, and what to do. Of the database no more than concerns them: whoever can mend it
    reads the rest in the log."""
    admins = [escape(desk.company.name(one)) for one in desk.company.roles["admin"]]
    whom = phrase("管理员（{people}）", people=series(admins)) if admins else phrase("管理员")
    if not isinstance(error, StoreError):
        return Refusal(
            phrase("出了点问题，编号 {reference}，已记录。", reference=reference),
            phrase("请先看看有没有办成，再试一次；还是不行，请把编号告诉{whom}。", whom=whom),
        )
    said = phrase("没有记下来：{why}。什么都没有改动，编号 {reference}。", why=_why(error), reference=reference)
    if isinstance(error, CorruptDatabase):
        return Refusal(said, phrase("再试也没有用，请马上把编号告诉{whom}。", whom=whom))
    return Refusal(said, phrase("请过一会儿再试一次；还是不行，请把编号告诉{whom}。", whom=whom))


def _why(error: StoreError) -> Phrase:
    match error:
        case FullDisk():
            return phrase("机器人的磁盘满了")
        case LockedDatabase():
            return phrase("数据库正忙")
        case CorruptDatabase():
            return phrase("数据库坏了")
        case _:
            return phrase("数据库现在写不进去")


def _say(client: WebClient, body: Mapping[str, Any], shown: Message) -> bool:
    """Say it at once, to them alone where they acted; whether the chat took it."""
    user, place = user_of(body), place_of(body)
    client.timeout = ASK_SECONDS  # type: ignore[assignment]  # the client hands it to urllib, which takes parts of a second
    try:
        if place.channel:
            client.chat_postEphemeral(
                channel=place.channel,
                user=user,
                text=shown.text,
                blocks=shown.blocks,
                thread_ts=place.thread or None,
            )
        else:
            client.chat_postMessage(channel=user, text=shown.text, blocks=shown.blocks)
    except CALL_ERRORS as error:
        _log.warning("request.not_told", error=failure(error).text)
        return False
    return True


def _first_input(blocks: list[Block]) -> str:
    return next((str(block["block_id"]) for block in blocks if block["type"] == "input"), "")
