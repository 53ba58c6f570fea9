"""Rallies: the buttons of the cards, the two steps of the form that opens one, and the form that takes a repost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.cards.message import Block
from bot.cards.rally_form import DONE, FIRST_FIELD, FORM, LINES, MORE, NOTHING, done_form, lines_form, more_form
from bot.cards.rally_own import OWN
from bot.commands.rally import new_form
from bot.domain import rallies
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.paper import paper
from bot.domain.rallies import LEAST, Call
from bot.edge import answer_click, answer_form, click_key, form_key, request_of, user_of
from bot.errors import Invalid
from bot.forms import form_values, open_form, push_or_open_form
from bot.store import rally_lines, rally_people
from bot.store.rally_lines import LINES_MOST, VOICES
from bot.text.width import plain
from bot.text.words import Words, phrase

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to the rally's buttons, forms and shortcut."""

    def act(decide: Callable[[Desk, Request, str], Outcome]) -> Callable[[Ack, Body], None]:
        def listen(ack: Ack, body: Body) -> None:
            def work(t: Words) -> Outcome:
                value = str(body["actions"][0]["value"])
                return decide(desk, _clicked(desk, body, value), value.partition(":")[0])

            answer_click(ack, desk, body, work)

        return listen

    def later(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            value = str(body["actions"][0]["selected_option"]["value"])
            case_id, choice = value.removesuffix(OWN).split(":")
            chosen = next(one for one in rallies.LATER if one == choice)
            return rallies.later(desk, _clicked(desk, body, value), case_id, chosen)

        answer_click(ack, desk, body, work)

    def begin(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            open_form(client, body, new_form(desk, user_of(body), t))

        answer_click(ack, desk, body, work)

    def prepare(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Block:
            call = call_of(form_values(body))
            found, lines = rallies.prepare(desk, user_of(body), desk.now(), call)
            carried = {**_packed(call, found.post.url), "from": body["view"]["id"]}
            least = max(LEAST, len(found.named))
            kept = json.dumps(carried, ensure_ascii=False)
            return lines_form(found.title, lines, least, paper(desk, t), carried=kept)

        answer_form(ack, desk, body, FIRST_FIELD, work)

    def start(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            carried = json.loads(body["view"]["private_metadata"])
            # Known by the first step: submitted twice from there too, it is one rally.
            key = f"form:{carried.pop('from')}"
            request = request_of(desk, body, key=key, keep_refusals=False)
            return rallies.start(desk, request, _unpacked(carried), _written(body))

        answer_form(ack, desk, body, VOICES[0], work, whole=True)

    def ask_lines(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            case_id = str(body["actions"][0]["value"])
            rallies.to_add_lines(desk, desk.store, user_of(body), case_id)
            left = LINES_MOST - rally_lines.count(desk.store, case_id)
            push_or_open_form(client, body, more_form(case_id, left, paper(desk, t)))

        answer_click(ack, desk, body, work)

    def add_lines(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            return rallies.add_lines(desk, request, body["view"]["private_metadata"], _written(body))

        answer_form(ack, desk, body, VOICES[0], work)

    def ask_link(ack: Ack, body: Body, client: WebClient) -> None:
        def work(t: Words) -> None:
            value = str(body["actions"][0]["value"])
            rally = rallies.load(desk.store, value.partition(":")[0])
            before = rally_people.of(desk.store, rally.id, user_of(body))
            push_or_open_form(client, body, done_form(value, before, paper(desk, t)))

        answer_click(ack, desk, body, work)

    def done(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Outcome:
            request = request_of(desk, body, key=form_key(body), keep_refusals=False)
            case_id = str(body["view"]["private_metadata"]).partition(":")[0]
            values = {name: str(value) for name, value in form_values(body).items()}
            replies = _replies(values.get("replies", ""))
            return rallies.done(desk, request, case_id, values.get("url", ""), values.get("words", ""), replies)

        answer_form(ack, desk, body, "url", work)

    app.action("rally.join")(act(rallies.join))
    app.action("rally.decline")(act(rallies.decline))
    app.action("rally.close")(act(rallies.close))
    app.action("rally.later")(later)
    app.action("rally.done")(ask_link)
    app.view(DONE)(done)
    app.action("rally.lines")(ask_lines)
    app.view(MORE)(add_lines)
    app.action("rally.open")(begin)
    app.shortcut("rally.new")(begin)
    app.view(FORM)(prepare)
    app.view(LINES)(start)


def call_of(values: Mapping[str, object]) -> Call:
    """What was filled in at the first step."""
    text = {name: str(values.get(name, "")) for name in ("link", "about", "title", "why", "until")}
    return Call(
        link=text["link"],
        why=text["why"],
        until=datetime.fromtimestamp(int(text["until"]), UTC) if text["until"] else None,
        title=text["title"],
        about="" if text["about"] == NOTHING else text["about"],
        named=_several(values.get("named")),
        whom=_several(values.get("whom")),
    )


def _several(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _packed(call: Call, link: str) -> dict[str, object]:
    assert call.until is not None
    until = int(call.until.timestamp())
    texts = {"link": link, "why": call.why, "title": call.title, "about": call.about}
    return {**texts, "until": until, "named": list(call.named), "whom": list(call.whom)}


def _unpacked(carried: Mapping[str, Any]) -> Call:
    texts = {name: str(carried[name]) for name in ("link", "why", "title", "about")}
    until = datetime.fromtimestamp(int(carried["until"]), UTC)
    return Call(**texts, until=until, named=tuple(carried["named"]), whom=tuple(carried["whom"]))


def _written(body: Body) -> dict[str, str]:
    values = form_values(body)
    return {voice: str(values.get(voice, "")) for voice in VOICES}


def _clicked(desk: Desk, body: Body, value: str) -> Request:
    request = request_of(desk, body, key=click_key(body))
    # On a person's own card the card itself shows what came of it.
    return replace(request, answer_to="") if value.endswith(OWN) else request


def _replies(typed: str) -> int | None:
    number = plain(typed).replace(",", "").strip()
    if not number:
        return None
    if not (number.isascii() and number.isdecimal()):
        raise Invalid(phrase("回复数请填数字，例如 12。"), field="replies")
    return int(number)
