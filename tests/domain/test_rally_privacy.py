"""Who declined or said nothing: nowhere once the rally is over, and while it is open only where reminders need it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog

from bot.commands import rally as command
from bot.domain import rallies
from bot.domain.desk import Desk
from bot.domain.home import my_desk
from bot.handlers import rally as handler
from bot.store import rally_people
from tests.chat import Chat, Ways
from tests.company import EDITOR, LEADER, LEGAL, NAMES, REVIEWER, SALES, SECOND_EDITOR, SERVICE, Time, ask
from tests.office import Office, office
from tests.rallies import REPOST, opened

# Named, and these answers: declined by button, declined by command, put it off, never answered; joined.
DECLINED, REFUSED, LATER, SILENT, JOINED = LEADER, LEGAL, REVIEWER, SECOND_EDITOR, SERVICE
PRIVATE = (DECLINED, REFUSED, LATER, SILENT)
LINES = {"product": "\n".join(f"我是员工，第 {n} 句。" for n in range(8))}
# The directory of everyone, as the chat tells it: it says nothing of any rally.
DIRECTORY = {"people", "people_groups", "away"}


@pytest.fixture
def post(desk: Desk, time: Time) -> Iterator[Office]:
    with office(desk, time) as found:
        yield found


@pytest.fixture
def ways(desk: Desk, chat: Chat) -> Ways:
    return Ways(desk, chat, command.register, handler.register)


def tables(desk: Desk) -> list[str]:
    found = desk.store.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [str(row["name"]) for row in found]


def rows_that_name(desk: Desk, people: tuple[str, ...]) -> dict[str, list[str]]:
    """Every row of every table in which one of ``people`` stands, by id or by name, in whatever column."""
    wanted = [*people, *(NAMES[person] for person in people)]
    found: dict[str, list[str]] = {}
    for table in tables(desk):
        if table in DIRECTORY:
            continue
        for row in desk.store.all(f"SELECT * FROM {table}"):
            text = " ".join(str(value) for value in dict(row).values())
            if any(word in text for word in wanted):
                found.setdefault(table, []).append(text)
    return found


def answered(post: Office, desk: Desk, ways: Ways) -> str:
    """A rally in which each of the named answered in their own way, a reminder or two later."""
    named = (DECLINED, REFUSED, LATER, SILENT, JOINED)
    case = opened(desk, LINES, named=named, until=desk.now() + timedelta(days=4))
    post.send()
    ways.click(DECLINED, "rally.decline", f"{case}:own", channel={"id": f"D{DECLINED}"})
    ways.command(REFUSED, "/rally", f"decline {case}")
    later = {"type": "static_select", "selected_option": {"value": f"{case}:hour:own"}}
    ways.click(LATER, "rally.later", "", action_more=later, channel={"id": f"D{LATER}"})
    # From a digest or a list, too, where the answer is a message of its own.
    ways.click(REFUSED, "rally.decline", case)
    ways.click(SILENT, "rally.later", "", action_more={**later, "selected_option": {"value": f"{case}:hour"}})
    ways.click(JOINED, "rally.join", f"{case}:own", channel={"id": f"D{JOINED}"})
    ways.command(SALES, "/rally", f"join {case} {REPOST}")
    post.until(post.time() + timedelta(days=2))
    return case


def test_while_it_is_open_they_stand_only_where_reminders_and_the_invitation_need_them(
    post: Office, desk: Desk, ways: Ways
) -> None:
    case = answered(post, desk, ways)
    # Invited by name on the card: `rallies`. To be reminded: `rally_people`. Where their own card stands: `posted`.
    assert set(rows_that_name(desk, PRIVATE)) == {"rallies", "rally_people", "posted"}
    assert set(rows_that_name(desk, (DECLINED, REFUSED))) == {"rallies", "posted"}
    assert rally_people.of(desk.store, case, DECLINED) is None
    assert "declin" not in " ".join(str(rows_that_name(desk, PRIVATE)).casefold().split())


def test_the_card_names_all_who_were_invited_whatever_they_answered_and_nobody_else(
    post: Office, desk: Desk, ways: Ways
) -> None:
    answered(post, desk, ways)
    shown = str(post.last("#官微"))
    assert all(f"<@{person}>" in shown for person in (*PRIVATE, JOINED))
    assert NAMES[SALES] not in shown and SALES not in shown, "who joined is not held against those who did not"


def test_when_it_is_over_they_are_nowhere(post: Office, desk: Desk, ways: Ways) -> None:
    case = answered(post, desk, ways)
    rallies.close(desk, ask(desk, EDITOR), case)
    # Not a moment later anything but where their card stands, and that until it is drawn for the last time.
    assert set(rows_that_name(desk, PRIVATE)) == {"posted", "outbox"}
    post.send()
    rallies.advance(desk, desk.now())
    assert rows_that_name(desk, PRIVATE) == {}
    assert set(rows_that_name(desk, (JOINED,))) >= {"events", "rally_people"}


def test_when_its_time_is_over_they_are_nowhere_either(post: Office, desk: Desk, ways: Ways) -> None:
    answered(post, desk, ways)
    post.until(post.time() + timedelta(days=3))
    assert rallies.load(desk.store, "R-1").state == "closed"
    assert rows_that_name(desk, PRIVATE) == {}


def test_a_chat_that_is_down_when_it_ends_keeps_them_no_longer_than_it_is_down(
    post: Office, desk: Desk, ways: Ways, time: Time
) -> None:
    case = answered(post, desk, ways)
    rallies.close(desk, ask(desk, EDITOR), case)
    post.chat.faults.extend(["500 before"] * 8)
    for _ in range(40):
        time.forward(minutes=1)
        rallies.advance(desk, time())
        post.send()
    rallies.advance(desk, time())
    assert rows_that_name(desk, PRIVATE) == {}


def test_the_cards_the_thread_and_the_lists_of_a_rally_that_is_over_do_not_name_them(
    post: Office, desk: Desk, ways: Ways
) -> None:
    case = answered(post, desk, ways)
    rallies.close(desk, ask(desk, EDITOR), case)
    post.send()
    last: list[object] = [post.last(where) for where in ("#官微", f"D{DECLINED}", f"D{JOINED}")]
    for typed in ("list", "list all", f"show {case}"):
        last += [ways.command(who, "/rally", typed) for who in (EDITOR, LEADER, SALES)]
    last += [rallies.ended(desk.store, desk.now() - timedelta(days=9), desk.now() + timedelta(days=1))]
    shown = str(last)
    assert all(NAMES[person] not in shown for person in PRIVATE)
    assert all(person not in str(last[3:]) for person in PRIVATE)
    assert NAMES[JOINED] in shown
    assert NAMES[SALES] in shown


def test_lists_and_details_of_an_open_one_tell_nobody_who_answered_what(post: Office, desk: Desk, ways: Ways) -> None:
    case = answered(post, desk, ways)
    for who in (EDITOR, LATER, SALES):
        shown = str([ways.command(who, "/rally", typed) for typed in ("list", f"show {case}")])
        # The invitation names all five, the one who joined among them: nothing sets anybody apart.
        assert len({shown.count(NAMES[person]) for person in (*PRIVATE, JOINED)}) == 1
    assert DECLINED not in str(my_desk(desk, EDITOR))


def test_the_log_names_none_of_them(post: Office, desk: Desk, ways: Ways) -> None:
    with structlog.testing.capture_logs() as log:
        case = answered(post, desk, ways)
        post.chat.faults.append("500 before")
        rallies.close(desk, ask(desk, EDITOR), case)
        post.until(post.time() + timedelta(hours=1))
    assert len(log) > 10
    assert all(word not in str(log) for person in PRIVATE for word in (person, NAMES[person]))


def test_the_record_of_an_open_rally_holds_no_more_than_who_joined(post: Office, desk: Desk, ways: Ways) -> None:
    answered(post, desk, ways)
    found = desk.store.all("SELECT actor, action, data FROM events WHERE case_id = 'R-1' ORDER BY seq")
    assert [(str(row["actor"]), str(row["action"])) for row in found] == [
        (EDITOR, "open"),
        (JOINED, "join"),
        (SALES, "join"),
        (SALES, "repost"),
    ]
