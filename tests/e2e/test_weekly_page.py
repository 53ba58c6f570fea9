"""The weekly report on the page, in a real browser: the chart drawn, uploaded and shown, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace.server import Workspace
from tests.browser import Tabs
from tests.company import Time
from tests.weeks import Cast, live
from tests.world import bot_in, workspace_in

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

SECONDS = 30


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """The demo company on the Monday after its week, at the time of the report."""
    with workspace_in(tmp_path) as found:
        time = Time()
        bot = bot_in(found, tmp_path, time)
        who = {name: found.person_id(handle) for name, handle in PEOPLE.items()}
        live(bot.desk, time, Cast(**who))
        bot.sender.drain(SECONDS)
        bot.clockwork.look()
        yield found
        bot.stop()


PEOPLE = {"editor": "chen.xi", "reviewer": "zhou.wei", "service": "luo.xin", "second": "ma.chao", "sales": "qian.duo"}


def chart(page: Page) -> Locator:
    """The picture, as soon as it is there and loaded."""
    found = page.locator(".block-image img")
    expect(found).to_be_visible(timeout=SECONDS * 1000)
    found.scroll_into_view_if_needed()
    assert found.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1080
    return found


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_chart_stands_in_the_report_with_its_numbers_in_words(
    workspace: Workspace, tabs: Tabs, phone: bool
) -> None:
    page = tabs.open(f"{workspace.url}/?as=gu.zong", phone=phone)
    page.get_by_role("navigation").get_by_text("guanwei", exact=True).click()
    page.get_by_role("tab", name="消息").click()
    picture = chart(page)
    alt = picture.get_attribute("alt") or ""
    assert "周一 按时 3、超时 0" in alt and "D-2 3.20%" in alt
    box, view = picture.bounding_box(), page.viewport_size
    assert box is not None and view is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= view["width"], "it is as wide as the page at most"
    assert box["width"] >= 280, "and wide enough to be read"
    expect(page.get_by_text("按时 4 / 8（50%，之前 67%）")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is to be scrolled sideways"


def test_one_upload_is_shown_in_the_channel_and_to_the_leader(workspace: Workspace, tabs: Tabs) -> None:
    page = tabs.open(f"{workspace.url}/?as=chen.xi")
    page.get_by_role("navigation").get_by_text("官微", exact=True).click()
    chart(page)
    leader = tabs.open(f"{workspace.url}/?as=gu.zong")
    leader.get_by_role("navigation").get_by_text("guanwei", exact=True).click()
    leader.get_by_role("tab", name="消息").click()
    chart(leader)
    uploads = [call for call in workspace.calls if call.method == "files.completeUploadExternal"]
    assert len(uploads) == 1
    assert uploads[0].args.get("channel_id") is None, "the file itself is shared with nobody"
