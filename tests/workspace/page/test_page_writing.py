"""The page as somebody writes: commands by completion, mentions, the input method's Enter, failures, shortcuts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from bot.workspace.client import Client
from tests.browser import Tabs
from tests.workspace.page.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def page(place: World, tabs: Tabs) -> Page:
    """Chen Xi at #官微, the caret in the composer."""
    found = tabs.open(place.url("chen.xi", "官微"))
    expect(found.locator("#composer")).to_be_focused()
    return found


def test_a_command_is_completed_and_sent_with_the_keyboard_alone(place: World, page: Page) -> None:
    page.keyboard.type("/c")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("[list|show N-12]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#composer")).to_have_value("/complaint ")
    expect(page.locator(".usage")).to_have_text("用法：/complaint [list|show C-31]")
    page.keyboard.type("list")
    page.keyboard.press("Enter")
    assert place.heard.wait("command")["text"] == "list"
    expect(page.locator(".message-text")).to_have_text("收到：list")
    expect(page.locator("#composer")).to_have_value("")


def test_enter_picks_a_half_typed_command_and_sends_a_whole_one(place: World, page: Page) -> None:
    page.keyboard.type("/camp")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_have_value("/campaign ")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    assert place.heard.wait("command")["command"] == "/campaign"


def test_the_first_word_of_a_command_is_completed_from_its_usage(place: World, page: Page) -> None:
    page.keyboard.type("/complaint ")
    expect(page.get_by_role("option")).to_have_text(["list", "show"])
    page.keyboard.type("sh")
    page.keyboard.press("Tab")
    expect(page.locator("#composer")).to_have_value("/complaint show ")
    page.keyboard.type("C-31")
    page.keyboard.press("Enter")
    assert place.heard.wait("command")["text"] == "show C-31"


def test_a_bare_command_is_sent_although_its_words_are_offered(place: World, page: Page) -> None:
    page.keyboard.type("/complaint ")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    assert place.heard.wait("command")["text"] == ""


def test_escape_puts_the_list_away_and_leaves_the_words(page: Page) -> None:
    page.keyboard.type("/c")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#composer")).to_have_value("/c")


def test_a_mention_shows_the_name_and_sends_the_token(place: World, page: Page) -> None:
    page.keyboard.type("请 @he")
    page.keyboard.press("Tab")
    page.keyboard.type("看看")
    expect(page.locator("#composer")).to_have_value("请 @何静 看看")
    page.keyboard.press("Enter")
    expect(page.locator(".message-text .mention")).to_have_text("@何静")
    message = Client(place.workspace.url).person("he.jing").messages("#官微")[-1]
    assert message["text"] == f"请 <@{place.workspace.person_id('he.jing')}> 看看"


def test_a_chinese_name_typed_by_hand_is_a_mention_in_a_command_too(place: World, page: Page) -> None:
    page.keyboard.insert_text("/complaint assign C-31 @何静请跟进")
    page.keyboard.press("Enter")
    assert f"<@{place.workspace.person_id('he.jing')}" in place.heard.wait("command")["text"]


def test_shift_enter_is_a_new_line(page: Page) -> None:
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".message-text .md-line")).to_have_text(["第一行", "第二行"])


def test_the_enter_of_an_input_method_does_not_send(page: Page) -> None:
    composer = page.locator("#composer")
    composer.fill("nihao")
    event = (
        "(field) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )
    composer.evaluate(event)
    expect(composer).to_have_value("nihao")
    expect(page.locator(".message")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".message-text")).to_have_text("nihao")


def test_an_unknown_command_is_refused_and_the_words_stay(place: World, page: Page) -> None:
    page.keyboard.type("/compliant list")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("没有 /compliant 这个命令")
    expect(page.locator("#composer")).to_have_value("/compliant list")
    assert place.heard.count("command") == 0


def test_a_command_to_a_bot_that_is_gone_says_what_to_do_and_keeps_the_words(place: World, page: Page) -> None:
    place.disconnect()
    expect(page.get_by_role("link", name=re.compile("^官微助手，不在线"))).to_be_visible()
    page.keyboard.type("/campaign list")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("官微助手 不在线")
    expect(page.locator("#composer")).to_have_value("/campaign list")


def test_no_command_is_sent_from_a_thread(place: World, tabs: Tabs) -> None:
    ts = place.say("官微", "开头")
    page = tabs.open(place.url("chen.xi") + f"#/{place.channel('官微')}/{ts}")
    expect(page.get_by_role("complementary", name="话题").locator(".message")).to_have_count(1)
    page.keyboard.type("/campaign list")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("话题里不能用斜杠命令")
    assert place.heard.count("command") == 0


def test_what_was_not_sent_is_there_again_after_a_look_elsewhere(page: Page) -> None:
    page.keyboard.type("写到一半")
    page.get_by_role("link", name="客服").click()
    expect(page.locator("#composer")).to_have_value("")
    page.get_by_role("link", name="官微", exact=True).click()
    expect(page.locator("#composer")).to_have_value("写到一半")


def test_a_message_shortcut_opens_its_form_with_the_words(place: World, page: Page) -> None:
    place.say("官微", "酸奶鼓包了")
    page.locator(".message").focus()
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("menuitem", name=re.compile("登记为投诉")).click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="原话")).to_have_value("酸奶鼓包了")


def test_a_global_shortcut_is_found_beside_the_composer(page: Page) -> None:
    page.get_by_role("button", name="快捷方式").click()
    page.get_by_role("menuitem", name=re.compile("新建活动通知")).click()
    expect(page.get_by_role("dialog", name="新建活动通知")).to_be_visible()


def test_a_reaction_is_added_and_taken_back(place: World, page: Page) -> None:
    place.say("官微", "做完了")
    page.locator(".message").hover()
    page.get_by_role("button", name="添加表情").click()
    page.get_by_role("menuitem", name="tada").click()
    reaction = page.locator(".reaction")
    expect(reaction).to_have_text("🎉1")
    reaction.click()
    expect(reaction).to_have_count(0)


def test_a_channel_one_is_not_in_can_be_read_and_joined(place: World, page: Page) -> None:
    page.get_by_role("link", name="茶水间").click()
    expect(page.locator("#composer")).to_have_count(0)
    page.get_by_role("button", name="加入频道").click()
    page.locator("#composer").fill("我来了")
    page.locator("#composer").press("Enter")
    expect(page.locator(".message-text").last).to_have_text("我来了")


def test_a_direct_message_is_begun_from_the_list(place: World, page: Page) -> None:
    page.get_by_role("button", name="发起私信").click()
    page.keyboard.type("林岚")
    page.keyboard.press("Enter")
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.type("在吗")
    page.keyboard.press("Enter")
    expect(page.locator(".message-text")).to_have_text("在吗")
    expect(page.get_by_role("link", name=re.compile("^林岚"))).to_have_attribute("aria-current", "page")
