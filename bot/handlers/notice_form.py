"""The form of a notice: its two steps, what is kept while it is filled in, and the light that moves with the days."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.cards.campaign_form import (
    DAY,
    FIRST,
    FIRST_FIELD,
    PROMOTION,
    SECOND,
    SECOND_FIELD,
    TYPED,
    light,
    rest,
    stands,
    with_light,
)
from bot.cards.message import Block
from bot.cards.names import campaign_field
from bot.commands.campaign import days_before, edit_form, first_step, new_form
from bot.domain import campaigns, notice_forms
from bot.domain.desk import Desk, Outcome
from bot.domain.notice import ESSENTIALS, read_notice, typed_of
from bot.domain.paper import paper
from bot.edge import answer_click, answer_form, form_key, request_of, user_of
from bot.errors import Invalid
from bot.forms import OPEN_SECONDS, form_values, open_form, push_or_open_form
from bot.text.verbs import carried
from bot.text.words import Words, phrase

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the form of a notice, and to what opens it."""

    def from_anywhere(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            # A button may bring along what was typed; the shortcut and the App Home have none.
            what = carried(str(body["actions"][0].get("value", ""))) if body.get("actions") else ""
            open_form(client, body, new_form(desk, user_of(body), body["trigger_id"], t, what=what))

        answer_click(ack, desk, body, work)

    def edit(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case_id = body["actions"][0]["value"].partition(":")[0]
            push_or_open_form(client, body, edit_form(desk, user_of(body), case_id, body["trigger_id"], t))

        answer_click(ack, desk, body, work)

    def go_on(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            form, _ = _carried(body)
            saved = notice_forms.kept(desk, user_of(body), form)
            _show(client, body, first_step(desk, saved, t, carried=body["view"]["private_metadata"]))

        answer_click(ack, desk, body, work)

    def anew(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            user, (form, case_id) = user_of(body), _carried(body)
            notice_forms.discard(desk, user, form)
            fresh = body["trigger_id"]
            view = edit_form(desk, user, case_id, fresh, t, anew=True) if case_id else new_form(desk, user, fresh, t, anew=True)  # fmt: skip
            _show(client, body, view)

        answer_click(ack, desk, body, work)

    def typed(ack: Ack, body: Body) -> None:
        answer_click(ack, desk, body, lambda t: _keep(desk, body))

    def day_chosen(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            _keep(desk, body)
            action = body["actions"][0]
            field = "promotion" if action["action_id"] == PROMOTION else action["block_id"]
            chosen = {**_values(body), field: action.get("selected_date") or ""}
            _, case_id = _carried(body)
            days = notice_forms.look_at_days(desk, chosen, days_before(desk, case_id))
            shown = light(t, days)
            # Drawn anew, the form would close the calendar that the person has just opened: only when there is a change.
            if not stands(body["view"], shown):
                _show(client, body, with_light(body["view"], shown))

        answer_click(ack, desk, body, work)

    def next_step(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Block:
            user, (form, case_id) = user_of(body), _carried(body)
            notice_forms.must_be_unmade(desk.store, form)
            base = typed_of(campaigns.to_edit(desk.store, desk, user, case_id)) if case_id else {}
            whole = {**base, **notice_forms.keep(desk, user, form, case_id, form_values(body))}
            notice_forms.check_essentials(desk, whole, days_before(desk, case_id))
            again = bool(case_id) and campaigns.show(desk.store, case_id).state == "returned"
            carried = body["view"]["private_metadata"]
            return rest(paper(desk, t), whole, carried=carried, case_id=case_id, again=again)

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def hand_in(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            user, (form, case_id) = user_of(body), _carried(body)
            whole = notice_forms.keep(desk, user, form, case_id, form_values(body))
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            try:
                if not case_id:
                    return campaigns.submit(desk, request, read_notice(whole), form=form)
                seen = int(form.rpartition(":")[2])
                return campaigns.edit(desk, request, case_id, read_notice(whole), form=form, seen=seen)
            except Invalid as invalid:
                raise _from_here(invalid) from invalid

        answer_form(ack, desk, body, SECOND_FIELD, work, whole=True)

    app.shortcut("campaign.new")(from_anywhere)
    app.action("campaign.open")(from_anywhere)
    app.action("campaign.edit")(edit)
    app.action("campaign.go_on")(go_on)
    app.action("campaign.anew")(anew)
    app.action(TYPED)(typed)
    for action in (PROMOTION, DAY):
        app.action(action)(day_chosen)
    app.view(FIRST)(next_step)
    app.view(SECOND)(hand_in)


def _from_here(invalid: Invalid) -> Invalid:
    """What is wrong, said so that it is understood in the second step too."""
    said, advice = invalid.said, invalid.advice
    if invalid.field in ESSENTIALS:
        said = phrase("请回到上一步，改“{field}”：{said}", field=campaign_field(invalid.field), said=said)
    return Invalid(said, advice, field=invalid.field, others=tuple(map(_from_here, invalid.others)))


def _carried(body: Body) -> tuple[str, str]:
    """The id the form is kept under, and the notice that it changes."""
    form, _, case_id = body["view"]["private_metadata"].partition(" ")
    return form, case_id


def _values(body: Body) -> dict[str, Any]:
    return form_values(body) if body["view"].get("state") else {}


def _keep(desk: Desk, body: Body) -> None:
    action, (form, case_id) = body["actions"][0], _carried(body)
    # As text of one width, so that it can be compared in the store.
    acted_at = f"{float(action.get('action_ts') or 0):020.6f}"
    notice_forms.keep(desk, user_of(body), form, case_id, _values(body), acted_at=acted_at)


def _show(client: WebClient, body: Body, shown: Block) -> None:
    client.timeout = OPEN_SECONDS
    view = body["view"]
    try:
        client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
    except SlackApiError as error:
        # It was changed again meanwhile: that change brings its own.
        if error.response["error"] != "hash_conflict":
            raise
