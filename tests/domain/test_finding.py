"""Whom and which department a person meant."""

from __future__ import annotations

import pytest

from bot.domain.desk import Desk
from bot.domain.finding import department_in, departments_named, people_named, person_in
from bot.errors import Invalid
from tests.company import EDITOR, SALES, SECOND_SERVICE, SERVICE


@pytest.mark.parametrize(
    "typed",
    [
        f"<@{SECOND_SERVICE}>",
        f"<@{SECOND_SERVICE}|p5>",
        "@p5",
        "ｐ５",
        "@罗欣",
        "罗欣",
        SECOND_SERVICE,
        SECOND_SERVICE.lower(),
    ],
)
def test_a_person_is_found_by_mention_handle_name_and_id(desk: Desk, typed: str) -> None:
    assert person_in(desk.company, f"{typed} 我去开会") == (SECOND_SERVICE, "我去开会")


@pytest.mark.parametrize(
    "typed", ["给罗欣，我去开会", "给 @罗欣 我去开会", "@罗欣：我去开会", f"给 <@{SECOND_SERVICE}> 我去开会"]
)
def test_a_person_is_found_with_what_is_put_around_them(desk: Desk, typed: str) -> None:
    assert person_in(desk.company, typed) == (SECOND_SERVICE, "我去开会")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "还没有写是哪位同事。"),
        ("@罗心", "没有找到“@罗心”这位同事。 是不是 @p5（罗欣）？"),
        ("@完全不认识的人", "没有找到“@完全不认识的人”这位同事。 请用 @ 选一位同事。"),
        ("<!channel>", "没有找到“&lt;!channel&gt;”这位同事"),
    ],
)
def test_nobody_is_guessed(desk: Desk, typed: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        person_in(desk.company, typed)


@pytest.mark.parametrize(
    ("typed", "key", "rest"),
    [
        ("sales", "sales", ""),
        ("ＳＡＬＥＳ 门店的事", "sales", "门店的事"),
        ("销售部 门店 的事", "sales", "门店 的事"),
        ("销售", "sales", ""),
        ("官微组", "weibo", ""),
        ("给销售部 门店的事", "sales", "门店的事"),
        ("给 sales", "sales", ""),
        ("销售部，请查赠品", "sales", "请查赠品"),
        ("到銷售部：請查 贈品", "sales", "請查 贈品"),
    ],
)
def test_a_department_is_found_by_key_and_name_and_by_how_its_name_begins(
    desk: Desk, typed: str, key: str, rest: str
) -> None:
    found, after = department_in(desk.company, typed)
    assert (found.key, after) == (key, rest)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "还没有写哪个部门。 部门有：官微组、客服部、销售部"),
        ("消售部", "没有“消售部”这个部门。 是不是“销售部”（sales）？"),
        ("salse", "没有“salse”这个部门。 是不是“销售部”（sales）？"),
        ("xyz", "没有“xyz”这个部门。 部门有：官微组、客服部、销售部"),
    ],
)
def test_the_nearest_department_is_named(desk: Desk, typed: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        department_in(desk.company, typed)


def test_departments_and_people_are_found_in_a_sentence(desk: Desk) -> None:
    company = desk.company
    assert [one.key for one in departments_named(company, "赠品归销售部，不归我们")] == ["sales"]
    assert [one.key for one in departments_named(company, "ask weibo, please")] == ["weibo"]
    assert departments_named(company, "salesman") == []
    assert people_named(company, f"请找 @陈溪 或者 <@{SALES}|p8>") == [SALES, EDITOR]
    assert people_named(company, "何静不在") == []
    assert people_named(company, "找 @何静， 谢谢") == [SERVICE]
