"""The page as a reader sees it: act as, unread, threads, days, only-you messages, Home, restart, untrusted text."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from bot.workspace.client import Client
from tests.browser import Tabs
from tests.workspace.page.world import World, world

pytestmark = pytest.mark.browser


def test_a_page_opened_without_a_name_begins_as_somebody(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.workspace.url)
    expect(page.locator(".switcher-name")).to_have_text("陈溪")
    assert re.search(r"[?&]as=U", page.url)


def test_acting_as_another_takes_two_presses_and_is_remembered_in_the_tab(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"))
    page.get_by_role("button", name="当前身份：陈溪").click()
    page.get_by_role("option", name="何静").click()
    expect(page.locator(".switcher-name")).to_have_text("何静")
    page.goto(place.workspace.url)
    expect(page.locator(".switcher-name")).to_have_text("何静")


def test_the_switcher_finds_people_by_department_and_handle(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi"))
    page.locator(".switcher").click()
    page.keyboard.type("客服部")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".switcher-name")).to_have_text("何静")


def test_english_people_read_english_and_the_address_may_say_otherwise(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("emma", "官微"))
    expect(page.get_by_role("heading", name="Channels", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    # English words are longer: they are cut, not let out of the list.
    assert page.locator(".switcher").evaluate("node => node.getBoundingClientRect().right") <= 264
    page = tabs.open(f"{place.workspace.url}/?as=emma&lang=zh")
    expect(page.get_by_role("heading", name="频道", exact=True)).to_be_visible()


def test_the_language_is_switched_by_a_press_and_stays_whoever_is_acted_as(place: World, tabs: Tabs) -> None:
    page = tabs.open(f"{place.url('chen.xi', '官微')}")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Channels", exact=True)).to_be_visible()
    assert page.locator(".side-head").evaluate("node => node.scrollWidth <= node.clientWidth")
    page.locator(".switcher").click()
    page.get_by_role("option", name="何静").click()
    expect(page.locator(".switcher-name")).to_have_text("何静")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="频道", exact=True)).to_be_visible()
    expect(page.locator(".switcher-name")).to_have_text("何静")


def test_a_press_wins_over_what_the_address_says(place: World, tabs: Tabs) -> None:
    page = tabs.open(f"{place.workspace.url}/?as=emma&lang=zh")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Channels", exact=True)).to_be_visible()
    assert "lang=" not in page.url


def test_a_message_shows_at_once_to_others_and_marks_channels_not_looked_at(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"))
    expect(page.get_by_text("还没有消息")).to_be_visible()
    he = Client(place.workspace.url).person("he.jing")
    he.say("#官微", "早上好")
    expect(page.locator(".message-text", has_text="早上好")).to_be_visible()
    he.say("#客服", "有人吗")
    row = page.get_by_role("link", name=re.compile("^客服"))
    expect(row).to_have_class(re.compile("is-unread"))
    expect(row.locator(".badge")).to_have_count(0)
    he.say("#客服", f"请 <@{place.workspace.person_id('chen.xi')}> 看看")
    expect(row.locator(".badge")).to_have_text("1")
    row.click()
    expect(page.locator(".message.is-mention")).to_contain_text("@陈溪")
    expect(page.locator(".new-line")).to_be_visible()
    expect(row).not_to_have_class(re.compile("is-unread"))
    page.reload()
    expect(page.locator(".message")).to_have_count(2)
    expect(row).not_to_have_class(re.compile("is-unread"))


def test_a_message_that_comes_while_the_channel_is_loading_is_not_lost(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"))
    expect(page.locator("#composer")).to_be_focused()

    def held(route: Route) -> None:
        answer = route.fetch()
        place.say("客服", "正好赶上")
        route.fulfill(response=answer)

    page.route(re.compile("/page/messages"), held, times=1)
    page.get_by_role("link", name=re.compile("^客服")).click()
    expect(page.locator(".message-text")).to_have_text("正好赶上")


def test_messages_of_one_person_are_grouped_and_days_are_named(place: World, tabs: Tabs) -> None:
    he = Client(place.workspace.url).person("he.jing")
    for text in ("一", "二", "三"):
        he.say("#官微", text)
    page = tabs.open(place.url("chen.xi", "官微"))
    expect(page.locator(".message")).to_have_count(3)
    expect(page.locator(".message .author")).to_have_count(1)
    expect(page.locator(".day-line")).to_have_text("今天")


def test_a_thread_opens_beside_and_its_answer_is_counted(place: World, tabs: Tabs) -> None:
    he = Client(place.workspace.url).person("he.jing")
    he.say("#官微", "谁来回答")
    page = tabs.open(place.url("chen.xi", "官微"))
    page.locator(".message").hover()
    page.get_by_role("button", name="在话题中回复").click()
    thread = page.get_by_role("complementary", name="话题")
    expect(thread.locator(".message")).to_have_count(1)
    page.keyboard.type("我来")
    page.keyboard.press("Enter")
    expect(thread.locator(".message")).to_have_count(2)
    expect(page.locator(".conversation .replies")).to_contain_text("1 条回复")
    expect(page.locator(".conversation .message")).to_have_count(1)
    thread.get_by_role("button", name="关闭话题").click()
    expect(thread).to_be_hidden()
    page.locator(".replies").click()
    expect(thread.locator(".message").last).to_contain_text("我来")


def test_an_ephemeral_message_is_seen_by_its_reader_only(place: World, tabs: Tabs) -> None:
    reader, other = tabs.open(place.url("he.jing", "客服")), tabs.open(place.url("lin.lan", "客服"))
    expect(other.locator("#composer")).to_be_visible()
    reader.locator("#composer").fill("/campaign show N-99")
    reader.keyboard.press("Enter")
    message = reader.locator(".message.is-ephemeral")
    expect(message).to_contain_text("没有 show N-99")
    expect(message).to_contain_text("仅你可见")
    place.say("客服", "大家都看得到")
    expect(other.locator(".message")).to_have_count(1)
    expect(other.locator(".message")).to_contain_text("大家都看得到")
    message.get_by_role("button", name="收起").click()
    expect(message).to_have_count(0)


def test_the_app_has_a_home_and_messages(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"))
    page.get_by_role("link", name=re.compile("^官微助手，在线")).click()
    expect(page.get_by_role("heading", name="今天等我的")).to_be_visible()
    page.get_by_role("button", name="我的待办").click()
    assert place.heard.wait("action")["action"]["value"] == "desk"
    page.get_by_role("tab", name="消息").click()
    expect(page.locator("#composer")).to_be_visible()
    expect(page.get_by_role("tab", name="消息")).to_have_attribute("aria-selected", "true")


def test_no_script_runs_from_what_people_write(place: World, tabs: Tabs) -> None:
    page = tabs.open(place.url("chen.xi", "官微"))
    words = '<img src=x onerror="document.title=1"> <script>document.title=1</script> [a](javascript:alert(1))'
    page.locator("#composer").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(".message-text")).to_have_text(words)
    place.say("官微", "<javascript:alert(1)|点我> &lt;b&gt;粗&lt;/b&gt; &amp;lt;")
    last = page.locator(".message-text").last
    expect(last).to_have_text("点我 <b>粗</b> &lt;")
    assert page.locator(".messages img, .messages script, .messages b, .messages a[href^=javascript]").count() == 0


def test_mrkdwn_is_drawn_and_marks_beside_letters_are_not_marks(place: World, tabs: Tabs) -> None:
    place.say(
        "官微",
        "*粗* _斜_ ~删~ `码` 不*是*粗\n> 引用\n```\n两行\n代码```\n<https://example.com/?a=1&amp;b=2|链接> :tada: :no_such:",
    )
    page = tabs.open(place.url("chen.xi", "官微"))
    text = page.locator(".message-text")
    for tag, words in (
        ("strong", "粗"),
        ("em", "斜"),
        ("s", "删"),
        ("code", "码"),
        ("blockquote", "引用"),
        ("pre", "两行\n代码"),
    ):
        expect(text.locator(tag)).to_have_text(words)
    expect(text).to_contain_text("不*是*粗")
    expect(text.get_by_role("link", name="链接")).to_have_attribute("href", "https://example.com/?a=1&b=2")
    expect(text.locator(".emoji")).to_have_text("🎉")
    expect(text).to_contain_text(":no_such:")


def test_dates_are_in_the_readers_zone_and_language(place: World, tabs: Tabs) -> None:
    place.say("官微", "到期 <!date^1795500000^{date_num} {time}|晚些>")
    page = tabs.open(place.url("chen.xi", "官微"))
    expect(page.locator(".message-text")).to_have_text("到期 2026-11-24 14:00")


def test_older_messages_come_when_one_scrolls_up(place: World, tabs: Tabs) -> None:
    for number in range(70):
        place.say("官微", f"第 {number} 条")
    page = tabs.open(place.url("chen.xi", "官微"))
    expect(page.get_by_text("第 69 条", exact=True)).to_be_in_viewport()
    expect(page.get_by_text("第 0 条", exact=True)).to_have_count(0)
    page.locator(".message").first.scroll_into_view_if_needed()
    expect(page.get_by_text("第 0 条", exact=True)).to_have_count(1)
    expect(page.locator(".message")).to_have_count(70)


def test_a_link_to_a_message_opens_the_page_there(place: World, tabs: Tabs) -> None:
    ts = place.say("客服", "就是这一条")
    for number in range(60):
        place.say("客服", f"第 {number} 条")
    link = f"{place.workspace.url}/archives/{place.channel('客服')}/p{ts.replace('.', '')}"
    place.say("官微", f"看 <{link}|那一条>")
    page = tabs.open(place.url("lin.lan", "官微"))
    page.get_by_role("link", name="那一条").click()
    expect(page.get_by_text("就是这一条")).to_be_in_viewport()
    expect(page.locator(".switcher-name")).to_have_text("林岚")
    expect(tabs.open(link).get_by_text("就是这一条")).to_be_in_viewport()


def test_messages_survive_a_restart_and_the_page_comes_back_by_itself(tmp_path: Path, tabs: Tabs) -> None:
    with world(tmp_path) as first:
        first.say("官微", "重启之前")
        port = first.workspace.port
        page = tabs.open(first.url("chen.xi", "官微"))
        expect(page.get_by_text("重启之前")).to_be_visible()
    expect(page.get_by_text("正在重新连接")).to_be_visible()
    with world(tmp_path, port=port) as second:
        assert second.workspace.port == port
        expect(page.get_by_text("正在重新连接")).to_be_hidden()
        second.say("官微", "重启之后")
        expect(page.locator(".message-text")).to_have_text(["重启之前", "重启之后"])
        page.reload()
        expect(page.locator(".message-text")).to_have_text(["重启之前", "重启之后"])


def test_nothing_is_loaded_from_elsewhere(place: World, tabs: Tabs) -> None:
    page = tabs.open("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place.url("chen.xi", "官微"))
    expect(page.locator("#composer")).to_be_visible()
    assert [url for url in asked if not url.startswith(place.workspace.url)] == []
    with urllib.request.urlopen(f"{place.workspace.url}/") as answer:
        assert "http://" not in answer.read().decode().replace("data: https: http:", "")
