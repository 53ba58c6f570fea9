"""Looking up who is who: everyone, page by page, from a workspace; and the channels the bot joins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.desk import Desk, open_desk
from bot.jobs import directory
from bot.store.database import Store
from bot.workspace.pace import Pace
from bot.workspace.server import Workspace
from tests.company import Time, settings

COMPANY: dict[str, Any] = {
    "team": {"name": "山茶乳业", "domain": "shancha"},
    "people": [
        *({"handle": f"p{n}", "name": f"同事{n}", "locale": "zh-CN"} for n in range(430)),
        {"handle": "grace", "name": "Grace", "locale": "en-US"},
        {"handle": "gone", "name": "走了", "active": False},
    ],
    "usergroups": [{"handle": "kefu", "name": "客服", "members": ["p1", "p429"]}],
    "channels": [
        {"name": "官微", "members": ["p1"]},
        {"name": "客服", "members": ["p1"]},
        {"name": "销售部", "members": ["p1"]},
        {"name": "密", "members": ["p1"], "private": True},
        *({"name": f"闲聊{n}", "members": ["p1"]} for n in range(220)),
    ],
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace(tmp_path_factory.mktemp("w") / "w.db", COMPANY, pace=Pace.unlimited()) as found:
        yield found


@pytest.fixture
def client(workspace: Workspace) -> WebClient:
    return WebClient(workspace.tokens.bot, base_url=workspace.api_url)


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store(tmp_path / "g.db")
    roles = {role: ["p1@example.com"] for role in ("editor", "reviewer", "legal", "leader", "admin")}
    yield open_desk(settings(roles={**roles, "service": ["@kefu"]}), store, Time())
    store.close()


def test_everyone_is_known_who_is_a_person_and_here(new_desk: Desk, client: WebClient, workspace: Workspace) -> None:
    directory.look_up(client, new_desk)
    people = new_desk.company.people
    assert len(people) == 431
    assert workspace.bot_user_id not in people
    assert people[workspace.person_id("grace")].locale == "en-US"
    assert workspace.person_id("gone") not in people


def test_groups_and_mail_addresses_become_people(new_desk: Desk, client: WebClient, workspace: Workspace) -> None:
    directory.look_up(client, new_desk)
    assert new_desk.company.roles["service"] == (workspace.person_id("p1"), workspace.person_id("p429"))
    assert new_desk.company.roles["editor"] == (workspace.person_id("p1"),)


def test_what_was_looked_up_is_there_after_a_restart(new_desk: Desk, client: WebClient) -> None:
    directory.look_up(client, new_desk)
    again = open_desk(new_desk.settings, new_desk.store, Time())
    assert again.company == new_desk.company
    assert again.company.channel_id("#闲聊219")


def test_the_bot_joins_the_channels_it_writes_to_and_no_other(
    new_desk: Desk, client: WebClient, workspace: Workspace
) -> None:
    directory.look_up(client, new_desk)
    for _ in range(2):
        directory.join_channels(client, new_desk)
        directory.look_up(client, new_desk)
    joined = [call.args["channel"] for call in workspace.calls if call.method == "conversations.join"]
    company = new_desk.company
    assert sorted(joined) == sorted(company.channel_id(name) for name in ("#官微", "#客服"))


def test_a_look_up_that_fails_keeps_what_was_known(new_desk: Desk, client: WebClient, workspace: Workspace) -> None:
    directory.look_up(client, new_desk)
    before = new_desk.company
    workspace.fail_next("usergroups.list", error="ratelimited")
    with pytest.raises(SlackApiError):
        directory.look_up(client, new_desk)
    assert new_desk.company == before
    assert open_desk(new_desk.settings, new_desk.store, Time()).company == before
