"""The page at phone width: one pane at a time, nothing to scroll sideways, room for thumbs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, Tabs
from tests.workspace.page import gallery
from tests.workspace.page.world import World

pytestmark = pytest.mark.browser

_THUMB_PX = 40
_SMALL = """(least) => [...document.querySelectorAll('button, .option, .menu-item, .side-row, .text-input')]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < least)
  .map((node) => node.outerHTML.slice(0, 120))"""


def fits(page: Page) -> None:
    """Nothing sticks out at the side, and everything to press has the height of a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    wide = "() => [...document.querySelectorAll('body *')].filter((n) => n.checkVisibility() && n.getBoundingClientRect().right > innerWidth + 1 && !n.closest('.visually-hidden, pre')).map((n) => n.outerHTML.slice(0, 120))"
    assert page.evaluate(wide) == []
    assert page.evaluate(_SMALL, _THUMB_PX) == []


def test_the_panes_follow_each_other_and_go_back(place: World, tabs: Tabs) -> None:
    ts = place.say("官微", "所有组件", blocks=gallery.message())
    place.client.chat_postMessage(channel=place.channel("官微"), thread_ts=ts, text="一条回复")
    page = tabs.open(place.url("chen.xi"), phone=True)
    expect(page.get_by_role("navigation")).to_be_visible()
    expect(page.locator("#composer")).to_have_count(0)
    fits(page)
    page.get_by_role("link", name="官微", exact=False).nth(1).tap()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator(".conversation .message")).to_be_visible()
    fits(page)
    page.locator(".replies").tap()
    thread = page.get_by_role("complementary")
    expect(thread.locator(".message")).to_have_count(2)
    expect(page.locator(".conversation")).to_be_hidden()
    fits(page)
    thread.get_by_role("button", name="返回频道").tap()
    expect(page.locator(".conversation")).to_be_visible()
    page.get_by_role("button", name="返回列表").tap()
    expect(page.get_by_role("navigation")).to_be_visible()


def test_a_form_takes_the_whole_screen(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"), phone=True)
    page.locator("#composer").fill("/gallery form")
    page.get_by_role("button", name="发送").tap()
    form = page.locator("dialog.modal")
    expect(form).to_be_visible()
    box = form.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    fits(page)
    form.locator("[data-block=contact] .select-face").tap()
    expect(page.get_by_role("option", name="何静")).to_be_visible()
    fits(page)


def test_a_long_press_offers_what_can_be_done_with_a_message(place: World, tabs: Tabs) -> None:
    place.say("官微", "按住我")
    page = tabs.open(place.url("chen.xi", "官微"), phone=True)
    text = page.locator(".message-text")
    expect(text).to_be_visible()
    text.dispatch_event("touchstart")
    expect(page.get_by_role("menuitem", name="在话题中回复")).to_be_visible()
    text.dispatch_event("touchend")
    fits(page)
