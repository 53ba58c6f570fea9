"""Drafts: the buttons of the card, the forms behind them, the shortcuts that check a message or send it to review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.draft import TEXT
from bot.cards.draft_asks import ASKS
from bot.cards.draft_form import BY_WORDS, FIRST_FIELD, FORM, NO_NOTICE, REVISE
from bot.cards.message import Message
from bot.commands.draft_views import ask_form, checked, in_full, new_form, next_form
from bot.domain import draft_dispute, draft_hold, draft_post, draft_review, draft_schedule, drafts, figures
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import Sheet, whole_text
from bot.domain.draft_steps import must_have_seen, show
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.errors import Invalid
from bot.forms import form_values, open_form, push_or_open_form
from bot.store.times import from_store
from bot.text.mrkdwn import unescape
from bot.text.verbs import carried
from bot.text.words import Words, phrase

Body = dict[str, Any]
Seen = int | None
_DO: Final[dict[str, Callable[[Desk, Request, str, Seen], Outcome]]] = {
    "approve": draft_review.approve,
    "withdraw": draft_review.withdraw,
    "drop": draft_review.drop,
    "accept": draft_dispute.accept,
    "release": draft_hold.release,
    "go_on": draft_hold.go_on,
    "now": lambda desk, request, case, seen: draft_schedule.schedule(desk, request, case, "now", seen),
    "next": lambda desk, request, case, seen: draft_schedule.schedule(desk, request, case, "next", seen),
}


def _schedule(desk: Desk, request: Request, case: str, filled: Mapping[str, str], seen: Seen) -> Outcome:
    if not filled["wanted"]:
        raise Invalid(phrase("请选择时间。"), field="wanted")
    at = datetime.fromtimestamp(int(filled["wanted"]), UTC)
    return draft_schedule.schedule(desk, request, case, at, seen)


def _published(desk: Desk, request: Request, case: str, filled: Mapping[str, str], seen: Seen) -> Outcome:
    text, reason = filled["text"], filled["reason"]
    return draft_post.published(desk, request, case, filled["url"], seen, text=text, reason=reason)


# A form's action: what is filled in, by block id, to what it comes to.
_SAY: Final[dict[str, Callable[[Desk, Request, str, Mapping[str, str], Seen], Outcome]]] = {
    "return": lambda desk, request, case, filled, seen: draft_review.send_back(
        desk, request, case, filled["reason"], seen
    ),
    "override": lambda desk, request, case, filled, seen: draft_review.override(
        desk, request, case, filled["reason"], seen
    ),
    "reject": lambda desk, request, case, filled, seen: draft_review.reject(
        desk, request, case, filled["reason"], seen
    ),
    "hold": lambda desk, request, case, filled, seen: draft_hold.hold(desk, request, case, filled["reason"], seen),
    "argue": lambda desk, request, case, filled, seen: draft_dispute.argue(
        desk, request, case, filled["words"], filled["link"], seen
    ),
    "escalate": lambda desk, request, case, filled, seen: draft_dispute.escalate(
        desk, request, case, filled["approver"], filled["words"], seen
    ),
    "figures": lambda desk, request, case, filled, seen: figures.put(desk, request, case, figures.read_told(filled)),
    "schedule": _schedule,
    "published": _published,
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
                push_or_open_form(client, body, ask_form(desk, action, draft, t))

            answer_click(ack, desk, body, work)

        return listen

    def say(action: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                case_id, seen = read_value(body["view"]["private_metadata"])
                request = request_of(desk, body, key=form_key(body), keep_refusals=False)
                filled = {name: str(value) for name, value in form_values(body).items()}
                return _SAY[action](desk, request, case_id, filled, seen)

            answer_form(ack, desk, body, ASKS[action], work)

        return listen

    def at(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            value, _, time = str(body["actions"][0]["value"]).partition("@")
            case_id, seen = read_value(value)
            request = request_of(desk, body, key=click_key(body))
            return draft_schedule.schedule(desk, request, case_id, from_store(time), seen)

        answer_click(ack, desk, body, work)

    def revise(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case_id, seen = read_value(body["actions"][0]["value"])
            push_or_open_form(client, body, next_form(desk, user_of(body), case_id, seen, t))

        answer_click(ack, desk, body, work)

    def whole(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return in_full(desk, str(body["actions"][0]["value"]), t)

        answer_click(ack, desk, body, work)

    def submit(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            metadata = str(body["view"].get("private_metadata", ""))
            sheet = sheet_of(form_values(body))
            if metadata.startswith("slot:"):
                sheet = replace(sheet, slot=metadata.removeprefix("slot:"))
            return drafts.submit(desk, request, sheet)

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
            text = carried(str(body["actions"][0].get("value", ""))) if body.get("actions") else ""
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
    # Two times are offered side by side, and the chat wants their buttons told apart.
    for number in (1, 2):
        app.action(f"draft.at.{number}")(at)
    app.action(TEXT)(whole)
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
    kind = text.get("kind", BY_WORDS)
    wanted, notice, pictures = text.get("wanted", ""), text.get("campaign", ""), text.get("pictures", "")
    return Sheet(
        text=text.get("text", ""),
        kind=kind if kind != BY_WORDS else "",
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
