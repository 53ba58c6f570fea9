"""What every method of the Web API shares: how its arguments are read, what it needs, how pages of results are cut."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.workspace.events import Events
from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Channel, Site
from bot.workspace.socket_mode import SocketMode


@dataclass(frozen=True, slots=True)
class Api:
    """What methods work on."""

    site: Site
    events: Events
    sockets: SocketMode


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, the scopes of which one is needed, and whether it takes the app-level token."""

    run: Callable[[Api, Json], Json]
    scopes: tuple[str, ...] = ()
    is_for_app: bool = False


Methods = Mapping[str, Method]


def word(args: Json, name: str) -> str | None:
    """A text argument, or None."""
    value = args.get(name)
    return None if value is None or value == "" else str(value)


def needed(args: Json, name: str) -> str:
    """A text argument that must be there. Raises Refused ``invalid_arguments``."""
    value = word(args, name)
    if value is None:
        raise Refused("invalid_arguments", messages=[f"missing required field: {name}"])
    return value


def flag(args: Json, name: str) -> bool:
    """A yes or no, as JSON or as a form writes it."""
    return args.get(name) in (True, 1, "1", "true", "True")


def structure(args: Json, name: str, refusal: str) -> Any:
    """A JSON argument (blocks, view, metadata), which may come as a string. Raises Refused with ``refusal``."""
    value = args.get(name)
    if isinstance(value, str):
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(refusal) from None
    return value


def several(args: Json, name: str) -> list[str]:
    """A list, as JSON or with commas between."""
    value = args.get(name) or []
    return [part for part in value.split(",") if part] if isinstance(value, str) else [str(part) for part in value]


def number(args: Json, name: str, usual: int, most: int) -> int:
    """A whole number from 1 to ``most``. Raises Refused ``invalid_limit``."""
    value = word(args, name)
    if value is None:
        return usual
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise Refused("invalid_limit")
    return int(value)


def require(site: Site, *scopes: str) -> None:
    """Raises Refused ``missing_scope`` where the token has none of the scopes."""
    if scopes and not any(site.manifest.grants(scope) for scope in scopes):
        provided = ",".join(sorted(site.manifest.scopes))
        raise Refused("missing_scope", extra={"needed": ",".join(scopes), "provided": provided})


def known_channel(site: Site, name: str | None) -> Channel:
    """A channel the bot may know of. Raises Refused ``channel_not_found`` (as for a private one it is not in)."""
    channel = site.channel(name)
    if not site.visible_to(channel, site.bot_user):
        raise Refused("channel_not_found")
    return channel


def cut(rows: Sequence[Any], args: Json, *, usual: int = 100, most: int = 1000) -> tuple[list[Any], Json]:
    """One page of the rows and its ``response_metadata``. Raises Refused ``invalid_cursor``."""
    start = cursor_of(args)
    begin = int(start) if start and start.isdecimal() else 0
    limit = number(args, "limit", usual, most)
    more = begin + limit < len(rows)
    return list(rows[begin : begin + limit]), {"next_cursor": cursor(str(begin + limit)) if more else ""}


def cursor(place: str) -> str:
    """A cursor to a place, opaque as Slack's are."""
    return base64.urlsafe_b64encode(f"next:{place}".encode()).decode()


def cursor_of(args: Json) -> str | None:
    """The place a cursor stands for, or None. Raises Refused ``invalid_cursor``."""
    given = word(args, "cursor")
    if given is None:
        return None
    try:
        place = base64.urlsafe_b64decode(given.encode()).decode()
    except ValueError:
        raise Refused("invalid_cursor") from None
    if not place.startswith("next:"):
        raise Refused("invalid_cursor")
    return place.removeprefix("next:")
