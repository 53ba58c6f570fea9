"""Messages: kept, changed, taken away, and drawn for the bot (Slack's shape) and for the page."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.workspace import pictures
from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Channel, Site
from bot.workspace.state import dump

# What a person sees as a message of somebody; everything else (somebody joined) cannot be answered in a thread.
_TALK = (None, "file_share", "bot_message")


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``body`` holds text, blocks, metadata, edited, reactions, files and subtype, where it has them."""

    channel: str
    ts: str
    thread_ts: str | None
    author: str
    body: Json
    is_deleted: bool

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


def _message(row: sqlite3.Row) -> Message:
    return Message(
        row["channel"], row["ts"], row["thread_ts"], row["author"], json.loads(row["body"]), bool(row["is_deleted"])
    )


def find(site: Site, channel: str, ts: str) -> Message | None:
    """The message, or None; one that was deleted is None too, unless it is kept as the head of its thread."""
    row = site.state.one("SELECT * FROM messages WHERE channel = ? AND ts = ?", (channel, ts))
    found = _message(row) if row else None
    if found and found.is_deleted and not replies(site, found):
        return None
    return found


def by_key(site: Site, key: str) -> Message | None:
    """The message that an action with this key posted before, or None."""
    row = site.state.one("SELECT * FROM messages WHERE key = ?", (key,))
    return _message(row) if row else None


def replies(site: Site, parent: Message) -> list[Message]:
    """What was answered in the thread, oldest first."""
    rows = site.state.all(
        "SELECT * FROM messages WHERE channel = ? AND thread_ts = ? AND ts > ? AND NOT is_deleted ORDER BY ts",
        (parent.channel, parent.ts, parent.ts),
    )
    return [_message(row) for row in rows]


def history(
    site: Site,
    channel: str,
    *,
    before: str | None = None,
    oldest: str | None = None,
    inclusive: bool = False,
    limit: int = 100,
) -> list[Message]:
    """Messages that stand in the channel itself, newest first, at most ``limit``."""
    less, more = ("<=", ">=") if inclusive else ("<", ">")
    rows = site.state.all(
        f"""
        SELECT * FROM messages AS m
        WHERE channel = :channel AND (thread_ts IS NULL OR thread_ts = ts OR body LIKE '%"is_broadcast":true%')
          AND (:before IS NULL OR ts {less} :before) AND (:oldest IS NULL OR ts {more} :oldest)
          AND (NOT is_deleted OR EXISTS (
            SELECT 1 FROM messages AS r
            WHERE r.channel = m.channel AND r.thread_ts = m.ts AND r.ts > m.ts AND NOT r.is_deleted))
        ORDER BY ts DESC LIMIT :limit
        """,  # noqa: S608  # one of two signs, written above
        {"channel": channel, "before": before, "oldest": oldest, "limit": limit},
    )
    return [_message(row) for row in rows]


def thread_parent(site: Site, channel: str, thread_ts: str | None) -> str | None:
    """The thread a reply goes to. None where Slack drops the wish silently: a ts that never was a message.

    Raises Refused ``cannot_reply_to_message`` where the message is gone or is none of talk (somebody joined).
    """
    if thread_ts is None:
        return None
    row = site.state.one("SELECT * FROM messages WHERE channel = ? AND ts = ?", (channel, thread_ts))
    if row is None:
        return None
    found = _message(row)
    if find(site, channel, thread_ts) is None or found.body.get("subtype") not in _TALK:
        raise Refused("cannot_reply_to_message")
    return found.thread_ts if found.is_reply else found.ts


def post(
    site: Site,
    channel: Channel,
    author: str,
    body: Json,
    *,
    thread_ts: str | None = None,
    key: str | None = None,
) -> Message:
    """Keep a new message and show it to everyone in the channel. Durable when it returns."""
    ts = site.state.next_ts(site.clock())
    with site.state.change():
        site.state.run(
            "INSERT INTO messages (channel, ts, thread_ts, author, body, key) VALUES (?, ?, ?, ?, ?, ?)",
            (channel.id, ts, thread_ts, author, dump(body), key),
        )
        if not site.people[author].is_bot:
            mark_read(site, channel.id, author, ts)
    message = Message(channel.id, ts, thread_ts, author, body, False)
    _announce(site, channel, "message", message)
    if thread_ts and thread_ts != ts and (parent := find(site, channel.id, thread_ts)):
        _announce(site, channel, "message_changed", parent)
    tell_unread(site, channel, but=author)
    return message


def change(site: Site, message: Message, body: Json) -> Message:
    """Replace what a message says and show it. Durable when it returns."""
    site.former.keep(message.channel, message.ts, message.body)
    with site.state.change():
        site.state.run(
            "UPDATE messages SET body = ? WHERE channel = ? AND ts = ?", (dump(body), message.channel, message.ts)
        )
    changed = Message(message.channel, message.ts, message.thread_ts, message.author, body, message.is_deleted)
    _announce(site, site.channel(message.channel), "message_changed", changed)
    return changed


