"""Views: modals in their stack of three, and each person's App Home; kept, so that a page loaded again shows them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.workspace.kinds import Json, Refused, ident
from bot.workspace.site import Site
from bot.workspace.state import dump
from bot.workspace.triggers import Trigger
from bot.workspace.walls import check_view

MOST_STACKED = 3
_SENT = (
    "type",
    "callback_id",
    "title",
    "submit",
    "close",
    "private_metadata",
    "clear_on_close",
    "notify_on_close",
    "external_id",
    "submit_disabled",
)


@dataclass(frozen=True, slots=True)
class View:
    """A view as it is kept; ``body`` is Slack's view object."""

    id: str
    user: str
    is_open: bool
    is_keyed: bool
    body: Json

    @property
    def blocks(self) -> list[Json]:
        """The blocks in it."""
        blocks: list[Json] = self.body["blocks"]
        return blocks


def _view(row: sqlite3.Row) -> View:
    return View(row["id"], row["user"], bool(row["is_open"]), bool(row["is_keyed"]), json.loads(row["body"]))


def named_blocks(blocks: list[Json], seed: str) -> list[Json]:
    """Blocks with the ids that Slack makes up for blocks and elements that have none."""

    def named(element: Json, *place: str) -> Json:
        if element.get("type") in (None, "image", "mrkdwn", "plain_text") or "action_id" in element:
            return element
        if str(element["type"]).startswith("rich_text_") and element["type"] != "rich_text_input":
            return element
        return {**element, "action_id": ident("", seed, *place)[:5]}

    out = []
    for number, block in enumerate(blocks):
        block = {**block, "block_id": block.get("block_id") or ident("", seed, str(number))[:5]}
        for name in ("element", "accessory"):
            if isinstance(block.get(name), dict):
                block[name] = named(block[name], str(number), name)
        if block.get("type") == "actions":
            block["elements"] = [named(one, str(number), str(i)) for i, one in enumerate(block["elements"])]
        out.append(block)
    return out


def stack(site: Site, user: str) -> list[View]:
    """The modals somebody has open, the lowest first."""
    rows = site.state.all("SELECT * FROM views WHERE user = ? AND is_open AND kind = 'modal' ORDER BY opened", (user,))
    return [_view(row) for row in rows]


def home(site: Site, user: str) -> View | None:
    """The App Home that was published for somebody."""
    row = site.state.one("SELECT * FROM views WHERE user = ? AND kind = 'home'", (user,))
    return _view(row) if row else None


def find(site: Site, view_id: str | None = None, external_id: str | None = None) -> View | None:
    """A view by its id or the id the bot gave it."""
    row = site.state.one(
        "SELECT * FROM views WHERE id = ? OR (external_id IS NOT NULL AND external_id = ?)", (view_id, external_id)
    )
    return _view(row) if row else None


def open_modal(site: Site, trigger: Trigger, view: Json) -> Json:
    """Open a modal for whoever acted; what they had open is replaced."""
    check_view(view, kinds=("modal",))
    with site.state.change():
        site.state.run("UPDATE views SET is_open = 0 WHERE user = ? AND kind = 'modal'", (trigger.user,))
        view_id = site.name("V", *(("key", trigger.key) if trigger.key is not None else ()))
        body = _put(site, view_id, trigger.user, view, root=view_id, previous=None, is_keyed=trigger.key is not None)
    site.live.tell([trigger.user], {"type": "view_open", "view": body})
    return body


def push_modal(site: Site, trigger: Trigger, view: Json) -> Json:
    """Put a modal on top of the one that was acted in. Raises Refused ``push_limit_reached`` for a fourth."""
    check_view(view, kinds=("modal",))
    open_now = stack(site, trigger.user)
    below = next((one for one in open_now if one.id == trigger.view_id), None)
    if below is None:
        raise Refused("not_found")
    name = ("key", trigger.key) if trigger.key is not None else ()
    return _push(site, open_now, below, view, name)


def _push(site: Site, open_now: list[View], below: View, view: Json, name: tuple[str, ...]) -> Json:
    view_id = site.name("V", *name)
    if len([one for one in open_now if one.id != view_id]) >= MOST_STACKED:
        raise Refused("push_limit_reached")
    with site.state.change():
        body = _put(
            site,
            view_id,
            below.user,
            view,
            root=below.body["root_view_id"],
            previous=below.id,
            is_keyed=bool(name),
        )
    site.live.tell([below.user], {"type": "view_push", "view": body})
    return body


