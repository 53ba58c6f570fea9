"""Forgetting customers: what goes is gone from every row and index, what stays still adds up, and the record is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.cards import complaint as cards
from bot.domain import complaints, forgetting
from bot.domain.complaints import Report, turns
from bot.domain.complaints.ledger import ledger
from bot.domain.desk import Desk
from bot.drawing import drawer
from bot.errors import Invalid, NotAllowed, WrongState
from bot.jobs.clock import LOOKS
from bot.store import complaints as rows
from bot.store import events, inbound, outbox, posted
from bot.store.times import to_store
from bot.text.masking import FORGOTTEN
from bot.transfer import exporting
from tests.company import ADMIN, EDITOR, SALES, SECOND_SERVICE, SERVICE, Time, ask, opened
from tests.examples import paper

# Unlike anything else: whatever holds one of these holds what the customer said.
NAME, WORDS, MORE, ORDER = "zz顾客甲", "qq原话甲", "qq又说甲", "ord77123"
LINK = "https://weibo.com/77/Zq"
STAFF = [f"qq经办{n}" for n in range(14)]
PLANTED = [NAME, WORDS, MORE, ORDER, LINK, *STAFF]
DAYS = 60


@pytest.fixture
def desk(tmp_path: Path, time: Time) -> Iterator[Desk]:
    with opened(tmp_path / "guanwei.db", time, retention={"complaint_days": DAYS}) as found:
        yield found


def a_whole_life(desk: Desk, time: Time, customer: str = NAME) -> str:
    """A complaint with something planted in every field there is, resolved."""
    report = Report(WORDS, customer=customer, link=LINK, order_number=ORDER, followers=77_123)
    case = complaints.log(desk, ask(desk, EDITOR), report).case_id
    time.forward(minutes=5)
    complaints.log(desk, ask(desk, EDITOR), Report(MORE, customer=customer, link=LINK))
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.note(desk, ask(desk, SERVICE), case, STAFF[0])
    complaints.assign(desk, ask(desk, SERVICE), case, SECOND_SERVICE, STAFF[1])
    complaints.hand_over(desk, ask(desk, SECOND_SERVICE), case, "sales", STAFF[2])
    complaints.refuse(desk, ask(desk, SALES), case, f"{STAFF[3]}，不清楚")
    complaints.sort(desk, ask(desk, EDITOR), case, severity="P0", reason=STAFF[4])
    complaints.escalate(desk, ask(desk, SERVICE), case, STAFF[5])
    sheet = {"customer_says": STAFF[6], "our_record": STAFF[7], "evidence": STAFF[8], "remedy": STAFF[9]}
    complaints.verify(desk, ask(desk, SECOND_SERVICE), case, {"verdict": "confirmed", **sheet})
    complaints.reply(desk, ask(desk, SECOND_SERVICE), case, STAFF[10])
    complaints.accepted(desk, ask(desk, SECOND_SERVICE), case, STAFF[11])
    time.forward(hours=2)
    complaints.resolve(desk, ask(desk, SECOND_SERVICE), case, STAFF[12])
    complaints.reopen(desk, ask(desk, SERVICE), case, STAFF[13])
    complaints.claim(desk, ask(desk, SECOND_SERVICE), case)
    complaints.order(desk, ask(desk, SECOND_SERVICE), case, ORDER)
    complaints.resolve(desk, ask(desk, SECOND_SERVICE), case, STAFF[12])
    return case


def everything(desk: Desk) -> str:
    """Every value of every row of every table, as text."""
    tables = [str(row["name"]) for row in desk.store.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return "\n".join(
        str(value) for table in tables for row in desk.store.all(f"SELECT * FROM {table}") for value in tuple(row)
    )


def left(desk: Desk) -> list[str]:
    kept = everything(desk)
    return [text for text in PLANTED if text in kept]


def all_sent(desk: Desk) -> None:
    """All that is owed is in the chat, the cards with their place in it."""
    with desk.store.transaction() as tx:
        for row in tx.all("SELECT * FROM outbox WHERE state = 'waiting'"):
            if row["what"] == "card":
                posted.save_card(tx, str(row["case_id"]), str(row["channel"]), f"{row['id']}.0")
            tx.execute("UPDATE outbox SET state = 'sent', sent_at = owed_at WHERE id = :id", {"id": row["id"]})


def tidied(desk: Desk, time: Time) -> None:
    """What the clock forgets by itself is forgotten."""
    with desk.store.transaction() as tx:
        inbound.forget(tx, to_store(time() - timedelta(days=7)))
        outbox.forget_done(tx, int((time() - timedelta(days=30)).timestamp() * 1000))


def test_all_that_was_planted_is_there_before(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    assert left(desk) == PLANTED


def test_when_the_days_are_over_nothing_of_it_is_left_in_any_row(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    all_sent(desk)
    time.forward(days=DAYS, minutes=-1)
    tidied(desk, time)
    assert forgetting.sweep(desk, time()) == 0
    assert WORDS in left(desk)
    time.forward(minutes=2)
    assert forgetting.sweep(desk, time()) == 1
    assert left(desk) == []
    assert forgetting.sweep(desk, time()) == 0


def test_without_the_setting_all_is_kept_for_ever(tmp_path: Path, time: Time) -> None:
    with opened(tmp_path / "other.db", time) as desk:
        case = a_whole_life(desk, time)
        time.forward(days=3_650)
        assert forgetting.sweep(desk, time()) == 0
        assert complaints.show(desk.store, case).words == WORDS


def test_it_is_among_what_the_clock_looks_at() -> None:
    assert ("forgetting", forgetting.sweep) in LOOKS


def test_what_is_open_keeps_its_words_however_old(desk: Desk, time: Time) -> None:
    case = complaints.log(desk, ask(desk, EDITOR), Report(WORDS, customer=NAME)).case_id
    time.forward(days=400)
    assert forgetting.sweep(desk, time()) == 0
    assert complaints.show(desk.store, case).words == WORDS


def test_states_times_figures_and_the_ledger_stay(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    before = complaints.show(desk.store, case)
    spent = turns.timeline(desk, desk.store, before, time())
    told = ledger(events.history(desk.store, case))
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    after = complaints.show(desk.store, case)
    gone = {
        "words", "customer", "customer_key", "link", "order_number", "followers", "proposals", "reply", "resolution",
        "version", "forgotten_at",
    }  # fmt: skip
    names = set(rows.Complaint._fields) - gone
    assert {name: getattr(after, name) for name in names} == {name: getattr(before, name) for name in names}
    assert turns.timeline(desk, desk.store, after, time()) == spent
    assert ledger([one for one in events.history(desk.store, case) if one.action != "forget"]) == told
    # The verdict is a figure too.
    assert desk.store.all("SELECT verdict FROM complaint_facts")[0]["verdict"] == "confirmed"


def test_the_record_is_whole_says_what_was_done_and_notices_a_changed_row(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    whole = events.verify(desk.store)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    assert events.verify(desk.store) == events.Verdict(whole.rows + 1)
    last = events.history(desk.store, case)[-1]
    assert (last.action, last.actor, last.data["why"]) == ("forget", "", "retention")
    with desk.store.transaction() as tx:
        # A row whose words were taken out may be changed no more than any other.
        note = next(event for event in events.history(tx, case) if event.action == "note")
        tx.execute('UPDATE events SET data = \'{"text": "made up"}\' WHERE seq = :seq', {"seq": note.seq})
    assert events.verify(desk.store) == events.Verdict(note.seq - 1, note.seq, "changed")


@pytest.mark.parametrize("change", ["actor = 'U9'", "action = 'x'", "hash = 'x'", "prev = 'x'", "at = 'x'", "seq = 99"])
def test_taking_words_out_opens_nothing_else_of_a_row(desk: Desk, time: Time, change: str) -> None:
    a_whole_life(desk, time)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), desk.store.transaction() as tx:
        tx.execute(f"UPDATE events SET {change} WHERE seq = 2")


def test_rows_that_nobody_took_words_out_of_cannot_be_changed(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), desk.store.transaction() as tx:
        tx.execute("UPDATE events SET data = '{}' WHERE seq = 2")


def indexed(desk: Desk, signs: str) -> set[str]:
    """Those of the signs that stand anywhere in the indexes, which keep words sign by sign."""
    blocks: list[Any] = [
        row["block"]
        for name in ("open", "resolved")
        for row in desk.store.all(f"SELECT block FROM complaints_{name}_words_data")
    ]
    return {sign for sign in signs if any(sign.encode() in block for block in blocks)}


def test_its_words_are_found_by_no_index_and_the_indexes_hold_none_of_their_signs(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    assert indexed(desk, WORDS) == set(WORDS)
    later = complaints.log(desk, ask(desk, EDITOR), Report("别的事情xyzzy", customer="乙")).case_id
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    for _ in range(20):
        forgetting.sweep(desk, time())
    assert indexed(desk, WORDS + "xyz") == set("xyz")
    assert [one.case.id for one in complaints.similar_open(desk.store, "别的事情xyzzy")] == [later]
    assert complaints.similar_resolved(desk.store, WORDS) == []


def test_the_file_itself_holds_none_of_it(tmp_path: Path, time: Time) -> None:
    path = tmp_path / "file.db"
    with opened(path, time) as desk:
        a_whole_life(desk, time)
        all_sent(desk)
        assert forgetting.forget_person(desk, ask(desk, ADMIN), NAME).closed
        assert left(desk) == []
    kept = b"".join(file.read_bytes() for file in path.parent.glob("file.db*"))
    assert [text for text in PLANTED if text.encode() in kept] == []


def test_the_card_in_the_chat_is_drawn_anew_without_the_words_and_offers_nothing(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    all_sent(desk)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    owed = desk.store.all("SELECT what, case_id, channel FROM outbox WHERE state = 'waiting' ORDER BY channel")
    # It stands where it was handed to, too.
    assert [tuple(one) for one in owed] == [("card", case, "#客服"), ("card", case, "#销售部")]
    found = outbox.Owed(1, "card", "#客服", case, {"hide": True}, "sending", 0, False, 0, 0, "", "")
    drawn = str(drawer(desk)(found))
    assert not [text for text in PLANTED if text in drawn]
    assert "已在" in drawn and "清除" in drawn
    assert complaints.allowed(complaints.show(desk.store, case)) == ("ledger",)
    history = events.history(desk.store, case)
    lines = [cards.line(event, paper()) for event in history]
    assert "清除了顾客的原话、姓名和号码" in lines[-1]
    assert any(FORGOTTEN in line for line in lines)


def test_a_complaint_that_was_forgotten_is_changed_by_nobody_any_more(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    acts: list[Callable[[], object]] = [
        lambda: complaints.reopen(desk, ask(desk, SERVICE), case, "又来了"),
        lambda: complaints.note(desk, ask(desk, SERVICE), case, "又来了"),
        lambda: complaints.verify(desk, ask(desk, SECOND_SERVICE), case, {"verdict": "partly"}),
    ]
    for act in acts:
        with pytest.raises(WrongState, match="已经清除"):
            act()
    for _, look in LOOKS:
        look(desk, time())


def test_what_was_merged_goes_with_the_case_that_goes_on_for_it(desk: Desk, time: Time) -> None:
    merged = complaints.log(desk, ask(desk, EDITOR), Report(WORDS, customer=NAME)).case_id
    target = complaints.log(desk, ask(desk, EDITOR), Report("别的话", customer="乙")).case_id
    complaints.merge(desk, ask(desk, SERVICE), merged, target)
    complaints.log(desk, ask(desk, EDITOR), Report(MORE, customer=NAME))
    complaints.claim(desk, ask(desk, SERVICE), target)
    complaints.resolve(desk, ask(desk, SERVICE), target, "好了")
    all_sent(desk)
    time.forward(days=DAYS + 1)
    tidied(desk, time)
    assert forgetting.sweep(desk, time()) == 1
    assert left(desk) == []
    assert events.verify(desk.store).broken is None


def test_forgetting_goes_on_where_it_was_however_many_are_due(desk: Desk, time: Time) -> None:
    for number in range(25):
        case = complaints.log(desk, ask(desk, EDITOR), Report(f"{WORDS} {number}", customer=f"{NAME}{number}")).case_id
        complaints.claim(desk, ask(desk, SERVICE), case)
        complaints.resolve(desk, ask(desk, SERVICE), case, STAFF[0])
    all_sent(desk)
    time.forward(days=DAYS + 1)
    tidied(desk, time)
    assert forgetting.sweep(desk, time()) == 25
    assert left(desk) == []


def test_an_export_shows_the_mark_and_the_figures(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    file = StringIO()
    exporting.write(desk, exporting.Chosen(whole=True), "jsonl", file)
    assert not [text for text in PLANTED if text in file.getvalue()]
    assert f'"words": "{FORGOTTEN}"' in file.getvalue() and '"verdict": "confirmed"' in file.getvalue()


def test_one_person_is_looked_up_first_and_nothing_is_changed_by_that(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    other = complaints.log(desk, ask(desk, EDITOR), Report(f"那个 {NAME} 说的对", customer="乙")).case_id
    before = everything(desk)
    found = forgetting.look_up(desk, "＠ZZ顾客甲")
    assert (found.closed, found.open, found.mention) == ((case,), (), (other,))
    assert found.events >= 13
    assert forgetting.look_up(desk, NAME).mention == (other,)
    assert everything(desk) == before


def test_one_person_is_forgotten_in_messages_and_answers_too_and_others_are_not(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    kept = complaints.log(desk, ask(desk, EDITOR), Report("牛奶漏了", customer="乙")).case_id
    complaints.note(desk, ask(desk, SERVICE, key="again"), kept, "乙打过电话")
    all_sent(desk)
    with desk.store.transaction() as tx:
        whisper = {"text": f"{case} {NAME}", "blocks": [{"text": WORDS}], "user": SERVICE}
        outbox.owe(tx, "ephemeral", "C00", now=1, body=whisper, key="click:1")
        tx.execute("UPDATE outbox SET state = 'sent' WHERE key = 'click:1'")
    found = forgetting.forget_person(desk, ask(desk, ADMIN), f"@{NAME}")
    assert found.closed == (case,) and len(found.messages) > 1 and found.answers
    assert left(desk) == []
    assert complaints.show(desk.store, kept).words == "牛奶漏了"
    assert "乙打过电话" in everything(desk)
    last = events.history(desk.store, case)[-1]
    assert (last.actor, last.data["why"]) == (ADMIN, "asked")
    assert events.verify(desk.store).broken is None
    assert not forgetting.look_up(desk, NAME).anything


def test_an_answer_that_is_asked_for_again_says_that_it_is_gone_and_changes_nothing(desk: Desk, time: Time) -> None:
    case = a_whole_life(desk, time)
    complaints.accepted(desk, ask(desk, SECOND_SERVICE, key="k"), case, STAFF[11])
    forgetting.forget_person(desk, ask(desk, ADMIN), NAME)
    again = complaints.accepted(desk, ask(desk, SECOND_SERVICE, key="k"), case, STAFF[11])
    assert again.said.message == "顾客信息已清除。"
    assert left(desk) == []


def test_what_is_still_open_is_named_and_left(desk: Desk, time: Time) -> None:
    case = complaints.log(desk, ask(desk, EDITOR), Report(WORDS, customer=NAME)).case_id
    found = forgetting.forget_person(desk, ask(desk, ADMIN), NAME)
    assert (found.closed, found.open) == ((), (case,))
    assert complaints.show(desk.store, case).words == WORDS


def test_their_comments_on_a_closed_case_of_somebody_else_go_and_the_others_stay(desk: Desk, time: Time) -> None:
    merged = complaints.log(desk, ask(desk, EDITOR), Report(WORDS, customer=NAME)).case_id
    target = complaints.log(desk, ask(desk, EDITOR), Report("乙的话", customer="乙")).case_id
    complaints.merge(desk, ask(desk, SERVICE), merged, target)
    complaints.log(desk, ask(desk, EDITOR), Report(MORE, customer=NAME))
    complaints.log(desk, ask(desk, EDITOR), Report("乙又说", customer="乙"))
    complaints.claim(desk, ask(desk, SERVICE), target)
    assert forgetting.look_up(desk, NAME).open == (merged,)
    complaints.resolve(desk, ask(desk, SERVICE), target, "好了")
    all_sent(desk)
    found = forgetting.forget_person(desk, ask(desk, ADMIN), NAME)
    assert (found.closed, found.others) == ((merged,), ((target, (2,)),))
    assert left(desk) == []
    assert "乙又说" in everything(desk) and "乙的话" in everything(desk)
    assert events.verify(desk.store).broken is None


def test_only_an_admin_forgets_and_a_name_is_needed(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    with pytest.raises(NotAllowed, match="只有管理员"):
        forgetting.forget_person(desk, ask(desk, EDITOR), NAME)
    with pytest.raises(NotAllowed):
        forgetting.forget_person(desk, ask(desk, ""), NAME)
    with pytest.raises(Invalid):
        forgetting.look_up(desk, " @ ")
    assert WORDS in left(desk)


def test_messages_kept_by_their_key_are_emptied_after_a_month_whatever_the_settings_say(
    tmp_path: Path, time: Time
) -> None:
    with opened(tmp_path / "other.db", time) as desk:
        now = int(time().timestamp() * 1000)
        with desk.store.transaction() as tx:
            outbox.owe(tx, "post", "C00", now=now, body={"text": NAME, "blocks": []}, key="digest:1")
            outbox.owe(tx, "post", "C00", now=now, body={"text": NAME, "blocks": []}, key="digest:2")
            tx.execute("UPDATE outbox SET state = 'sent' WHERE key = 'digest:1'")
        time.forward(days=31)
        forgetting.sweep(desk, time())
        bodies = [row["body"] for row in desk.store.all("SELECT body FROM outbox ORDER BY id")]
        assert bodies[0] == "{}" and NAME in str(bodies[1])
        with desk.store.transaction() as tx:
            assert not outbox.owe(tx, "post", "C00", now=now, key="digest:1")


def test_an_older_file_is_read_by_sqlite_itself_afterwards(desk: Desk, time: Time) -> None:
    a_whole_life(desk, time)
    time.forward(days=DAYS + 1)
    forgetting.sweep(desk, time())
    with closing(sqlite3.connect(desk.store.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        for name in ("open", "resolved"):
            connection.execute(
                f"INSERT INTO complaints_{name}_words (complaints_{name}_words) VALUES ('integrity-check')"
            )
