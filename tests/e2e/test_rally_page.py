"""A rally on the page, in a real browser: a leader joins from a phone in two taps, everyone else by one button."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.cli.demo.scenes import Scene
from bot.cli.demo.stage import Stage
from bot.workspace.client import Client
from tests.browser import Tabs
from tests.rallies import POST, REPOST

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-r", "SLACK_APP_TOKEN": "xapp-r", "SLACK_SIGNING_SECRET": "0" * 32}
# The outbox looks every second, and a card's tally is drawn ten seconds after the last.
CARD = 20_000


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The demo company on a working day at ten, with a rally that the editor opened by the two forms."""
    scene = Scene(lambda _: [], {}, datetime(2026, 11, 24, 10, 0))  # noqa: DTZ001 - wall-clock time of the company
    with Stage(tmp_path, 0, TOKENS, scene, hurry=True) as found:
        found.start_bot()
        editor, leader = (Client(found.url).person(who) for who in ("chen.xi", "fang.zong"))
        editor.command("#官微", "/rally")
        asked = {
            "link": POST,
            "title": "冬至热牛奶",
            "why": "天冷了，想请大家喝口热的",
            "named": [leader.id],
            "whom": ["all"],
        }
        editor.submit(editor.view("rally.form"), asked)
        editor.submit(editor.view("rally.start"))
        yield found


def messages(tabs: Tabs, stage: Stage, who: str) -> Page:
    """A person's direct messages with the bot, on a phone."""
    page = tabs.open(f"{stage.url}/?as={who}", phone=True)
    page.get_by_role("navigation").get_by_text("guanwei", exact=True).click()
    page.get_by_role("tab", name="消息").click()
    return page


def test_a_leader_joins_and_reports_from_a_phone_with_a_tap_each(stage: Stage, tabs: Tabs) -> None:
    phone = messages(tabs, stage, "fang.zong")
    phone.get_by_role("button", name="我来参加").click(timeout=CARD)
    expect(phone.get_by_text("这一句只给了您")).to_be_visible(timeout=CARD)
    expect(phone.locator("pre")).to_contain_text("山茶乳业")
    expect(phone.get_by_role("button", name="我来参加")).to_have_count(0)
    phone.get_by_role("button", name="已转发，贴链接").click()
    form = phone.locator("dialog.modal")
    form.get_by_role("textbox", name="您转发的那一条的链接").fill(REPOST)
    form.get_by_role("button", name="登记", exact=True).click()
    expect(phone.get_by_role("heading", name="谢谢您转发")).to_be_visible(timeout=CARD)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_anyone_joins_by_one_button_and_the_tally_follows(stage: Stage, tabs: Tabs) -> None:
    page = tabs.open(f"{stage.url}/?as=song.qiao")
    page.get_by_role("navigation").get_by_text("全员", exact=True).click()
    page.get_by_role("button", name="我来参加").click(timeout=CARD)
    expect(page.get_by_text("R-1 已参加。这一句只给了您").first).to_be_visible(timeout=CARD)
    expect(page.get_by_text("参加 1 人")).to_be_visible(timeout=CARD)


def test_not_this_time_takes_the_questions_away(stage: Stage, tabs: Tabs) -> None:
    phone = messages(tabs, stage, "fang.zong")
    phone.get_by_role("button", name="这次不参加").click(timeout=CARD)
    expect(phone.get_by_text("这次不再打扰您")).to_be_visible(timeout=CARD)
    expect(phone.get_by_role("button", name="这次不参加")).to_have_count(0)
