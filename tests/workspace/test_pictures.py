"""Files in the workspace: pictures in blocks, shown by their id, and nothing of what was uploaded run as a page."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.workspace.state import State
from tests.workspace.house import House, manifest

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cf50000003030101b5a9c1d20000000049454e44ae426082"
)


def uploaded(house: House, content: bytes = PNG, name: str = "weekly.png", *, complete: bool = True) -> str:
    """A file of the app's own, shared with nobody; its id."""
    begun = house.client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt="柱状图")
    urllib.request.urlopen(urllib.request.Request(begun["upload_url"], data=content, method="POST")).close()
    if complete:
        house.client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "周报"}])
    return str(begun["file_id"])


def image(**file: str) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": file, "alt_text": "按时 3、超时 1"}]


def test_a_picture_is_uploaded_once_and_shown_in_as_many_places_as_wanted(house: House) -> None:
    file = uploaded(house)
    assert house.client.api_call("files.info", params={"file": file})["file"]["alt_txt"] == "柱状图"
    for where in ("#官微", "#全员"):
        house.client.chat_postMessage(channel=where, text="周报", blocks=image(id=file))
        (block,) = house.person("an.ning").messages(where)[-1]["blocks"]
        assert (block["image_url"], block["alt_text"]) == (f"/files/{file}/weekly.png", "按时 3、超时 1")


def test_the_page_gets_it_as_a_picture_that_nothing_is_guessed_about(house: House) -> None:
    with urllib.request.urlopen(f"{house.workspace.url}/files/{uploaded(house, name='图.html')}/x") as answer:
        assert (answer.read(), answer.headers["content-type"]) == (PNG, "image/png")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.html"])
def test_what_is_no_picture_by_its_bytes_is_neither_shown_nor_run(house: House, name: str) -> None:
    file = uploaded(house, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", name)
    with urllib.request.urlopen(f"{house.workspace.url}/files/{file}/x") as answer:
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == "attachment"
    assert refused(house, image(id=file)) == "invalid_blocks"


def refused(house: House, blocks: list[dict[str, Any]]) -> str:
    with pytest.raises(SlackApiError) as caught:
        house.client.chat_postMessage(channel="#官微", text="周报", blocks=blocks)
    told = caught.value.response
    assert "invalid slack file [json-pointer:/blocks/0/slack_file]" in told["response_metadata"]["messages"][0]
    return str(told["error"])


def test_a_file_that_is_not_there_or_not_complete_cannot_be_shown(house: House) -> None:
    file = uploaded(house, complete=False)
    assert refused(house, image(id=file)) == "invalid_blocks"
    assert refused(house, image(id="F0NONE")) == "invalid_blocks"
    both = uploaded(house)
    assert refused(house, image(id=both, url=f"{house.workspace.url}/files/{both}/weekly.png")) == "invalid_blocks"


def test_it_can_be_named_by_its_address_too(house: House) -> None:
    file = uploaded(house)
    link = house.client.api_call("files.info", params={"file": file})["file"]["url_private"]
    house.client.chat_postMessage(channel="#官微", text="周报", blocks=image(url=link))


def test_a_file_can_be_shared_with_several_channels_at_once(house: House) -> None:
    file = uploaded(house, complete=False)
    known = house.client.conversations_list()["channels"]
    both = [one["id"] for one in known if one["name"] in ("官微", "全员")]
    house.client.files_completeUploadExternal(files=[{"id": file, "title": "周报"}], channels=both)
    for name in ("#官微", "#全员"):
        assert house.person("an.ning").messages(name)[-1]["files"][0]["id"] == file


def test_a_description_that_is_too_long_is_refused(house: House) -> None:
    with pytest.raises(SlackApiError, match="alt_txt_too_large"):
        house.client.files_getUploadURLExternal(filename="a.png", length=1, alt_txt="长" * 1_001)


def test_uploading_needs_its_scope(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(scopes=["chat:write"]))
    with pytest.raises(SlackApiError, match="missing_scope"):
        house.client.files_getUploadURLExternal(filename="a.png", length=1)


def test_a_state_file_of_an_earlier_version_is_taken_on(tmp_path: Path) -> None:
    path = tmp_path / "workspace.db"
    old = sqlite3.connect(path)
    old.execute(
        "CREATE TABLE files (id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, size INTEGER NOT NULL, "
        "content BLOB, title TEXT, created INTEGER NOT NULL) STRICT"
    )
    old.execute("INSERT INTO files VALUES ('F1', 'a', 'U1', 1, x'00', NULL, 1)")
    old.commit()
    old.close()
    state = State(path)
    row = state.one("SELECT alt, is_complete FROM files")
    assert row is not None and json.dumps([*row]) == '["", 0]'
    state.close()
