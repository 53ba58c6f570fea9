"""A company's first day on the page, in a real browser: what people of four departments do with their own hands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.cli.demo.scenes import FIRST_DAY, SCENES
from bot.cli.demo.stage import Stage
from bot.cli.demo.story import TACKY
from tests.browser import Tabs

pytestmark = [pytest.mark.browser, pytest.mark.e2e]

TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-first-day",
    "SLACK_APP_TOKEN": "xapp-first-day",
    "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
}
# A card waits for its turn: one message a second in a channel.
CARD = 15_000


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The demo company's workspace with the real bot in it, and nothing played."""
    with Stage(tmp_path, 0, TOKENS, SCENES[FIRST_DAY]) as found:
        found.start_bot()
        yield found


def open_as(tabs: Tabs, stage: Stage, who: str, channel: str, *, phone: bool = False) -> Page:
    page = tabs.open(f"{stage.url}/?as={who}", phone=phone)
    page.get_by_role("navigation").get_by_text(channel, exact=True).click()
    expect(page.locator("#composer")).to_be_visible()
    return page


def command(page: Page, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Escape")
    page.locator("#composer").press("Enter")


def form(page: Page) -> Locator:
    found = page.locator("dialog.modal")
    expect(found).to_be_visible()
    return found


def card(page: Page, title: str) -> Locator:
    found = page.locator(".message", has=page.get_by_role("heading", name=re.compile(title)))
    expect(found).to_be_visible(timeout=CARD)
    return found


def pick_day(page: Page, shown: Locator, block: str, *, months: int = 1) -> None:
    shown.locator(f"[data-block={block}] .select-face").click()
    for _ in range(months):
        page.keyboard.press("PageDown")
    page.keyboard.press("Enter")


def test_a_notice_is_sent_by_sales_and_accepted_by_an_editor(stage: Stage, tabs: Tabs) -> None:
    sales = open_as(tabs, stage, "qian.duo", "销售部")
    command(sales, "/campaign")
    shown = form(sales)
    shown.get_by_role("textbox", name="活动名称").fill("周末社区团购 <!channel>")
    pick_day(sales, shown, "promotion")
    expect(shown).to_contain_text("🟢 及时")
    expect(shown.get_by_role("textbox", name="活动名称")).to_have_value("周末社区团购 <!channel>")
    pick_day(sales, shown, "first_day")
    pick_day(sales, shown, "last_day")
    shown.get_by_role("textbox", name="活动内容").fill("团长专享价")
    shown.get_by_role("button", name="下一步").click()
    sales.get_by_role("button", name="提交").click()
    expect(sales.locator("dialog.modal")).to_have_count(0)

    editor = open_as(tabs, stage, "lin.lan", "官微")
    notice = card(editor, "N-1 · 待受理")
    expect(notice).to_contain_text("周末社区团购 <!channel>")
    notice.get_by_role("button", name="受理").click()
    form(editor).get_by_role("button", name="受理").click()
    accepted = card(editor, "N-1 · 已受理")
    expect(accepted.get_by_role("button", name="受理")).to_have_count(0)


def test_the_tacky_line_is_blocked_returned_revised_and_approved(stage: Stage, tabs: Tabs) -> None:
    sales = open_as(tabs, stage, "qian.duo", "销售部")
    command(sales, f"/draft {TACKY}")
    form(sales).get_by_role("button", name="送审").click()
    expect(sales.locator("dialog.modal")).to_have_count(0)

    reviewer = open_as(tabs, stage, "zhou.wei", "官微")
    blocked = card(reviewer, "D-1")
    expect(blocked).to_contain_text("不可发布")
    expect(blocked).to_contain_text("广告法")
    expect(blocked.get_by_role("button", name="通过")).to_have_count(0)
    command(reviewer, "/draft approve D-1")
    expect(reviewer.locator(".message").get_by_text("D-1 还有 2 处不可发布，不能通过")).to_be_visible()
    blocked.get_by_role("button", name="退回").click()
    form(reviewer).get_by_role("textbox").fill("请写价格和时间")
    form(reviewer).get_by_role("button", name="提交").click()
    card(reviewer, "D-1 · 待修改")

    command(sales, "/draft revise D-1")
    again = form(sales)
    again.get_by_role("textbox").first.fill("鲜奶 12 盒装 69 元，每户限 2 箱，周五 20:00 截单。")
    again.get_by_role("button", name="送审").click()
    expect(again).to_have_count(0)
    second = card(reviewer, "D-1 · .*第 2 版")
    second.get_by_role("button", name="通过").click()
    expect(card(reviewer, "D-1 · 已通过")).to_contain_text(re.compile(r"周维 \d\d:\d\d 通过"), timeout=CARD)


@pytest.mark.parametrize("phone", [False, True])
def test_two_people_race_for_a_complaint_and_one_has_it(stage: Stage, tabs: Tabs, phone: bool) -> None:
    first = open_as(tabs, stage, "luo.xin", "客服", phone=phone)
    command(first, "/complaint")
    shown = form(first)
    shown.get_by_role("textbox", name="顾客原话").fill("等了三天还没到 😡")
    shown.get_by_role("textbox", name="顾客的微博名").fill("夜猫子小林")
    shown.get_by_role("button", name="登记").click()
    second = open_as(tabs, stage, "ma.chao", "客服", phone=phone)
    claims = [card(page, "C-1 · 待认领").get_by_role("button", name="认领") for page in (first, second)]
    for claim in claims:
        claim.evaluate("button => button.click()")
    for page in (first, second):
        card(page, "C-1 · 处理中")
    answers = [page.locator(".message").get_by_text(re.compile("C-1 (由您处理|已由)")) for page in (first, second)]
    for answer in answers:
        expect(answer).to_be_visible()
    told = "".join(answer.inner_text() for answer in answers)
    assert told.count("由您处理") == 1 and told.count("已由") == 1
    # Nothing hangs over the edge of the screen.
    assert first.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
