"""Pictures among the files: what counts as one, which blocks show one, and where the page finds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Site

# How the kinds of pictures begin that Slack shows in blocks. What a file is called says nothing of what is in it.
_BEGINNINGS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}


def kind_of(content: bytes) -> str | None:
    """The media type of a picture, None for what is none."""
    return next((kind for kind, starts in _BEGINNINGS.items() if content.startswith(starts)), None)


def check_pictures(site: Site, blocks: Any) -> None:
    """Raises Refused ``invalid_blocks`` where a block shows a file that is not there, not completed, or no picture."""
    wrong = [
        f"[ERROR] invalid slack file [json-pointer:{at}/slack_file]"
        for at, shown in _shown(blocks, "/blocks")
        if _row(site, shown) is None
    ]
    if wrong:
        raise Refused("invalid_blocks", messages=wrong)


def for_page(site: Site, blocks: Any) -> Any:
    """The blocks with the address of every picture in them, on the page's own server."""
    if isinstance(blocks, list):
        return [for_page(site, one) for one in blocks]
    if not isinstance(blocks, dict):
        return blocks
    drawn = {name: for_page(site, value) for name, value in blocks.items()}
    if isinstance(shown := blocks.get("slack_file"), dict) and (row := _row(site, shown)) is not None:
        drawn["image_url"] = f"/files/{row['id']}/{quote(str(row['name']), safe='')}"
    return drawn


def _shown(value: Any, at: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _shown(one, f"{at}/{number}")
    elif isinstance(value, dict):
        if isinstance(value.get("slack_file"), dict):
            yield at, value["slack_file"]
        for name in ("elements", "accessory"):
            if name in value:
                yield from _shown(value[name], f"{at}/{name}")


def _row(site: Site, shown: Json) -> sqlite3.Row | None:
    # By its id or its address; with both Slack refuses it.
    file_id, address = str(shown.get("id") or ""), str(shown.get("url") or "")
    if bool(file_id) == bool(address):
        return None
    if address:
        file_id = address.removeprefix(f"{site.url}/files/").partition("/")[0]
    row = site.state.one("SELECT * FROM files WHERE id = ? AND is_complete", (file_id,))
    return row if row is not None and kind_of(row["content"] or b"") else None
