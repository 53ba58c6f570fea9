"""files.*: uploads in the three steps of Slack's second version, and what is kept of them."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from bot.workspace import messages
from bot.workspace.kinds import Json, Refused
from bot.workspace.pictures import kind_of
from bot.workspace.site import Site
from bot.workspace.web_api.call import Api, Method, Methods, known_channel, needed, number, structure, word

MOST_BYTES = 50_000_000
_MOST_ALT = 1_000
_MOST_CHANNELS = 100


def draw(site: Site, file_id: str) -> Json:
    """A file as Slack gives it. Raises Refused ``file_not_found``."""
    row = site.state.one("SELECT * FROM files WHERE id = ?", (file_id,))
    if row is None or row["content"] is None:
        raise Refused("file_not_found")
    link = f"{site.url}/files/{file_id}/{row['name']}"
    return {
        "id": file_id,
        "created": row["created"],
        "name": row["name"],
        "title": row["title"] or row["name"],
        "mimetype": kind_of(row["content"]) or _other_type(row["name"]),
        "filetype": PurePath(row["name"]).suffix.lstrip("."),
        "size": row["size"],
        "user": row["owner"],
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
    } | ({"alt_txt": row["alt"]} if row["alt"] else {})


def _other_type(name: str) -> str:
    # A picture by its name alone is none.
    guess = mimetypes.guess_type(name)[0] or ""
    return "application/octet-stream" if not guess or guess.startswith("image/") else guess


def _start(api: Api, args: Json) -> Json:
    site = api.site
    size = number(args, "length", 0, MOST_BYTES)
    if size == 0:
        raise Refused("invalid_arguments", messages=["missing required field: length"])
    # Only the last part of the name: it becomes part of an address.
    name = PurePath(needed(args, "filename")).name
    file_id, alt = site.name("F"), word(args, "alt_txt") or ""
    if len(alt) > _MOST_ALT:
        raise Refused("alt_txt_too_large")
    with site.state.change():
        site.state.run(
            "INSERT INTO files (id, name, owner, size, created, alt) VALUES (?, ?, ?, ?, ?, ?)",
            (file_id, name, site.bot_user, size, int(site.clock()), alt),
        )
    return {"upload_url": f"{site.url}/upload/{file_id}", "file_id": file_id}


def receive(site: Site, file_id: str, content: bytes) -> None:
    """The second step: the bytes. Raises Refused ``file_not_found``, ``length_mismatch``."""
    row = site.state.one("SELECT size FROM files WHERE id = ?", (file_id,))
    if row is None:
        raise Refused("file_not_found", status=404)
    if len(content) != row["size"]:
        raise Refused("length_mismatch", status=400)
    with site.state.change():
        site.state.run("UPDATE files SET content = ? WHERE id = ?", (content, file_id))


def _complete(api: Api, args: Json) -> Json:
    site = api.site
    listed = structure(args, "files", "invalid_arguments")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise Refused("invalid_arguments", messages=["missing required field: files"])
    names = [name for key in ("channel_id", "channels") for name in (word(args, key) or "").split(",") if name]
    if len(names) > _MOST_CHANNELS:
        raise Refused("channels_limit_exceeded")
    places = [known_channel(site, name) for name in names]
    if any(site.bot_user not in channel.members for channel in places):
        raise Refused("not_in_channel")
    with site.state.change():
        for one in listed:
            values = (one.get("title"), str(one.get("id")))
            site.state.run("UPDATE files SET title = ?, is_complete = 1 WHERE id = ?", values)
        drawn = [draw(site, str(one.get("id"))) for one in listed]
    # Without a channel a file is the app's own, until a message shows it.
    for channel in places:
        thread = messages.thread_parent(site, channel.id, word(args, "thread_ts"))
        body = {"text": word(args, "initial_comment") or "", "files": drawn, "subtype": "file_share"}
        message = messages.post(site, channel, site.bot_user, body, thread_ts=thread)
        api.events.posted(channel, message)
    return {"files": drawn}


def _info(api: Api, args: Json) -> Json:
    return {"file": draw(api.site, needed(args, "file"))}


METHODS: Methods = {
    "files.getUploadURLExternal": Method(_start, ("files:write",)),
    "files.completeUploadExternal": Method(_complete, ("files:write",)),
    "files.info": Method(_info, ("files:read",)),
}
