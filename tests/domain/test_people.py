"""Who is who: what the settings name, resolved to the people the chat knows, and who may do what."""

from __future__ import annotations

import pytest

from bot.domain.people import ROLES, company, role_name
from bot.errors import NotAllowed
from bot.store.people import Channel, Group, Person
from bot.text.words import phrase
from tests.company import EDITOR, SALES, SECOND_EDITOR, SERVICE, STRANGER, settings

PEOPLE = [
    Person("U1AAAA", "chen.xi", "陈溪", "Chen.Xi@Example.com", "zh-CN"),
    Person("U2BBBB", "he.jing", "何静", "he.jing@example.com", "zh-TW"),
    Person("U3CCCC", "grace", "Grace <!channel>", "", "en-GB"),
    Person("U4DDDD", "luo.xin", "罗欣", "luo.xin@example.com", ""),
]
GROUPS = [Group("S0KEFU", "KeFu", ("U2BBBB", "U4DDDD")), Group("S0EMPTY", "empty", ())]
CHANNELS = [Channel("C1", "官微", True), Channel("C2", "客服", False)]


def roles(**more: list[str]) -> dict[str, list[str]]:
    return {role: more.get(role, ["U1AAAA"]) for role in ROLES}


@pytest.mark.parametrize("ref", ["chen.xi@example.com", "CHEN.XI@EXAMPLE.COM", "U1AAAA"])
def test_a_person_is_known_by_id_or_by_mail_in_any_case(ref: str) -> None:
    found = company(settings(roles=roles(editor=[ref])), PEOPLE, GROUPS, CHANNELS)
    assert found.roles["editor"] == ("U1AAAA",)
    assert found.unresolved == ()


@pytest.mark.parametrize("ref", ["@kefu", "@KEFU", "S0KEFU"])
def test_a_group_is_known_by_handle_or_id_and_gives_its_members(ref: str) -> None:
    found = company(settings(roles=roles(service=[ref])), PEOPLE, GROUPS, CHANNELS)
    assert found.roles["service"] == ("U2BBBB", "U4DDDD")


def test_who_holds_a_role_twice_holds_it_once() -> None:
    found = company(settings(roles=roles(service=["@kefu", "luo.xin@example.com"])), PEOPLE, GROUPS, CHANNELS)
    assert found.roles["service"] == ("U2BBBB", "U4DDDD")


def test_whom_nobody_knows_is_named_once_and_the_rest_holds() -> None:
    wrong = roles(service=["@nobody", "gone@example.com", "luo.xin@example.com"], editor=["gone@example.com"])
    found = company(settings(roles=wrong), PEOPLE, GROUPS, CHANNELS)
    assert found.roles["service"] == ("U4DDDD",)
    assert found.roles["editor"] == ()
    assert sorted(found.unresolved) == ["@nobody", "gone@example.com"]


def test_a_group_without_members_is_told_like_one_that_is_not_there() -> None:
    assert company(settings(roles=roles(legal=["@empty"])), PEOPLE, GROUPS, CHANNELS).unresolved == ("@empty",)


def test_the_head_belongs_to_the_department() -> None:
    found = company(settings(), (), (), ())
    for person in (EDITOR, SECOND_EDITOR):
        department = found.department_of(person)
        assert department is not None
        assert department.key == "weibo"
    assert found.department_of(STRANGER) is None


def test_before_anybody_was_looked_up_ids_hold_and_names_are_ids() -> None:
    found = company(settings(), (), (), ())
    assert found.has(SERVICE, "service")
    assert found.name(SERVICE) == SERVICE
    assert found.department_name("sales") == "销售部"
    assert found.department_name("gone") == "gone"


@pytest.mark.parametrize(
    ("person", "language"), [("U1AAAA", "zh"), ("U2BBBB", "zh-Hant"), ("U3CCCC", "en"), ("U4DDDD", "zh"), ("U9", "zh")]
)
def test_the_language_is_that_of_the_persons_chat_or_the_companys(person: str, language: str) -> None:
    assert company(settings(), PEOPLE, GROUPS, CHANNELS).language(person, "zh") == language
    assert company(settings(), PEOPLE, GROUPS, CHANNELS).language("U9", "en") == "en"


@pytest.mark.parametrize(
    ("ref", "channel"),
    [("#官微", "C1"), ("官微", "C1"), ("C2", "C2"), ("C0UNKNOWN", "C0UNKNOWN"), ("G0PRIV", "G0PRIV")],
)
def test_a_channel_is_known_by_name_or_id(ref: str, channel: str) -> None:
    assert company(settings(), PEOPLE, GROUPS, CHANNELS).channel_id(ref) == channel


@pytest.mark.parametrize("ref", ["#没有", "没有", ""])
def test_a_channel_that_is_not_there_is_a_lookup_error(ref: str) -> None:
    with pytest.raises(LookupError):
        company(settings(), PEOPLE, GROUPS, CHANNELS).channel_id(ref)


def test_who_may_passes_and_who_may_not_is_told_who_may() -> None:
    found = company(settings(roles=roles(service=["U2BBBB", "U3CCCC"])), PEOPLE, GROUPS, CHANNELS)
    found.must_hold("U2BBBB", "service", to_do=phrase("认领投诉"))
    with pytest.raises(NotAllowed) as refused:
        found.must_hold(SALES, "service", "editor", to_do=phrase("认领投诉"))
    assert str(refused.value) == "只有客服、官微编辑可以认领投诉。 请找：何静、Grace &lt;!channel&gt;、陈溪"


def test_where_nobody_can_nobody_is_named() -> None:
    found = company(settings(roles=roles(legal=["@nobody"])), PEOPLE, GROUPS, CHANNELS)
    with pytest.raises(NotAllowed) as refused:
        found.must_hold(SALES, "legal", to_do=phrase("放行稿件"))
    assert refused.value.advice is None


def test_every_role_has_a_name_of_its_own() -> None:
    assert len({str(role_name(role)) for role in ROLES}) == len(ROLES)
