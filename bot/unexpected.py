"""What nobody expected: the person is told so, with a number under which it stands in the log."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt import BoltRequest, BoltResponse

from bot.cards.blocks import section
from bot.cards.message import Block, Message
from bot.domain.desk import Desk
from bot.edge import user_of, voice, whisper
from bot.errors import StoreError
from bot.text.words import Words

_log = structlog.get_logger("guanwei.unexpected")
# Signs that nobody mistakes for others when reading them out, and that make no words.
_SIGNS: Final = "23456789BCDFGHJKMNPQRTVWXY"
_LENGTH: Final = 8


def answerer(desk: Desk) -> Callable[[Exception, BoltRequest], BoltResponse]:
    """What answers a request whose listener failed. The failure goes to the log under the number that is told."""

    def answer(error: Exception, request: BoltRequest) -> BoltResponse:
        reference = new_reference()
        desk.tally.came_to("failed")
        _log.error("request.failed", reference=reference, error=str(error), exc_info=error)
        body: Mapping[str, Any] = request.body
        user = user_of(body)
        if not user:
            # Something that happened in the chat: nobody waits for an answer, and the chat tells it again.
            return BoltResponse(status=500, body="")
        t = voice(desk, user)
        said = told(t, reference)
        if "command" in body:
            return _json({"response_type": "ephemeral", "text": said})
        if body.get("type") == "view_submission" and (field := _first_input(body["view"]["blocks"])):
            # The form stays open with everything in it.
            return _json({"response_action": "errors", "errors": {field: said}})
        try:
            whisper(desk, body, user, Message(said, [section(said)]), key=f"failed:{reference}")
        except StoreError:
            # Then the chat itself shows that it failed.
            return BoltResponse(status=500, body="")
        return BoltResponse(status=200, body="")

    return answer


def new_reference() -> str:
    """A number to find a failure by: ``7F3K-Q2VX``."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return f"{signs[: _LENGTH // 2]}-{signs[_LENGTH // 2 :]}"


def told(t: Words, reference: str) -> str:
    """What the person reads."""
    return t(
        "⚠️ 出了点问题，编号 {reference}，已记录。请先看看有没有办成，再试一次；还是不行，请把编号告诉管理员。",
        reference=reference,
    )


def _first_input(blocks: list[Block]) -> str:
    return next((str(block["block_id"]) for block in blocks if block["type"] == "input"), "")


def _json(body: Mapping[str, object]) -> BoltResponse:
    return BoltResponse(
        status=200,
        body=json.dumps(body, ensure_ascii=False),
        headers={"content-type": ["application/json;charset=utf-8"]},
    )
