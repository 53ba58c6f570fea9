"""The company's own words: set by an admin with a reason, kept on the record, told to the check."""

from __future__ import annotations

import pytest

from bot.domain import terms
from bot.domain.copy_context import context_for, report_on
from bot.domain.desk import Desk
from bot.errors import Invalid, NotAllowed, NotFound
from bot.store import events
from bot.store import terms as rows
from tests.company import ADMIN, EDITOR, Time, ask


def test_an_admin_denies_a_term_and_the_check_finds_it_from_then_on(desk: Desk) -> None:
    assert report_on(desk.settings, desk.store, desk.now(), "咱家的板栗饼").findings == ()
    terms.put(desk, ask(desk, ADMIN), "deny", "板栗饼", "已停产")
    found = report_on(desk.settings, desk.store, desk.now(), "咱家的板栗饼").findings
    assert [finding.words for finding in found] == ["板栗饼"]


def test_an_allowed_term_never_silences_a_block_from_law(desk: Desk) -> None:
    terms.put(desk, ask(desk, ADMIN), "allow", "全网最低价", "领导喜欢")
    assert report_on(desk.settings, desk.store, desk.now(), "全网最低价").blocked


def test_every_change_stands_in_the_record_with_its_reason(desk: Desk) -> None:
    terms.put(desk, ask(desk, ADMIN), "deny", "老铁", "不合调性")
    terms.put(desk, ask(desk, ADMIN), "allow", "老铁", "活动名就叫老铁节")
    terms.forget(desk, ask(desk, ADMIN), "老铁", "活动结束")
    steps = [(event.action, event.data["reason"]) for event in events.history(desk.store, "")]
    assert steps == [
        ("term.deny", "不合调性"),
        ("term.allow", "活动名就叫老铁节"),
        ("term.forget", "活动结束"),
    ]
    assert rows.every_term(desk.store) == []


def test_a_term_is_one_however_wide_it_is_written(desk: Desk, time: Time) -> None:
    terms.put(desk, ask(desk, ADMIN), "deny", "ＡＢ 奶", "旧名")
    time.forward(minutes=1)
    terms.put(desk, ask(desk, ADMIN), "allow", "ab奶", "又用回来了")
    assert [(term.term, term.verdict) for term in rows.every_term(desk.store)] == [("ab奶", "allow")]


def test_only_an_admin_may(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="只有管理员"):
        terms.put(desk, ask(desk, EDITOR), "deny", "老铁", "不合调性")
    with pytest.raises(NotAllowed):
        terms.forget(desk, ask(desk, EDITOR), "老铁", "不合调性")


@pytest.mark.parametrize(("term", "reason"), [("", "x"), ("的", "太常见"), ("词" * 41, "长"), ("老铁", " ")])
def test_a_term_needs_two_characters_and_a_reason(desk: Desk, term: str, reason: str) -> None:
    with pytest.raises(Invalid):
        terms.put(desk, ask(desk, ADMIN), "deny", term, reason)


def test_a_term_that_is_not_there_cannot_be_forgotten(desk: Desk) -> None:
    with pytest.raises(NotFound, match="没有“老铁”"):
        terms.forget(desk, ask(desk, ADMIN), "老铁", "清理")


def test_the_settings_alone_are_enough_for_a_check_in_a_terminal(desk: Desk, time: Time) -> None:
    context = context_for(desk.settings, None, time.now)
    assert context.trades == {"食品"}
    assert (context.allow, context.recent, context.coupons) == ({}, (), None)
