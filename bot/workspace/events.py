"""Events: what happens in channels is told to the bot, and again where it does not acknowledge."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from bot.workspace import messages, payloads
from bot.workspace.delivery import Delivery, Envelope
from bot.workspace.kinds import Json
from bot.workspace.messages import Message
from bot.workspace.site import Channel, Site

# Seconds before each redelivery of an event that was not acknowledged: at once, after one minute, after five.
RETRY_DELAYS = (0.0, 60.0, 300.0)
_KIND = {"public": "channel", "private": "group", "im": "im"}
_SUBSCRIPTION = {"public": "message.channels", "private": "message.groups", "im": "message.im"}


class Events:
    """Sends events to the bot in the background; the last envelopes are kept so that tests can send one again."""

    def __init__(self, site: Site, delivery: Delivery, retry_delays: Sequence[float]) -> None:
        self._site = site
        self._delivery = delivery
        self._retry_delays = retry_delays
        self._tasks: set[asyncio.Task[None]] = set()
        self.sent: deque[Envelope] = deque(maxlen=200)

    def tell(self, subscription: str, body: Json, *, key: str | None = None) -> None:
        """Send an event if the app subscribes to it. The same key gives the same ``event_id``."""
        if not self._site.manifest.hears(subscription):
            return
        event_id = self._site.name("Ev", *(("event", subscription, key) if key is not None else ()))
        payload = payloads.event(self._site, body, event_id)
        task = asyncio.get_running_loop().create_task(self._send(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, payload: Json) -> None:
        envelope = Envelope("events_api", payload)
        self.sent.append(envelope)
        ack = await self._delivery.send(envelope)
        for number, delay in enumerate(self._retry_delays, start=1):
            if ack.is_acknowledged:
                return
            await asyncio.sleep(delay)
            reason = "timeout" if ack.error == "operation_timeout" else "http_error"
            ack = await self._delivery.send(Envelope("events_api", payload, number, reason))

    async def settle(self) -> None:
        """Wait for what is being sent, the retries too."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    def stop(self) -> None:
        """Send nothing more."""
        for task in tuple(self._tasks):
            task.cancel()

    def posted(self, channel: Channel, message: Message, *, key: str | None = None) -> None:
        """A message stands in a channel: ``message`` where the bot is in, ``app_mention`` where it is named."""
        site = self._site
        if site.bot_user not in channel.members:
            return
        body = {
            **messages.for_api(site, message),
            "channel": channel.id,
            "event_ts": message.ts,
        }
        named = f"<@{site.bot_user}" in str(message.body.get("text", ""))
        if named and not channel.is_im and message.author != site.bot_user:
            self.tell("app_mention", {**body, "type": "app_mention"}, key=key)
        self.tell(_SUBSCRIPTION[channel.kind], {**body, "channel_type": _KIND[channel.kind]}, key=key)

    def joined(self, channel: Channel, user: str) -> None:
        """Somebody came into a channel."""
        self._moved("member_joined_channel", channel, user)

    def left(self, channel: Channel, user: str) -> None:
        """Somebody left a channel."""
        self._moved("member_left_channel", channel, user)

    def _moved(self, name: str, channel: Channel, user: str) -> None:
        if self._site.bot_user in (*channel.members, user):
            letter = "G" if channel.kind == "private" else "C"
            body = {"type": name, "user": user, "channel": channel.id, "channel_type": letter}
            self.tell(name, {**body, "team": self._site.company.team_id, "event_ts": f"{self._site.clock():.6f}"})

    def reacted(self, name: str, channel: Channel, message: Message, user: str, reaction: str) -> None:
        """A reaction came (``reaction_added``) or went (``reaction_removed``)."""
        if self._site.bot_user not in channel.members:
            return
        item = {"type": "message", "channel": channel.id, "ts": message.ts}
        body = {"type": name, "user": user, "reaction": reaction, "item": item, "item_user": message.author}
        self.tell(name, {**body, "event_ts": f"{self._site.clock():.6f}"})

    def home_opened(self, user: str, channel: str, view: Json | None, *, key: str | None = None) -> None:
        """Somebody looks at the App Home."""
        body: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel,
            "tab": "home",
            "event_ts": f"{self._site.clock():.6f}",
        }
        if view:
            body["view"] = view
        self.tell("app_home_opened", body, key=key)