def push_in_answer(site: Site, below: View, view: Json) -> Json:
    """Put a modal on top of one that was submitted, as the answer asked."""
    check_view(view, kinds=("modal",))
    name = ("pushed on", below.id) if below.is_keyed else ()
    return _push(site, stack(site, below.user), below, view, name)


def update_view(site: Site, found: View, view: Json, expected_hash: str | None) -> Json:
    """Replace what a view shows. Raises Refused ``hash_conflict`` (it changed since), ``not_found`` (it is closed)."""
    if not found.is_open:
        raise Refused("not_found")
    check_view(view, kinds=(found.body["type"],))
    if expected_hash and expected_hash != found.body["hash"]:
        raise Refused("hash_conflict")
    with site.state.change():
        body = _put(
            site,
            found.id,
            found.user,
            view,
            root=found.body["root_view_id"],
            previous=found.body["previous_view_id"],
            is_keyed=found.is_keyed,
        )
    is_home = body["type"] == "home"
    site.live.tell([found.user], {"type": "home" if is_home else "view_update", "view": body})
    return body


def publish_home(site: Site, user: str, view: Json, expected_hash: str | None) -> Json:
    """Replace somebody's App Home. Raises Refused ``hash_conflict`` where it changed since."""
    check_view(view, kinds=("home",))
    found = home(site, user)
    if expected_hash and found and expected_hash != found.body["hash"]:
        raise Refused("hash_conflict")
    with site.state.change():
        view_id = found.id if found else ident("V", site.company.domain, "home", user)
        body = _put(site, view_id, user, view, root=view_id, previous=None, is_keyed=False)
    site.live.tell([user], {"type": "home", "view": body})
    return body


def close(site: Site, found: View, *, everything: bool = False) -> list[View]:
    """Close a view and what stands on it (all of the stack with ``everything``); gives those closed, the top first."""
    open_now = stack(site, found.user)
    if not everything:
        ids = [one.id for one in open_now]
        open_now = open_now[ids.index(found.id) :] if found.id in ids else []
    with site.state.change():
        for one in open_now:
            site.state.run("UPDATE views SET is_open = 0 WHERE id = ?", (one.id,))
    if open_now:
        site.live.tell([found.user], {"type": "view_close", "view_id": found.id, "all": everything})
    return open_now[::-1]


def fill(site: Site, found: View, state: Json) -> View:
    """Remember what stands in a view's fields, as Slack does when somebody acts in it."""
    body = {**found.body, "state": state}
    with site.state.change():
        site.state.run("UPDATE views SET body = ? WHERE id = ?", (dump(body), found.id))
    return View(found.id, found.user, found.is_open, found.is_keyed, body)


def _put(site: Site, view_id: str, user: str, view: Json, *, root: str, previous: str | None, is_keyed: bool) -> Json:
    kind = view["type"]
    external = view.get("external_id")
    other = find(site, None, external) if external else None
    if other and other.id != view_id:
        raise Refused("duplicate_external_id")
    version = f"{int(site.clock())}.{site.chance.getrandbits(40):010x}"
    body: Json = {
        "id": view_id,
        "team_id": site.company.team_id,
        "app_id": site.app_id,
        "app_installed_team_id": site.company.team_id,
        "bot_id": site.bot_id,
        "title": {"type": "plain_text", "text": "View Title"},
        "submit": None,
        "close": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "submit_disabled": False,
        **{name: view[name] for name in _SENT if view.get(name) is not None},
        # Made-up ids change with each version: what was typed survives an update only under ids of the bot's own.
        "blocks": named_blocks(view["blocks"], version),
        "state": {"values": {}},
        "hash": version,
        "root_view_id": root,
        "previous_view_id": previous,
    }
    last = site.state.one("SELECT coalesce(max(opened), 0) AS n FROM views")
    site.state.run(
        """INSERT INTO views (id, user, kind, root, previous, external_id, is_open, opened, is_keyed, body)
           VALUES (:id, :user, :kind, :root, :previous, :external, 1, :opened, :keyed, :body)
           ON CONFLICT (id) DO UPDATE SET body = excluded.body, external_id = excluded.external_id,
             opened = CASE WHEN is_open THEN opened ELSE excluded.opened END, is_open = 1""",
        {
            "id": view_id,
            "user": user,
            "kind": kind,
            "root": root,
            "previous": previous,
            "external": external,
            "opened": (last["n"] if last else 0) + 1,
            "keyed": is_keyed,
            "body": dump(body),
        },
    )
    return body