def delete(site: Site, message: Message) -> None:
    """Take a message away; the head of a thread stays as an empty place while it has replies."""
    with site.state.change():
        site.state.run(
            "UPDATE messages SET is_deleted = 1, body = ? WHERE channel = ? AND ts = ?",
            (dump({"text": "", "subtype": "tombstone"}), message.channel, message.ts),
        )
    channel = site.channel(message.channel)
    gone = {"type": "message_deleted", "channel": message.channel, "ts": message.ts}
    site.live.tell(channel.members, gone)
    parent_ts = message.thread_ts if message.is_reply else None
    if parent_ts and (parent := find(site, message.channel, parent_ts)):
        _announce(site, channel, "message_changed", parent)
    tell_unread(site, channel)


def _announce(site: Site, channel: Channel, kind: str, message: Message) -> None:
    watching = set(site.live.watching())
    # Who only looks into a public channel sees it live as well: the page lets one read before joining.
    users = watching if channel.kind == "public" else watching.intersection(channel.members)
    if users:
        site.live.tell(users, {"type": kind, "channel": channel.id, "message": for_page(site, message)})


def mark_read(site: Site, channel: str, user: str, ts: str) -> None:
    """Remember up to where somebody has read; never backwards."""
    with site.state.change():
        site.state.run(
            """INSERT INTO reads VALUES (?, ?, ?)
               ON CONFLICT DO UPDATE SET ts = excluded.ts WHERE excluded.ts > reads.ts""",
            (channel, user, ts),
        )


def unread(site: Site, channel: Channel, user: str) -> tuple[int, int]:
    """How many messages of others somebody has not read, and how many of those ring them (all, in an im)."""
    if user not in channel.members:
        return 0, 0
    rows = site.state.all(
        """
        SELECT body FROM messages WHERE channel = :c AND author <> :u AND NOT is_deleted
          AND (thread_ts IS NULL OR thread_ts = ts)
          AND ts > coalesce((SELECT ts FROM reads WHERE channel = :c AND user = :u), '') LIMIT 1000
        """,
        {"c": channel.id, "u": user},
    )
    if channel.is_im:
        return len(rows), len(rows)
    groups = [group.id for group in site.company.groups if user in group.users]
    bells = [f"<@{user}", "<!here", "<!channel", "<!everyone", *(f"<!subteam^{group}" for group in groups)]
    return len(rows), sum(any(bell in row["body"] for bell in bells) for row in rows)


def tell_unread(site: Site, channel: Channel, *, but: str | None = None) -> None:
    """Show the unread marks of a channel to whoever has a page open."""
    for user in set(site.live.watching()).intersection(channel.members) - {but}:
        count, mentions = unread(site, channel, user)
        site.live.tell([user], {"type": "unread", "channel": channel.id, "count": count, "mentions": mentions})


def for_api(site: Site, message: Message, *, with_metadata: bool = False) -> Json:
    """The message as the Web API and the events give it."""
    person = site.people.get(message.author)
    drawn: Json = {"type": "message", "user": message.author, "ts": message.ts, "team": site.company.team_id}
    body = dict(message.body)
    metadata = body.pop("metadata", None)
    body.pop("is_broadcast", None)
    drawn |= body
    if metadata and with_metadata:
        drawn["metadata"] = metadata
    if person and person.is_bot and message.author == site.bot_user:
        drawn |= {"bot_id": site.bot_id, "app_id": site.app_id}
        drawn["bot_profile"] = {"id": site.bot_id, "app_id": site.app_id, "name": person.real_name, "deleted": False}
    if message.is_deleted:
        drawn["subtype"] = "tombstone"
    if message.thread_ts:
        drawn["thread_ts"] = message.thread_ts
    return drawn | ({} if message.is_reply else _thread(site, message))


def _thread(site: Site, message: Message) -> Json:
    answered = site.state.all(
        """SELECT author, ts FROM messages WHERE channel = ? AND thread_ts = ? AND ts > ? AND NOT is_deleted
           ORDER BY ts""",
        (message.channel, message.ts, message.ts),
    )
    if not answered:
        return {}
    users = list(dict.fromkeys(row["author"] for row in answered))
    return {
        "thread_ts": message.ts,
        "reply_count": len(answered),
        "reply_users_count": len(users),
        "latest_reply": answered[-1]["ts"],
        "reply_users": users[:5],
    }


def for_page(site: Site, message: Message) -> Json:
    """The message as the page draws it."""
    drawn = for_api(site, message)
    for name in ("type", "team", "app_id", "bot_profile"):
        drawn.pop(name, None)
    if "blocks" in drawn:
        drawn["blocks"] = pictures.for_page(site, drawn["blocks"])
    person = site.people.get(message.author)
    return drawn | {"app": bool(person and person.is_bot)}
