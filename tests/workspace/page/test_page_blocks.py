"""Block Kit on the page: everything is drawn, and every element tells the bot what Slack would tell it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.workspace.page import gallery
from tests.workspace.page.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def page(place: World, tabs: Tabs) -> Page:
    """Chen Xi looking at a message with everything in it."""
    place.say("官微", "所有组件", blocks=gallery.message())
    found = tabs.open(place.url("chen.xi", "官微"))
    expect(found.locator(".message .blocks")).to_be_visible()
    return found


def test_every_block_and_element_is_drawn(page: Page) -> None:
    for name in gallery.elements():
        expect(page.locator(f"[data-action={name}]"), name).to_be_visible()
    for drawn in ("header", "section", "context", "divider", "rich", "image", "actions"):
        assert page.locator(f".block-{drawn}").count() >= 1, drawn
    expect(page.locator(".block-unknown, .element-note")).to_have_count(0)
    expect(page.locator(".section-field")).to_have_count(4)
    rich = page.locator(".block-rich")
    for tag in ("strong", "ul", "ol", "blockquote", "pre", "a", ".emoji"):
        expect(rich.locator(tag).first, tag).to_be_visible()
    assert page.locator(".message img").count() == 3


def test_every_input_is_drawn_with_its_label_and_starts_empty(place: World, page: Page) -> None:
    page.locator("#composer").fill("/gallery form")
    page.locator("#composer").press("Enter")
    form = page.get_by_role("dialog", name="所有输入")
    for block in gallery.form()[1:]:
        name = block["block_id"]
        expect(form.locator(f"[data-block={name}] .input-label"), name).to_contain_text(block["label"]["text"])
    expect(form.locator("[data-block=files]")).to_contain_text("在 Slack 里使用")
    for name, words, error in (
        ("mail", "不是邮箱", "请填写邮箱地址"),
        ("link", "example", "请填写完整的网址"),
        ("budget", "1.5", "请填写整数"),
    ):
        form.locator(f"[data-block={name}] input").fill(words)
        form.get_by_role("button", name="提交").click()
        expect(form.locator(f"[data-block={name}] .input-error")).to_contain_text(error)
        form.locator(f"[data-block={name}] input").fill("")
    form.get_by_role("textbox", name="标题").fill("全部")
    form.locator("[data-block=when] .select-face").first.click()
    page.keyboard.press("Enter")
    form.locator("[data-block=when] .select-face").last.click()
    page.keyboard.type("21:05")
    page.keyboard.press("Enter")
    form.get_by_role("checkbox", name="杭州").check()
    form.get_by_role("radio", name="成都").check()
    form.locator("[data-block=copy] .select-face").click()
    for who in ("何静", "林岚"):
        page.get_by_role("option", name=who).click()
    page.keyboard.press("Escape")
    form.get_by_role("button", name="提交").click()
    values = place.heard.wait("submission")["values"]
    assert values["title"]["title"] == {"type": "plain_text_input", "value": "全部"}
    assert [option["value"] for option in values["asks"]["asks"]["selected_options"]] == ["hz"]
    assert values["level"]["level"]["selected_option"]["value"] == "cd"
    assert values["copy"]["copy"]["selected_users"] == [
        place.workspace.person_id(who) for who in ("he.jing", "lin.lan")
    ]
    # 21:05 in Shanghai is 13:05 UTC, wherever the browser stands.
    assert values["when"]["when"]["selected_date_time"] % 86_400 == (13 * 60 + 5) * 60
    assert values["dept"]["dept"]["selected_option"] is None


def test_a_button_with_a_question_acts_only_after_yes(place: World, page: Page) -> None:
    page.locator("[data-action=danger]").click()
    question = page.get_by_role("dialog", name="确认取消通知？")
    expect(question.locator("strong")).to_have_text("N-12")
    question.get_by_role("button", name="再想想").click()
    expect(question).to_have_count(0)
    page.locator("[data-action=plain]").click()
    assert place.heard.wait("action")["action"]["action_id"] == "plain"
    page.locator("[data-action=danger]").click()
    question.get_by_role("button", name="取消它").click()
    action = place.heard.wait("action", 2)["action"]
    assert (action["action_id"], action["value"], action["block_id"]) == ("danger", "N-12", "first")


def test_a_click_that_is_not_acknowledged_says_what_to_do(place: World, page: Page) -> None:
    button = {"type": "button", "action_id": "never", "text": gallery.plain("没有回应")}
    place.say("官微", "慢", blocks=[{"type": "actions", "block_id": "slow", "elements": [button]}])
    page.locator("[data-action=never]").click()
    expect(page.locator("[data-action=never]")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("alert")).to_contain_text("没有在 3 秒内回应（operation_timeout）。先看看结果有没有出现")
    place.heard.released.set()
    expect(page.locator("[data-action=never]")).not_to_have_attribute("aria-busy", "true")


def test_selects_tell_what_was_chosen(place: World, page: Page) -> None:
    def choose(name: str, *options: str) -> dict[str, object]:
        number = place.heard.count("action") + 1
        page.locator(f"[data-action={name}] .select-face").click()
        for option in options:
            page.get_by_role("option", name=option).click()
        if name in ("several", "whom"):
            page.keyboard.press("Escape")
        return dict(place.heard.wait("action", number)["action"])

    assert choose("fixed", "杭州")["selected_option"]["value"] == "hz"  # type: ignore[index]  # Slack's JSON
    assert choose("grouped", "成都")["selected_option"]["value"] == "cd"  # type: ignore[index]  # Slack's JSON
    several = choose("several", "上海", "成都")["selected_options"]
    assert [one["value"] for one in several] == ["sh", "cd"]  # type: ignore[attr-defined]  # Slack's JSON
    assert choose("who", "何静")["selected_user"] == place.workspace.person_id("he.jing")
    assert choose("whom", "林岚")["selected_users"] == [place.workspace.person_id("lin.lan")]
    assert choose("room", "#客服")["selected_channel"] == place.channel("客服")
    assert choose("talk", "#官微")["selected_conversation"] == place.channel("官微")
    expect(page.locator("[data-action=fixed] .select-value")).to_have_text("杭州")


def test_an_external_select_asks_the_bot_for_its_options(place: World, page: Page) -> None:
    page.locator("[data-action=asked] .select-face").click()
    expect(page.locator(".option-empty")).to_have_text("再输入 1 个字开始搜索")
    page.keyboard.type("42")
    page.get_by_role("option", name="订单 42").click()
    assert place.heard.wait("action")["action"]["selected_option"]["value"] == "order-42"


def test_pickers_boxes_and_the_overflow_tell_what_was_chosen(place: World, page: Page) -> None:
    page.locator("[data-action=day] .select-face").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert place.heard.wait("action")["action"]["selected_date"] == "2026-12-19"
    page.locator("[data-action=hour] .select-face").click()
    page.keyboard.type("830")
    page.keyboard.press("Enter")
    assert place.heard.wait("action", 2)["action"]["selected_time"] == "08:30"
    page.get_by_role("checkbox", name="有奖转发").check()
    boxes = place.heard.wait("action", 3)["action"]["selected_options"]
    assert [one["value"] for one in boxes] == ["repost"]
    page.get_by_role("radio", name="紧急").check()
    assert place.heard.wait("action", 4)["action"]["selected_option"]["value"] == "p0"
    page.locator("[data-action=rest]").click()
    page.get_by_role("menuitem", name="并入…").click()
    assert place.heard.wait("action", 5)["action"]["selected_option"]["value"] == "merge"


def test_a_message_that_is_updated_changes_where_it_stands(place: World, page: Page) -> None:
    ts = place.say("官微", "未认领")
    expect(page.locator(".message").last).to_contain_text("未认领")
    place.client.chat_update(channel=place.channel("官微"), ts=ts, text="何静 已认领")
    expect(page.locator(".message").last).to_contain_text("何静 已认领")
    expect(page.locator(".message")).to_have_count(2)
    place.client.chat_delete(channel=place.channel("官微"), ts=ts)
    expect(page.locator(".message")).to_have_count(1)
