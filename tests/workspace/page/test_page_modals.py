"""Modals: errors then success, pushed views, updates that keep what was typed, focus, leaving."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Tabs
from tests.workspace.page.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def page(place: World, tabs: Tabs) -> Page:
    """Chen Xi with the campaign form open."""
    found = tabs.open(place.url("chen.xi", "官微"))
    found.locator("#composer").fill("/campaign")
    found.locator("#composer").press("Enter")
    expect(found.get_by_role("dialog", name="新建活动通知")).to_be_visible()
    return found


@pytest.fixture
def form(page: Page) -> Locator:
    """The form."""
    return page.locator("dialog.modal")


def test_a_form_shows_errors_under_the_input_and_then_closes(place: World, page: Page, form: Locator) -> None:
    title = form.get_by_role("textbox", name="标题")
    expect(title).to_be_focused()
    form.get_by_role("button", name="提交").click()
    expect(form.locator("[data-block=title] .input-error")).to_have_text("这一项必须填写。")
    assert place.heard.count("submission") == 0
    title.fill("test 一下")
    title.press("Enter")
    expect(form.locator("[data-block=title] .input-error")).to_have_text("标题不能以 test 开头")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_value("test 一下")
    title.fill("双十二暖冬")
    form.get_by_role("button", name="提交").click()
    expect(form).to_have_count(0)
    assert place.heard.wait("submission", 2)["values"]["title"]["title"]["value"] == "双十二暖冬"
    expect(page.locator("#composer")).to_be_focused()


def test_a_pushed_view_comes_over_the_form_and_gives_it_back(place: World, form: Locator) -> None:
    form.get_by_role("textbox", name="标题").fill("双十二")
    form.get_by_role("button", name="常见问题").click()
    expect(form.get_by_role("heading")).to_have_text("常见问题")
    form.get_by_role("textbox", name="问与答").fill("几点开始？十点。")
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_role("heading")).to_have_text("新建活动通知")
    expect(form.get_by_role("textbox", name="标题")).to_have_value("双十二")
    assert place.heard.wait("answered")["values"]["answer"]["answer"]["value"] == "几点开始？十点。"
    form.get_by_role("button", name="常见问题").click()
    form.get_by_role("button", name="返回上一步").click()
    expect(form.get_by_role("heading")).to_have_text("新建活动通知")


def test_an_update_keeps_what_was_typed_and_the_day_that_was_chosen(place: World, page: Page, form: Locator) -> None:
    form.get_by_role("textbox", name="标题").fill("双十二")
    form.locator("[data-block=first] .select-face").click()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(form.locator("[data-block=light]")).to_contain_text("首日：20")
    expect(form.get_by_role("textbox", name="标题")).to_have_value("双十二")
    form.get_by_role("button", name="提交").click()
    values = place.heard.wait("submission")["values"]
    shown = values["first"]["first"]["selected_date"]
    assert values["title"]["title"]["value"] == "双十二"
    assert shown is not None and len(shown) == 10


def test_the_keyboard_stays_inside_the_form(page: Page, form: Locator) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"
        )


def test_escape_closes_an_untouched_form_and_asks_before_typed_words_go(
    place: World, page: Page, form: Locator
) -> None:
    form.get_by_role("textbox", name="标题").fill("写了很多")
    page.keyboard.press("Escape")
    question = page.get_by_role("dialog", name="放弃填写的内容？")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(form.get_by_role("textbox", name="标题")).to_have_value("写了很多")
    page.keyboard.press("Escape")
    question.get_by_role("button", name="放弃").click()
    expect(form).to_have_count(0)
    page.locator("#composer").fill("/campaign")
    page.locator("#composer").press("Enter")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)


def test_a_form_is_there_again_when_the_page_is_loaded_again(page: Page, form: Locator) -> None:
    page.reload()
    expect(form.get_by_role("heading")).to_have_text("新建活动通知")
    form.get_by_role("button", name="取消").click()
    expect(form).to_have_count(0)
    page.reload()
    expect(page.locator("#composer")).to_be_visible()
    expect(form).to_have_count(0)


def test_a_form_that_cannot_be_sent_says_so_and_loses_nothing(place: World, form: Locator) -> None:
    form.get_by_role("textbox", name="标题").fill("双十二")
    place.disconnect()
    form.get_by_role("button", name="提交").click()
    expect(form.locator(".modal-error")).to_contain_text("官微助手 不在线")
    expect(form.get_by_role("textbox", name="标题")).to_have_value("双十二")
