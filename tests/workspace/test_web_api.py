"""The Web API through Slack's own client: what it answers, and what it refuses with which code."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.pace import Pace
from tests.workspace.house import SCOPES, House, field, manifest, modal, plain, section


def refusal(call: Callable[..., Any], *args: Any, **more: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(*args, **more)
    return str(caught.value.response["error"])


def channel(house: House, name: str) -> str:
    found = house.client.conversations_list(types="public_channel,private_channel")["channels"]
    return next(str(one["id"]) for one in found if one["name"] == name)


def test_who_the_app_is(house: House) -> None:
    answer = house.client.auth_test()
    assert (answer["user_id"], answer["team"]) == (house.workspace.bot_user_id, "小店")
    assert answer.headers["x-oauth-scopes"] == ",".join(sorted(SCOPES))


def test_a_wrong_token_is_refused(house: House) -> None:
    api = house.workspace.api_url
    assert refusal(WebClient("xoxb-other", base_url=api).auth_test) == "invalid_auth"
    assert refusal(WebClient(base_url=api).auth_test) == "not_authed"
    assert refusal(WebClient("xoxb-workspace", base_url=api).apps_connections_open, app_token="xoxb-workspace") == (
        "not_allowed_token_type"
    )


def test_a_method_there_is_not_is_refused(house: House) -> None:
    assert refusal(house.client.api_call, "chat.shout") == "unknown_method"


def test_the_token_and_arguments_may_come_in_a_form_or_as_json(house: House) -> None:
    for body, kind in (
        (b"token=xoxb-workspace&channel=%23%E5%AE%98%E5%BE%AE&text=a", "application/x-www-form-urlencoded"),
        (json.dumps({"token": "xoxb-workspace", "channel": "#官微", "text": "a"}).encode(), "application/json"),
    ):
        request = urllib.request.Request(f"{house.workspace.api_url}chat.postMessage", body, {"Content-Type": kind})
        with urllib.request.urlopen(request) as response:
            assert json.load(response)["ok"] is True


def test_a_missing_scope_names_what_is_needed_and_what_there_is(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(scopes=["chat:write", "users:read"]))
    with pytest.raises(SlackApiError) as caught:
        house.client.conversations_list()
    assert caught.value.response["error"] == "missing_scope"
    assert "channels:read" in caught.value.response["needed"]
    assert caught.value.response["provided"] == "chat:write,users:read"
    person = house.client.users_info(user=house.workspace.person_id("an.ning"))["user"]
    assert "email" not in person["profile"]


def test_a_message_is_posted_and_found_again_with_its_metadata(house: House) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "17"}}
    posted = house.client.chat_postMessage(channel="#官微", text="早", blocks=[section("早")], metadata=metadata)
    where = posted["channel"]
    plainly = house.client.conversations_history(channel=where)["messages"][0]
    assert (plainly["ts"], "metadata" in plainly) == (posted["ts"], False)
    whole = house.client.conversations_history(channel=where, include_all_metadata=True)["messages"][0]
    assert whole["metadata"] == metadata
    assert whole["blocks"][0]["block_id"]


def test_a_message_to_a_person_goes_to_their_direct_message(house: House) -> None:
    user = house.workspace.person_id("bai.lu")
    posted = house.client.chat_postMessage(channel=user, text="您好")
    assert posted["channel"] == house.client.conversations_open(users=user)["channel"]["id"]
    assert house.person("bai.lu").messages(posted["channel"])[0]["text"] == "您好"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("#销售", "not_in_channel"),
        ("#秘密", "channel_not_found"),
        ("#没有", "channel_not_found"),
        ("#旧档", "is_archived"),
    ],
)
def test_where_the_app_may_not_post(house: House, name: str, code: str) -> None:
    assert refusal(house.client.chat_postMessage, channel=name, text="x") == code


def test_one_who_has_left_gets_no_message(house: House) -> None:
    gone = house.workspace.person_id("fu.gui")
    assert refusal(house.client.conversations_open, users=gone) == "user_disabled"
    assert refusal(house.client.chat_postMessage, channel=gone, text="x") == "user_disabled"


def test_chat_write_public_posts_without_joining(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(scopes=[*SCOPES, "chat:write.public"]))
    assert house.client.chat_postMessage(channel="#销售", text="x")["ok"]
    assert refusal(house.client.chat_postMessage, channel="#秘密", text="x") == "channel_not_found"


def test_the_app_joins_public_channels(house: House) -> None:
    sales = channel(house, "销售")
    assert refusal(house.client.conversations_history, channel=sales) == "not_in_channel"
    house.client.conversations_join(channel=sales)
    assert house.client.chat_postMessage(channel=sales, text="x")["ok"]


def test_blocks_that_break_a_limit_are_refused_with_the_place(house: House) -> None:
    with pytest.raises(SlackApiError) as caught:
        house.client.chat_postMessage(channel="#官微", text="x", blocks=[section("x" * 3_001)])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_replies_stand_in_the_thread_and_not_in_the_channel(house: House) -> None:
    head = house.client.chat_postMessage(channel="#官微", text="头")
    where = head["channel"]
    first = house.client.chat_postMessage(channel=where, text="一", thread_ts=head["ts"])
    house.client.chat_postMessage(channel=where, text="二", thread_ts=first["ts"])
    texts = [one["text"] for one in house.client.conversations_replies(channel=where, ts=head["ts"])["messages"]]
    assert texts == ["头", "一", "二"]
    top = house.client.conversations_history(channel=where)["messages"]
    assert [(one["text"], one["reply_count"]) for one in top] == [("头", 2)]


def test_who_joined_cannot_be_answered_in_a_thread(house: House) -> None:
    sales = channel(house, "销售")
    house.client.conversations_join(channel=sales)
    joined = house.client.conversations_history(channel=sales)["messages"][0]
    assert joined["subtype"] == "channel_join"
    assert refusal(house.client.chat_postMessage, channel=sales, text="x", thread_ts=joined["ts"]) == (
        "cannot_reply_to_message"
    )


def test_a_deleted_message_cannot_be_answered_and_an_unknown_thread_is_dropped(house: House) -> None:
    head = house.client.chat_postMessage(channel="#官微", text="头")
    where = head["channel"]
    house.client.chat_delete(channel=where, ts=head["ts"])
    assert refusal(house.client.chat_postMessage, channel=where, text="x", thread_ts=head["ts"]) == (
        "cannot_reply_to_message"
    )
    loose = house.client.chat_postMessage(channel=where, text="x", thread_ts="1000000000.000001")
    assert "thread_ts" not in loose["message"]


def test_a_message_is_changed_in_place(house: House) -> None:
    posted = house.client.chat_postMessage(channel="#官微", text="旧", blocks=[section("旧")])
    where, ts = posted["channel"], posted["ts"]
    house.client.chat_update(channel=where, ts=ts, text="新")
    now = house.client.conversations_history(channel=where)["messages"][0]
    assert (now["text"], "blocks" in now, now["ts"]) == ("新", False, ts)
    assert now["edited"]["user"] == house.workspace.bot_user_id


def test_only_the_apps_own_messages_can_be_changed(house: House) -> None:
    where = channel(house, "官微")
    ts = house.person("an.ning").say("#官微", "我的")
    assert refusal(house.client.chat_update, channel=where, ts=ts, text="x") == "cant_update_message"
    assert refusal(house.client.chat_delete, channel=where, ts=ts) == "cant_delete_message"
    assert refusal(house.client.chat_update, channel=where, ts="1.000001", text="x") == "message_not_found"


def test_the_head_of_a_thread_stays_as_an_empty_place(house: House) -> None:
    head = house.client.chat_postMessage(channel="#官微", text="头")
    where = head["channel"]
    house.client.chat_postMessage(channel=where, text="一", thread_ts=head["ts"])
    house.client.chat_delete(channel=where, ts=head["ts"])
    top = house.client.conversations_history(channel=where)["messages"][0]
    assert (top["subtype"], top["text"]) == ("tombstone", "")
    assert refusal(house.client.chat_update, channel=where, ts=head["ts"], text="x") == "message_not_found"


def test_an_ephemeral_message_is_for_somebody_in_the_channel(house: House) -> None:
    inside, outside = (house.workspace.person_id(who) for who in ("an.ning", "cui.yu"))
    house.client.chat_postEphemeral(channel="#官微", user=inside, text="悄悄")
    assert [one["text"] for one in house.person("an.ning").ephemerals()] == ["悄悄"]
    assert house.person("bai.lu").ephemerals() == []
    assert refusal(house.client.chat_postEphemeral, channel="#官微", user=outside, text="x") == "user_not_in_channel"


def test_history_comes_in_pages(house: House) -> None:
    where = channel(house, "官微")
    for number in range(5):
        house.client.chat_postMessage(channel=where, text=str(number))
    pages = [
        [one["text"] for one in page["messages"]] for page in house.client.conversations_history(channel=where, limit=2)
    ]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]


def test_history_can_be_cut_by_time(house: House) -> None:
    where = channel(house, "官微")
    stamps = [house.client.chat_postMessage(channel=where, text=str(number))["ts"] for number in range(3)]
    found = house.client.conversations_history(channel=where, oldest=stamps[1], inclusive=True)["messages"]
    assert [one["text"] for one in found] == ["2", "1"]
    found = house.client.conversations_history(channel=where, latest=stamps[1])["messages"]
    assert [one["text"] for one in found] == ["0"]


def test_people_have_a_locale_a_time_zone_and_an_address(house: House) -> None:
    dan = house.client.users_info(user=house.workspace.person_id("dan.lee"), include_locale=True)["user"]
    assert (dan["locale"], dan["tz"], dan["profile"]["email"]) == ("en-US", "Europe/London", "dan.lee@example.com")
    assert house.client.users_lookupByEmail(email="DAN.LEE@example.com")["user"]["id"] == dan["id"]
    assert refusal(house.client.users_lookupByEmail, email="x@example.com") == "users_not_found"
    assert refusal(house.client.users_info, user="U404") == "user_not_found"


def test_groups_have_their_people(house: House) -> None:
    group = house.client.usergroups_list(include_users=True)["usergroups"][0]
    assert group["users"] == house.client.usergroups_users_list(usergroup=group["id"])["users"]
    assert refusal(house.client.usergroups_users_list, usergroup="S404") == "no_such_subteam"


def test_a_reaction_is_put_once(house: House) -> None:
    posted = house.client.chat_postMessage(channel="#官微", text="x")
    target = {"channel": posted["channel"], "timestamp": posted["ts"], "name": "eyes"}
    house.client.reactions_add(**target)
    assert refusal(house.client.reactions_add, **target) == "already_reacted"
    house.client.reactions_remove(**target)
    assert refusal(house.client.reactions_remove, **target) == "no_reaction"


def test_a_file_is_uploaded_and_shown(house: House) -> None:
    where = channel(house, "官微")
    answer = house.client.files_upload_v2(channel=where, filename="图.csv", content="a,b\n", initial_comment="数据")
    shown = house.person("an.ning").messages("#官微")[-1]
    assert (shown["text"], shown["files"][0]["name"]) == ("数据", "图.csv")
    link = answer["file"]["url_private"]
    with urllib.request.urlopen(urllib.parse.quote(link, safe=":/")) as response:
        assert response.read() == b"a,b\n"


def test_a_permalink_leads_to_the_page(house: House) -> None:
    posted = house.client.chat_postMessage(channel="#官微", text="x")
    link = house.client.chat_getPermalink(channel=posted["channel"], message_ts=posted["ts"])["permalink"]
    assert link.endswith(f"/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}")


def test_the_pace_is_told_with_the_seconds_to_wait(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(), pace=Pace(post_burst=1))
    house.client.chat_postMessage(channel="#官微", text="1")
    with pytest.raises(SlackApiError) as caught:
        house.client.chat_postMessage(channel="#官微", text="2")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "1"
    house.ticks.now += 1
    house.client.chat_postMessage(channel="#官微", text="2")


def test_every_call_is_put_down(house: House) -> None:
    house.client.chat_postMessage(channel="#官微", text="x")
    refusal(house.client.chat_postMessage, channel="#没有", text="x")
    calls = [(call.method, call.ok, call.error) for call in house.workspace.calls]
    assert calls == [("chat.postMessage", True, None), ("chat.postMessage", False, "channel_not_found")]


def test_a_home_is_published_and_guarded_by_its_hash(house: House) -> None:
    user = house.workspace.person_id("an.ning")
    home = {"type": "home", "blocks": [section("家")]}
    first = house.client.views_publish(user_id=user, view=home)["view"]
    house.client.views_publish(user_id=user, view=home, hash=first["hash"])
    assert refusal(house.client.views_publish, user_id=user, view=home, hash=first["hash"]) == "hash_conflict"


def test_a_form_needs_a_trigger_that_was_given(house: House) -> None:
    assert refusal(house.client.views_open, trigger_id="1.2", view=modal(field())) == "invalid_trigger_id"
    assert refusal(house.client.views_open, trigger_id="1.2", view="no view") == "invalid_arguments"


def test_no_home_where_the_manifest_has_none(open_house: Callable[..., House]) -> None:
    house = open_house(manifest(home=False))
    user = house.workspace.person_id("an.ning")
    assert refusal(house.client.views_publish, user_id=user, view={"type": "home", "blocks": []}) == "not_enabled"


def test_any_text_at_all_is_kept_as_it_is(house: House) -> None:
    text = "零宽\u200b 表情👩‍👩‍👧 从右到左\u202e <b>&amp; 行\n行\u0000"
    where = house.client.chat_postMessage(channel="#官微", text=text)["channel"]
    assert house.client.conversations_history(channel=where)["messages"][0]["text"] == text


def test_a_title_in_the_wrong_kind_of_text_is_refused(house: House) -> None:
    user = house.workspace.person_id("an.ning")
    view: dict[str, Any] = {"type": "home", "blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}
    assert refusal(house.client.views_publish, user_id=user, view=view) == "invalid_arguments"
    view["blocks"][0]["text"] = plain("x")
    house.client.views_publish(user_id=user, view=view)
