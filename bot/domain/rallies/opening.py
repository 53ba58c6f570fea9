"""Opening a rally: who may, what is asked for, and the lines that are given out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.domain.copy_context import context_for
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.rallies import rules, starters
from bot.domain.rallies.call import Call, Checked, checked
from bot.domain.rallies.times import next_day_time, next_reminder
from bot.domain.record import record
from bot.errors import Invalid, WrongState
from bot.store import cases, outbox, own_cards, rally_lines, rally_people
from bot.store import rallies as rows
from bot.store.database import Reader, Transaction
from bot.store.rallies import EVERYONE, Rally
from bot.store.rally_lines import LINES_MOST, VOICES
from bot.store.times import epoch_ms, to_store
from bot.text.mrkdwn import escape
from bot.text.words import Phrase, phrase


def must_be_able(desk: Desk, reader: Reader, user: str, at: datetime) -> None:
    """Raise a Refusal where a person cannot open a rally now."""
    desk.company.must_hold(user, "leader", "editor", to_do=phrase("发起一次转发"))
    if hold := rules.holding(reader, at):
        raise WrongState(phrase("推广暂停中：{reason}。", reason=escape(hold.reason)), phrase("恢复后再发起。"))


def prepare(desk: Desk, user: str, at: datetime, call: Call) -> tuple[Checked, Mapping[str, tuple[str, ...]]]:
    """The call found right, and the lines proposed for it. Nothing is kept. Raises a Refusal."""
    must_be_able(desk, desk.store, user, at)
    found = checked(desk, desk.store, at, call)
    lines = starters.proposed(
        desk.settings.company.name,
        found.title,
        found.why,
        turn=found.post.number,
        named=len(found.named),
        many=bool(found.whom),
    )
    return found, lines


def start(desk: Desk, request: Request, call: Call, written: Mapping[str, str]) -> Outcome:
    """Open a rally. ``written`` holds the lines by voice, one in each row. The channels see its card, and those who are named
    get their own one, at night only in the morning."""
    lines = _checked_lines(desk, request, written, max(starters.LEAST, len(call.named)))

    def decide(tx: Transaction) -> Outcome:
        must_be_able(desk, tx, request.actor, request.at)
        asked = checked(desk, tx, request.at, call)
        case = cases.next_id(tx, "R")
        rows.add(tx, _values(request, case, asked))
        for voice, line in lines:
            rally_lines.add(tx, case, voice, line, starters.key_of_words(line))
        told_at = next_day_time(desk, request.at)
        if told_at >= asked.until:
            told_at = request.at
        for person in asked.named:
            again = next_reminder(desk, told_at, asked.until, 0)
            rally_people.ask(tx, case, person, to_store(again) if again else "")
            not_before = 0 if told_at == request.at else epoch_ms(told_at)
            own_cards.owe_own(tx, person, case, now=request.ms, not_before=not_before)
        # The record names nobody who is asked: whoever then declines or says nothing stands in no record.
        data = {"title": asked.title, "lines": len(lines)}
        record(tx, desk, request, rules.channel(desk), case, "open", to_state="open", data=data)
        for where in rules.channels(desk, rules.load(tx, case))[1:]:
            outbox.owe_card(tx, where, case, now=request.ms)
        said = phrase("已发起 {case}，备好 {n} 句起头的话。", case=case, n=len(lines))
        return Outcome(said, case, _warnings(desk, request.at, told_at, asked, len(lines)))

    return once(desk, request, decide)


def to_add_lines(desk: Desk, reader: Reader, user: str, case_id: str) -> Rally:
    """The open rally to which a person may add lines. Raises a Refusal."""
    desk.company.must_hold(user, "leader", "editor", to_do=phrase("补充起头的话"))
    rally = rules.load(reader, case_id)
    rules.must_be_open(desk, rally)
    return rally


def add_lines(desk: Desk, request: Request, case_id: str, written: Mapping[str, str]) -> Outcome:
    """Add lines to an open rally; those who joined when there were none get theirs first."""
    lines = _checked_lines(desk, request, written, 1)

    def decide(tx: Transaction) -> Outcome:
        rally = to_add_lines(desk, tx, request.actor, case_id)
        if rally_lines.count(tx, case_id) + len(lines) > LINES_MOST:
            raise Invalid(phrase("一次转发最多 {most} 句。", most=LINES_MOST), field=VOICES[0])
        added = sum(rally_lines.add(tx, case_id, voice, line, starters.key_of_words(line)) for voice, line in lines)
        if not added:
            raise Invalid(phrase("这些话都已经有了。"), phrase("换一种说法。"), field=VOICES[0])
        rows.lines_ran_out(tx, case_id, False)
        for person in rally_lines.without(tx, case_id):
            named = person in rally.named
            kept_back = 0 if named else rules.kept_back(tx, rally)
            if rally_lines.take(tx, case_id, person, leads=named, kept_back=kept_back):
                own_cards.owe_own(tx, person, case_id, now=request.ms)
        data = {"lines": added}
        record(
            tx, desk, request, rules.channel(desk), case_id, "add_lines",
            from_state="open", to_state="open", data=data, show=False,
        )  # fmt: skip
        said = phrase("已给 {case} 补充 {n} 句，没领到的同事先领。", case=case_id, n=added)
        return Outcome(said, case_id)

    return once(desk, request, decide)


def _checked_lines(desk: Desk, request: Request, written: Mapping[str, str], least: int) -> list[tuple[str, str]]:
    # Before the transaction: checking many texts takes a while, and nobody else could write meanwhile.
    context = context_for(desk.settings, desk.store, request.at)
    return starters.checked(desk.settings.company.name, written, least, context)


def _values(request: Request, case: str, asked: Checked) -> dict[str, object]:
    return {
        "id": case,
        "state": "open",
        "title": asked.title,
        "why": asked.why,
        "post": str(asked.post.number),
        "url": asked.post.url,
        "campaign_id": asked.campaign_id,
        "draft_id": asked.draft_id,
        "until": to_store(asked.until),
        "whom": list(asked.whom),
        "named": list(asked.named),
        "opened_by": request.actor,
        "opened_at": request.stamp,
    }


def _warnings(desk: Desk, at: datetime, told_at: datetime, asked: Checked, lines: int) -> tuple[Phrase, ...]:
    found = []
    if asked.named and told_at > at:
        morning = told_at.astimezone(desk.zone)
        found.append(phrase("现在是夜里，给领导的私信 {at} 再发。", at=f"{morning:%m-%d %H:%M}"))
    if EVERYONE in asked.whom and lines < len(desk.company.people):
        found.append(phrase("话发完以后，后来的同事用自己的话写；也可以随时补充。"))
    return tuple(found)
