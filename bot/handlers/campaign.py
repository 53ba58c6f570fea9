"""Campaign notices: the buttons of the card, the forms behind them, and the light that moves while one is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.cards.campaign_form import FIRST_FIELD, FORM, PROMOTION, REASONS, ask, light, with_light
from bot.commands.campaign import new_form
from bot.domain import campaigns
from bot.domain.desk import Desk, Outcome
from bot.domain.lead import lead_shown
from bot.domain.notice import read_notice
from bot.edge import (
    OPEN_SECONDS,
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
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the notice's buttons, forms and shortcut."""

    def accept(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            case_id, seen = _clicked(body)
            return campaigns.accept(desk, request_of(desk, body, key=click_key(body)), case_id, seen=seen)

        answer_click(ack, desk, body, work)

    def edit(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            user, (case_id, _) = user_of(body), _clicked(body)
            before = campaigns.to_edit(desk.store, desk, user, case_id)
            push_or_open_form(client, body, new_form(desk, user, t, before))

        answer_click(ack, desk, body, work)

    def ask_for(action: str) -> Callable[[Ack, Body, WebClient], None]:
        def listen(ack: Ack, body: Body, client: WebClient) -> None:
            def work(t: Words) -> None:
                push_or_open_form(client, body, ask(action, body["actions"][0]["value"], paper(desk, t)))

            answer_click(ack, desk, body, work)

        return listen

    def submit_reason(action: str) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                case_id, seen = _read_value(body["view"]["private_metadata"])
                request = request_of(desk, body, key=form_key(body), keep_refusals=False)
                reason = str(form_values(body)["reason"])
                if action == "cancel":
                    return campaigns.cancel(desk, request, case_id, reason)
                return campaigns.send_back(desk, request, case_id, reason, seen=seen)

            answer_form(ack, desk, body, "reason", work)

        return listen

    def submit(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            notice = read_notice(form_values(body))
            before = body["view"]["private_metadata"]
            if before:
                return campaigns.resubmit(desk, request, before, notice)
            return campaigns.submit(desk, request, notice)

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def promotion_chosen(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            chosen = body["actions"][0].get("selected_date") or ""
            lead = lead_shown(desk, desk.now(), chosen)
            _update(client, body["view"], light(t, lead))

        answer_click(ack, desk, body, work)

    def from_anywhere(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            open_form(client, body, new_form(desk, user_of(body), t))

        answer_click(ack, desk, body, work)

    app.action("campaign.accept")(accept)
    app.action("campaign.edit")(edit)
    for action in REASONS:
        app.action(f"campaign.{action}")(ask_for(action))
        app.view(f"campaign.{action}")(submit_reason(action))
    app.view(FORM)(submit)
    app.action(PROMOTION)(promotion_chosen)
    app.shortcut("campaign.new")(from_anywhere)
    app.action("campaign.open")(from_anywhere)


def _clicked(body: Body) -> tuple[str, int | None]:
    return _read_value(body["actions"][0]["value"])


def _read_value(value: str) -> tuple[str, int | None]:
    """A button's ``N-12:3``: the case and the version that its card showed."""
    case_id, _, version = value.partition(":")
    return case_id, int(version) if version else None


def _update(client: WebClient, view: dict[str, Any], shown: dict[str, object]) -> None:
    client.timeout = OPEN_SECONDS
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=with_light(view, shown))
    except SlackApiError as error:
        # The day was changed again meanwhile: that change brings its own light.
        if error.response["error"] != "hash_conflict":
            raise
