"""files.*: uploads in the three steps of Slack's second version, and what is kept of them."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from bot.workspace import messages
from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Site
from bot.workspace.web_api.call import Api, Method, Methods, known_channel, needed, number, structure, word

MOST_BYTES = 50_000_000


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
        "mimetype": mimetypes.guess_type(row["name"])[0] or "application/octet-stream",
        "filetype": PurePath(row["name"]).suffix.lstrip("."),
        "size": row["size"],
        "user": row["owner"],
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
    }


def _start(api: Api, args: Json) -> Json:
    site = api.site
    size = number(args, "length", 0, MOST_BYTES)
    if size == 0:
        raise Refused("invalid_arguments", messages=["missing required field: length"])
    # Only the last part of the name: it becomes part of an address.
    name = PurePath(needed(args, "filename")).name
    file_id = site.name("F")
    with site.state.change():
        site.state.run(
            "INSERT INTO files (id, name, owner, size, created) VALUES (?, ?, ?, ?, ?)",
            (file_id, name, site.bot_user, size, int(site.clock())),
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
    with site.state.change():
        for one in listed:
            site.state.run("UPDATE files SET title = ? WHERE id = ?", (one.get("title"), str(one.get("id"))))
    drawn = [draw(site, str(one.get("id"))) for one in listed]
    if name := word(args, "channel_id") or word(args, "channels"):
        channel = known_channel(site, name)
        if site.bot_user not in channel.members:
            raise Refused("not_in_channel")
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
