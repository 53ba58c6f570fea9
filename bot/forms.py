"""Forms at the chat: opened while the trigger of a click or a command lives, changed while they are open, and read.

A form cannot wait in the outbox: what opens it dies after three seconds, so a listener calls the chat itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog
from slack_sdk import WebClient

from bot.cards.message import Block
from bot.errors import Refusal
from bot.outbox.failures import CALL_ERRORS, failure
from bot.text.words import phrase

# Opens a form, or says how it is opened where nothing can be opened now.
Opens = Callable[[Block], None]

_log = structlog.get_logger("guanwei.forms")

# Slack opens a form only within 3 s of the click; the call may take at most 2 of them.
OPEN_SECONDS = 2
# Before a form is opened something may be asked for, as long as that leaves the form its time.
ASK_SECONDS = 0.8


def open_form(client: WebClient, body: Mapping[str, object], view: Block) -> None:
    """Open a form. It must be done before the trigger dies, so it is the one call a listener makes. Raises Refusal when
    the chat does not open it."""
    with _opening(client):
        client.views_open(trigger_id=str(body["trigger_id"]), view=view)


def push_or_open_form(client: WebClient, body: Mapping[str, object], view: Block) -> None:
    """Open a form from wherever the click was: on top of the form it was in, or as a new one. Raises Refusal."""
    with _opening(client):
        if "view" in body and body["view"]["type"] == "modal":  # type: ignore[index]  # Slack's payload
            client.views_push(trigger_id=str(body["trigger_id"]), view=view)
        else:
            client.views_open(trigger_id=str(body["trigger_id"]), view=view)


def permalink(client: WebClient, channel: str, ts: str) -> str:
    """The address of a message, or empty where the chat does not tell it at once: no form waits for that."""
    client.timeout = ASK_SECONDS  # type: ignore[assignment]  # the client hands it to urllib, which takes parts of a second
    try:
        return str(client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
    except CALL_ERRORS as error:
        _log.warning("message.no_permalink", error=failure(error).text)
        return ""


def update_form(client: WebClient, view: Mapping[str, object], changed: Block) -> None:
    """Show an open form as it is ``changed``, unless it was changed again meanwhile. Raises Refusal."""
    client.timeout = OPEN_SECONDS
    try:
        client.views_update(view_id=str(view["id"]), hash=str(view["hash"]), view=changed)
    except CALL_ERRORS as error:
        what = failure(error)
        if what.error != "hash_conflict":
            _log.warning("form.not_updated", error=what.text)
            raise Refusal(phrase("表单没能更新（{code}）。", code=what.error), phrase("请再试一次。")) from error


@contextmanager
def _opening(client: WebClient) -> Iterator[None]:
    client.timeout = OPEN_SECONDS
    try:
        yield
    except CALL_ERRORS as error:
        what = failure(error)
        _log.warning("form.not_opened", error=what.text)
        raise Refusal(phrase("表单没能打开（{code}）。", code=what.error), phrase("请再试一次。")) from error


def form_values(body: Mapping[str, object]) -> dict[str, object]:
    """What was filled in, by block id: text as text, a choice as its value, several as a list, nothing as ''."""
    view = body["view"]
    assert isinstance(view, Mapping)
    return {
        block_id: _value(next(iter(elements.values())))
        for block_id, elements in view["state"]["values"].items()
        if elements
    }


def typed_in(body: Mapping[str, object], name: str) -> tuple[str, str]:
    """The block of a form that is called ``name``, or ``name`` and how often the form was begun anew (``reply.2``), and
    what is typed in it."""
    values = form_values(body)
    block = next(found for found in values if found.partition(".")[0] == name)
    return block, str(values[block])


def _value(state: Mapping[str, object]) -> object:
    for name in ("selected_options", "selected_users"):
        if name in state:
            chosen = state[name]
            assert isinstance(chosen, Sequence)
            return [item["value"] if isinstance(item, Mapping) else item for item in chosen]
    if isinstance(option := state.get("selected_option"), Mapping):
        return option["value"]
    for name in ("value", "selected_date", "selected_time", "selected_user", "selected_date_time"):
        if state.get(name) is not None:
            return state[name]
    return ""
