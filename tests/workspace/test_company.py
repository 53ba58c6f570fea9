"""The company is read whole, and everything wrong with it is told at once."""

from __future__ import annotations

import copy

import pytest

from bot.workspace.company import CompanyError, Person, read_company
from tests.workspace.house import COMPANY


def test_members_are_named_by_handle_group_department_or_all() -> None:
    company = read_company(COMPANY)
    ids = {person.handle: person.id for person in company.people}
    rooms = {room.name: set(room.members) for room in company.rooms}
    assert rooms["全员"] == set(ids.values())
    assert rooms["销售"] == {ids["cui.yu"], ids["dan.lee"]}
    assert set(company.groups[0].users) == {ids["an.ning"], ids["bai.lu"]}


def test_ids_are_the_same_at_every_start_and_look_like_slacks() -> None:
    first, second = read_company(COMPANY), read_company(copy.deepcopy(COMPANY))
    assert first == second
    assert all(person.id[0] == "U" and person.id.isalnum() and person.id.isupper() for person in first.people)


def test_all_that_is_wrong_is_told_at_once() -> None:
    source = copy.deepcopy(COMPANY)
    source["people"] += [{"handle": "An Ning"}, {"handle": "bai.lu"}]
    source["channels"] += [{"name": "官微", "members": ["nobody"]}]
    with pytest.raises(CompanyError) as caught:
        read_company(source)
    told = str(caught.value).split("\n")
    assert len(told) == 4
    assert "channel 官微: nobody is called 'nobody'" in told
    assert "channel 官微: named twice" in told


def test_a_picture_is_the_given_name_or_two_letters() -> None:
    assert Person("U1", "a", "欧阳晓曦").initials == "晓曦"
    assert Person("U1", "a", "Dan Lee").initials == "DL"
