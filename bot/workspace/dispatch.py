"""What people do, sent to the bot, and its acknowledgement carried out: commands, clicks, forms, shortcuts."""

from __future__ import annotations

from typing import Any

from bot.workspace import answers, messages, modals, payloads, values
from bot.workspace.company import Person
from bot.workspace.delivery import Ack, Delivery, Envelope
from bot.workspace.events import Events
from bot.workspace.kinds import Json, Refused
from bot.workspace.modals import View
from bot.workspace.says import say
from bot.workspace.site import Channel, Site
from bot.workspace.typed import as_sent


class Dispatcher:
    """The way from a person to the bot and back. Every method gives the page's answer to it."""

    def __init__(self, site: Site, delivery: Delivery, events: Events) -> None:
        self._site = site
        self._delivery = delivery
        self.events = events

    def _answer(self, ack: Ack, what: str, *, person: Person | None = None, channel: Channel | None = None) -> Json:
        body: Json = {
            "ok": ack.is_acknowledged,
            "acknowledged": ack.is_acknowledged,
            "elapsed_ms": round(ack.elapsed_ms, 2),
        }
        if ack.error:
            body["error"] = ack.error
            body["message"] = say(self._site.language, ack.error, what=what)
            if person and channel:
                answers.slackbot_says(self._site, person.id, channel, body["message"])
        return body

    def _bad(self, answer: Json, refused: Refused, what: str) -> Json:
        """The bot acknowledged, but with something that cannot be shown."""
        text = say(self._site.language, "bad_answer", what=what)
        return {**answer, "ok": False, "error": refused.code, "message": text, "messages": refused.messages}

    async def command(self, person: Person, channel: Channel, typed: str, key: str | None) -> Json:
        """A slash command with its words. Raises Refused ``unknown_command``."""
        name, _, text = typed.strip().partition(" ")
        command = self._site.manifest.command(name)
        if command is None:
            raise Refused("unknown_command", extra={"what": name})
        text = text.strip()
        if command.escapes:
            text = as_sent(self._site, text, with_names=True, with_bells=False)
        trigger = self._site.triggers.issue(person.id, key=key)
        payload = payloads.slash_command(self._site, person, channel, name, text, trigger)
        ack = await self._delivery.send(Envelope("slash_commands", payload))
        answer = self._answer(ack, name, person=person, channel=channel)
        if ack.is_acknowledged and isinstance(ack.payload, dict) and not answers.is_empty(ack.payload):
            try:
                answers.give(self._site, person.id, channel, ack.payload)
            except Refused as refused:
                return self._bad(answer, refused, name)
            answer["text"] = ack.payload.get("text", "")
        return answer

    async def message_action(self, person: Person, channel: Channel, ts: str, body: Json) -> Json:
        """A click in a message. Raises Refused ``message_not_found``, ``action_not_found``."""
        site = self._site
        message = messages.find(site, channel.id, ts)
        drawn = message.body if message else site.live.find_whisper(person.id, channel.id, ts)
        if drawn is None:
            raise Refused("message_not_found", status=404)
        # A button pressed at the very moment the message changed was pressed as it was seen.
        blocks = [*drawn.get("blocks", []), *site.former.blocks(channel.id, ts)]
        block, element, given = self._pressed(blocks, body["action"])
        action = payloads.action_of(element, block, given, site.clock())
        trigger = site.triggers.issue(person.id, key=body.get("key"))
        state = values.state_of(blocks, body.get("values"))
        payload = payloads.message_actions(site, person, channel, message, ts, action, state, trigger)
        ack = await self._delivery.send(Envelope("interactive", payload))
        return self._answer(ack, _words(element), person=person, channel=channel)

    async def view_action(self, person: Person, view: View, body: Json) -> Json:
        """A click in a modal or in the App Home. Raises Refused ``view_not_found``, ``action_not_found``."""
        if view.user != person.id or not (view.is_open or body.get("key")):
            raise Refused("view_not_found", status=404)
        block, element, given = self._pressed(view.blocks, body["action"])
        view = modals.fill(self._site, view, values.state_of(view.blocks, body.get("values")))
        action = payloads.action_of(element, block, given, self._site.clock())
        trigger = self._site.triggers.issue(person.id, key=body.get("key"), view_id=view.id)
        payload = payloads.view_actions(self._site, person, view, action, trigger)
        ack = await self._delivery.send(Envelope("interactive", payload))
        return self._answer(ack, _words(element))

    @staticmethod
    def _pressed(blocks: list[Json], action: Any) -> tuple[Json, Json, Json]:
        if not isinstance(action, dict):
            raise Refused("invalid_arguments", status=400, extra={"what": "action"})
        found = values.find_element(blocks, str(action.get("action_id")), action.get("block_id"))
        if found is None:
            raise Refused("action_not_found", status=404)
        block, element = found
        given = dict(action)
        chosen = action.get("selected_option")
        if isinstance(chosen, dict):
            # Only what the menu offers can be chosen; a menu whose options come from the bot takes what it is given.
            known = {one.get("value"): one for one in values.options_of(element)}
            if known and chosen.get("value") not in known:
                raise Refused("action_not_found", status=404)
            given["selected_option"] = known.get(chosen.get("value"), chosen)
        return block, element, given

    async def options(self, person: Person, place: Json, blocks: list[Json], body: Json) -> Json:
        """A menu's options for what was typed. ``place`` is the container as the bot is told of it."""
        found = values.find_element(blocks, str(body.get("action_id")), body.get("block_id"))
        if found is None:
            raise Refused("action_not_found", status=404)
        payload = payloads.suggestion(self._site, person, place, found[1], found[0], str(body.get("value", "")))
        ack = await self._delivery.send(Envelope("interactive", payload))
        answer = self._answer(ack, _words(found[1]))
        given: Json = ack.payload if isinstance(ack.payload, dict) else {}
        grouped = [one for group in given.get("option_groups") or [] for one in group.get("options", [])]
        answer["options"] = [*(given.get("options") or []), *grouped][:100]
        return answer

    async def submit(self, person: Person, view: View, filled: Json, key: str | None, language: str = "") -> Json:
        """A form is sent. With a key, a form that closed meanwhile may be sent again: it is the same request. ``language``:
        what the page speaks, empty for the workspace's own."""
        if view.user != person.id or view.body["type"] != "modal" or not (view.is_open or key):
            raise Refused("view_not_found", status=404)
        state = values.state_of(view.blocks, filled)
        errors = values.client_errors(view.blocks, state, language or self._site.language)
        if errors:
            return {"ok": True, "response_action": "errors", "errors": errors, "by_client": True}
        view = modals.fill(self._site, view, state)
        trigger = self._site.triggers.issue(person.id, key=key, view_id=view.id)
        ack = await self._delivery.send(Envelope("interactive", payloads.submission(self._site, person, view, trigger)))
        title = str(view.body["title"].get("text", ""))
        answer = self._answer(ack, title)
        if not ack.is_acknowledged:
            return answer
        try:
            return answer | self._respond(view, ack.payload if isinstance(ack.payload, dict) else {})
        except Refused as refused:
            return self._bad(answer, refused, title)

    def _respond(self, view: View, payload: Json) -> Json:
        """Do what the answer to a form asks. Without a word the form closes and the one below it shows."""
        action = payload.get("response_action")
        if action == "errors":
            errors = payload.get("errors")
            known = {block["block_id"] for block in view.blocks if block["type"] == "input"}
            if not isinstance(errors, dict) or not errors or not set(errors) <= known:
                raise Refused("invalid_arguments", messages=["errors must name input blocks of the view"])
            return {"response_action": "errors", "errors": errors}
        if action == "update":
            modals.update_view(self._site, view, payload.get("view") or {}, None)
        elif action == "push":
            modals.push_in_answer(self._site, view, payload.get("view") or {})
        elif action == "clear":
            modals.close(self._site, view, everything=True)
        elif action is None:
            modals.close(self._site, view)
        else:
            raise Refused("invalid_arguments", messages=[f"unknown response_action: {action}"])
        return {"response_action": action} if action else {}

    async def close(self, person: Person, view: View, *, everything: bool = False) -> Json:
        """A form is closed without being sent; the bot hears of it where the view asks for that."""
        if view.user != person.id:
            raise Refused("view_not_found", status=404)
        everything = everything or bool(view.body.get("clear_on_close"))
        for one in modals.close(self._site, view, everything=everything):
            if one.body.get("notify_on_close"):
                payload = payloads.closed(self._site, person, one, is_cleared=everything)
                await self._delivery.send(Envelope("interactive", payload))
        return {"ok": True}

    async def shortcut(
        self, person: Person, callback_id: str, channel: Channel | None, ts: str | None, key: str | None
    ) -> Json:
        """A shortcut, on a message where ``channel`` and ``ts`` name one. Raises Refused ``unknown_shortcut``."""
        site = self._site
        kind = "message" if ts else "global"
        shown = next((s for s in site.manifest.shortcuts if (s.kind, s.callback_id) == (kind, callback_id)), None)
        if shown is None:
            raise Refused("unknown_shortcut", status=404)
        trigger = site.triggers.issue(person.id, key=key)
        if kind == "global":
            payload = payloads.shortcut(site, person, callback_id, trigger)
        else:
            message = messages.find(site, channel.id, ts) if channel and ts else None
            if channel is None or message is None:
                raise Refused("message_not_found", status=404)
            payload = payloads.message_shortcut(site, person, callback_id, channel, message, trigger)
        ack = await self._delivery.send(Envelope("interactive", payload))
        return self._answer(ack, shown.name)


def _words(element: Json) -> str:
    """What an element is called on the page."""
    text = element.get("text") or element.get("placeholder") or {}
    return str(text.get("text") or element.get("action_id", "")) if isinstance(text, dict) else ""
