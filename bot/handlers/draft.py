"""Drafts: the buttons of the card, the forms behind them, the shortcuts that check a message or send it to review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.draft_form import ASKS, FIRST_FIELD, FORM, NO_NOTICE, REVISE, ask
from bot.cards.message import Message
from bot.commands.draft import checked, new_form, next_form
from bot.domain import draft_post, draft_review, drafts
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import Sheet, whole_text
from bot.domain.draft_steps import must_have_seen, show
from bot.edge import (
    answer_click,
    answer_form,
    click_key,
    form_key,
    form_values,
    open_form,
    paper,
    push_or_open_form,
    request_of,
    user_of,
)
from bot.text.mrkdwn import unescape
from bot.text.words import Words

Body = dict[str, Any]
_DO: Final[dict[str, Callable[[Desk, Request, str, int | None], Outcome]]] = {
    "approve": draft_review.approve,
    "withdraw": draft_review.withdraw,
}
_SAY: Final[dict[str, Callable[[Desk, Request, str, str, int | None], Outcome]]] = {
    "return": draft_review.send_back,
    "override": draft_review.override,
    "published": draft_post.published,
}


def register(app: App, desk: Desk) -> None:
    """Listen to the draft's buttons, forms and shortcuts."""

    def act(action: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                case_id, seen = read_value(body["actions"][0]["value"])
                return _DO[action](desk, request_of(desk, body, key=click_key(body)), case_id, seen)

            answer_click(ack, desk, body, work)

        return listen

    def ask_for(action: str) -> Callable[[Ack, Body, WebClient], None]:
        def listen(ack: Ack, body: Body, client: WebClient) -> None:
            def work(t: Words) -> None:
                case_id, seen = read_value(body["actions"][0]["value"])
                draft = show(desk.store, case_id)
                must_have_seen(draft, seen)
                push_or_open_form(client, body, ask(action, draft, paper(desk, t)))

            answer_click(ack, desk, body, work)

        return listen

    def say(action: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                case_id, seen = read_value(body["view"]["private_metadata"])
                request = request_of(desk, body, key=form_key(body), keep_refusals=False)
                return _SAY[action](desk, request, case_id, str(form_values(body)[ASKS[action]]), seen)

            answer_form(ack, desk, body, ASKS[action], work)

        return listen

    def revise(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case_id, seen = read_value(body["actions"][0]["value"])
            push_or_open_form(client, body, next_form(desk, user_of(body), case_id, seen, t))

        answer_click(ack, desk, body, work)

    def submit(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            return drafts.submit(desk, request, sheet_of(form_values(body)))

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def submit_revision(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            case_id, seen = read_value(body["view"]["private_metadata"])
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            return drafts.revise(desk, request, case_id, seen, sheet_of(form_values(body)))

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def from_anywhere(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            # A button may bring the words along; the shortcut and the App Home have none.
            clicked = str(body["actions"][0].get("value", "")) if body.get("actions") else ""
            text = clicked.removeprefix("text:") if clicked.startswith("text:") else ""
            open_form(client, body, new_form(desk, user_of(body), t, text))

        answer_click(ack, desk, body, work)

    def from_message(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            open_form(client, body, new_form(desk, user_of(body), t, whole_text(_message_text(body))))

        answer_click(ack, desk, body, work)

    def check_message(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return checked(desk, _message_text(body), t)

        answer_click(ack, desk, body, work)

    for action in _DO:
        app.action(f"draft.{action}")(act(action))
    for action in _SAY:
        app.action(f"draft.{action}")(ask_for(action))
        app.view(f"draft.{action}")(say(action))
    app.action("draft.revise")(revise)
    app.view(REVISE)(submit_revision)
    app.view(FORM)(submit)
    app.shortcut("draft.new")(from_anywhere)
    app.action("draft.open")(from_anywhere)
    app.shortcut("draft.from_message")(from_message)
    app.shortcut("draft.check_message")(check_message)


def read_value(value: str) -> tuple[str, int | None]:
    """A button's ``D-7:3``: the draft and the revision that its card showed."""
    case_id, _, revision = value.partition(":")
    return case_id, int(revision) if revision.isdecimal() else None


def sheet_of(values: Mapping[str, object]) -> Sheet:
    """What was filled in."""
    text = {name: str(value) for name, value in values.items()}
    wanted, notice, pictures = text.get("wanted", ""), text.get("campaign", ""), text.get("pictures", "")
    return Sheet(
        text=text.get("text", ""),
        kind=text.get("kind", "promotion"),
        department=text.get("department", ""),
        campaign_id=notice if notice not in ("", NO_NOTICE) else None,
        wanted_at=datetime.fromtimestamp(int(wanted), UTC) if wanted else None,
        link=text.get("link", ""),
        pictures=int(pictures) if pictures else 0,
        picture_notes=text.get("picture_notes", ""),
        proof=text.get("proof", ""),
    )


def _message_text(body: Body) -> str:
    return unescape(body["message"].get("text", ""))
