"""Campaign notices: the buttons of the card, and the small forms behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.campaign_asks import REASONS, RESULT, RESULT_FIELD, ask, result
from bot.cards.campaign_month import ACTION as MONTH
from bot.cards.campaign_plan import ACCEPT, PLAN, accept_form, plan_form
from bot.commands.campaign import month
from bot.domain import campaigns
from bot.domain.campaigns.results import read_results
from bot.domain.desk import Desk, Outcome
from bot.domain.paper import paper
from bot.edge import answer_click, answer_form, form_key, request_of, user_of
from bot.forms import form_values, push_or_open_form
from bot.handlers import notice_form
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the notice's buttons, forms and shortcut."""

    def open_acceptance(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            user, (case_id, seen) = user_of(body), _clicked(body)
            case, now = campaigns.to_accept(desk.store, desk, user, case_id, seen), desk.now()
            found = campaigns.clashes(desk, desk.store, case, now)
            plan = campaigns.propose(desk, desk.store, case, now)
            editors, carried = desk.company.roles["editor"], f"{case.id}:{case.version}"
            view = accept_form(case, editors, user, found, plan, paper(desk, t), carried=carried)
            push_or_open_form(client, body, view)

        answer_click(ack, desk, body, work)

    def accept(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            case_id, seen = _read_value(body["view"]["private_metadata"])
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            values = form_values(body)
            owner, plan = str(values["owner"]), _ticked(values)
            return campaigns.accept(desk, request, case_id, owner=owner, plan=plan, seen=seen)

        answer_form(ack, desk, body, "owner", work)

    def open_plan(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case = campaigns.to_plan(desk.store, desk, user_of(body), _clicked(body)[0])
            plan = campaigns.propose(desk, desk.store, case, desk.now())
            push_or_open_form(client, body, plan_form(case, plan, paper(desk, t)))

        answer_click(ack, desk, body, work)

    def plan(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            return campaigns.replan(desk, request, body["view"]["private_metadata"], _ticked(form_values(body)))

        answer_form(ack, desk, body, "plan", work)

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

    def ask_result(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case = campaigns.to_review(desk.store, desk, user_of(body), _clicked(body)[0])
            push_or_open_form(client, body, result(case, paper(desk, t)))

        answer_click(ack, desk, body, work)

    def submit_result(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            found = read_results(form_values(body))
            return campaigns.give_results(desk, request, body["view"]["private_metadata"], found)

        answer_form(ack, desk, body, RESULT_FIELD, work)

    def other_month(ack: Ack, body: Body) -> None:
        answer_click(ack, desk, body, lambda t: month(desk, body["actions"][0]["value"], t))

    for place in ("before", "after"):
        app.action(f"{MONTH}.{place}")(other_month)
    app.action(ACCEPT)(open_acceptance)
    app.view(ACCEPT)(accept)
    app.action(PLAN)(open_plan)
    app.view(PLAN)(plan)
    for action in REASONS:
        app.action(f"campaign.{action}")(ask_for(action))
        app.view(f"campaign.{action}")(submit_reason(action))
    app.action(RESULT)(ask_result)
    app.view(RESULT)(submit_result)
    notice_form.register(app, desk)


def _ticked(values: Mapping[str, object]) -> list[str]:
    ticked = values.get("plan")
    return [str(one) for one in ticked] if isinstance(ticked, list) else []


def _clicked(body: Body) -> tuple[str, int | None]:
    return _read_value(body["actions"][0]["value"])


def _read_value(value: str) -> tuple[str, int | None]:
    """A button's ``N-12:3``: the case and the version that its card showed."""
    case_id, _, version = value.partition(":")
    return case_id, int(version) if version else None
