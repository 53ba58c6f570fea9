"""Plays a story through the workspace as its people would: commands typed, buttons pressed, forms filled in.

What was played is kept step by step, and every action carries a key of its own, so that a play broken off anywhere,
even by kill -9, goes on where it was and does nothing twice.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.cli.demo.steps import At, Click, Command, Form, People, Press, Race, Step
from bot.domain.desk import Desk
from bot.store import inbound, outbox
from bot.workspace.client import Client, PageError, Person

# A card may have to wait for its turn: the chat takes one message a second in a channel.
_CARD_SECONDS: Final = 90.0


class Player:
    """Plays ``steps`` in the workspace at ``url``. ``desk`` is asked only which case a request made; ``move_to`` lets time
    go on in scenes that have a clock of their own."""

    def __init__(
        self, url: str, desk: Desk, steps: Sequence[Step], memory: Path, move_to: Callable[[datetime], None]
    ) -> None:
        self._client = Client(url)
        self._desk = desk
        self._steps = steps
        self._memory = memory
        self._move_to = move_to
        self._known: dict[str, dict[str, Any]] = json.loads(memory.read_text("utf-8")) if memory.exists() else {}
        self._people: dict[str, Person] = {}

    @property
    def played(self) -> int:
        """How many steps are done."""
        return sum(1 for step in self._steps if self._known.get(step.name, {}).get("done"))

    def play(self, progress: Callable[[int, int, str], None]) -> bool:
        """Play what is left; whether all of it was played. ``progress`` is told after each step: done, of, what."""
        for number, step in enumerate(self._steps, start=1):
            if not self._known.get(step.name, {}).get("done"):
                self._do(step)
                self._keep(step.name, done=True)
            progress(number, len(self._steps), self._said(step))
        return self.played == len(self._steps)

    def _do(self, step: Step) -> None:
        match step:
            case Command():
                self._person(step.who).command(step.channel, self._filled(step.text), key=step.name)
            case Form():
                if not self._resubmit(step.name, self._person(step.who), step.values):
                    self._person(step.who).command(step.channel, self._filled(step.text), key=step.name)
                    self._submit(step.name, self._person(step.who), step.values)
            case Click():
                self._click(step)
            case Race():
                self._race(step)
            case Press():
                self._press(step)
            case At():
                self._move_to(step.when)

    def _click(self, step: Click) -> None:
        person = self._person(step.who)
        if self._answered(f"click:key.{step.name}") or self._resubmit(step.name, person, step.values):
            return
        card = self._card(person, step.case, step.action, step.channel)
        person.click(card, step.action, key=step.name)
        if step.values or step.as_it_is:
            self._submit(step.name, person, step.values)

    def _race(self, step: Race) -> None:
        people = [self._person(who) for who in step.people]
        cards = [self._card(person, step.case, step.action) for person in people]
        threads = [
            threading.Thread(
                target=person.click, args=(card, step.action), kwargs={"key": f"{step.name}-{person.handle}"}
            )
            for person, card in zip(people, cards, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _press(self, step: Press) -> None:
        person = self._person(step.who)
        if self._resubmit(step.name, person, step.values):
            return
        person.command(step.channel, self._filled(step.text), key=step.name)
        answer = person.wait_for(lambda: next((m for m in reversed(person.ephemerals()) if _has(m, step.action)), None))
        person.click(answer, step.action, key=f"{step.name}-press")
        if step.values:
            self._submit(step.name, person, step.values)

    def _submit(self, name: str, person: Person, values: Mapping[str, object]) -> None:
        self._send(name, person, person.open_views()[-1], values)

    def _send(self, name: str, person: Person, view: dict[str, Any], values: Mapping[str, object]) -> None:
        """Fill in a form and send it, and the further steps that it is answered with; each takes its own fields."""
        left, key = self._chosen(values), f"{name}-form"
        known = self._known.get(name, {})
        sent, first = list(known.get("sent", [])), known.get("first", view["id"])
        while True:
            self._keep(name, view=view["id"], first=first, sent=sent)
            inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            here = {field: left.pop(field) for field in tuple(left) if field in inputs}
            answer = person.submit(view, here, key=key)
            if answer.get("errors"):
                raise PageError("errors", json.dumps(answer["errors"], ensure_ascii=False), answer)
            if answer.get("response_action") != "push":
                break
            view, key, sent = person.open_views()[-1], f"{key}-next", [*sent, *here]
        if left:
            raise LookupError(f"{name}: no form has {', '.join(left)}")
        self._learn_case(name)

    def _resubmit(self, name: str, person: Person, values: Mapping[str, object]) -> bool:
        """After a stop: whether the step's form was open then; it is sent unless it was sent before."""
        view_id = self._known.get(name, {}).get("view")
        if view_id is None:
            return False
        if not any(self._answered(f"form:{self._known[name][step]}") for step in ("view", "first")):
            view = next((view for view in person.open_views() if view["id"] == view_id), None)
            if view is None:
                return False
            # What the steps before it held was sent with them.
            known = self._known[name].get("sent", [])
            self._send(name, person, view, {field: value for field, value in values.items() if field not in known})
        return True

    def _chosen(self, values: Mapping[str, object]) -> dict[str, object]:
        return {
            name: [self._person(handle).id for handle in value.handles] if isinstance(value, People) else value
            for name, value in values.items()
        }

    def _card(self, person: Person, case: str, action: str, where: str = "") -> dict[str, Any]:
        """The case's card, as soon as it shows the case as it is and offers ``action``."""
        case_id = self._case(case)
        channels = self._desk.settings.channels
        channel = where or (channels.complaints if case_id[0] == "C" else channels.desk)
        if channel.startswith("@"):
            channel = person.dm(channel[1:])
        title = re.compile(rf"(?<![\w-]){case_id}(?!\d)")

        def look() -> dict[str, Any] | None:
            if outbox.card_owed(self._desk.store, case_id):
                return None
            cards = (m for m in reversed(person.messages(channel)) if m.get("app") and _titled(m, title))
            return next((card for card in cards if _has(card, action)), None)

        return person.wait_for(look, _CARD_SECONDS)

    def _person(self, handle: str) -> Person:
        if handle not in self._people:
            self._people[handle] = self._client.person(handle)
        return self._people[handle]

    def _filled(self, text: str) -> str:
        return re.sub(r"\{([\w-]+)\}", lambda found: self._case(found[1]), text)

    def _case(self, name: str) -> str:
        """The id of the case that a step made."""
        if "case" not in self._known[name]:
            self._learn_case(name)
        return str(self._known[name]["case"])

    def _learn_case(self, name: str) -> None:
        # The bot keeps what it answered to a form for a week; in a scene that is over in no time.
        # A form in steps is known by its last one, or by its first.
        known = self._known[name]
        answers = (inbound.answer(self._desk.store, f"form:{known[step]}") for step in ("view", "first"))
        kept = next((answer for answer in answers if answer), None)
        if kept is None:
            raise LookupError(name)
        self._keep(name, case=json.loads(kept)["case"])

    def _answered(self, key: str) -> bool:
        return inbound.answer(self._desk.store, key) is not None

    def _keep(self, name: str, **values: object) -> None:
        self._known.setdefault(name, {}).update(values)
        fresh = self._memory.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(self._known, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._memory)

    def _said(self, step: Step) -> str:
        if isinstance(step, At):
            return f"{step.when.astimezone(self._desk.zone):%m-%d %H:%M}"
        who = "、".join(
            self._person(h).me["real_name"] for h in (step.people if isinstance(step, Race) else (step.who,))
        )
        what = step.text.split()[0] if isinstance(step, Command | Form | Press) else step.action
        return f"{who} {what}"


def _has(message: Mapping[str, Any], action: str) -> bool:
    elements = (
        element
        for block in message.get("blocks", ())
        for element in (*block.get("elements", ()), block.get("accessory"))
    )
    return any(element.get("action_id") == action for element in elements if isinstance(element, dict))


def _titled(message: Mapping[str, Any], title: re.Pattern[str]) -> bool:
    headers = (block["text"]["text"] for block in message.get("blocks", ()) if block["type"] == "header")
    return any(title.search(text) for text in headers)
