"""What a campaign brought: given by its contact or the Weibo team when it is over, which closes it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.campaigns import rules
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.notice_lines import read_money, read_number, read_orders
from bot.domain.record import storable, tell
from bot.errors import Invalid, WrongState
from bot.store.campaigns import NOTE_MOST, Campaign, Results
from bot.store.database import Reader, Transaction
from bot.text.mrkdwn import escape
from bot.text.words import phrase


def read_results(typed: Mapping[str, object]) -> Results:
    """The results from a form's values by block id. Raises Invalid, naming the field, for what cannot be read, and where
    nothing was filled in."""
    text = {name: str(value) for name, value in typed.items()}
    orders, unattributed = read_orders(text.get("orders", ""))
    note = storable(text.get("note", "")).strip()
    if len(note) > NOTE_MOST:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(note), most=NOTE_MOST), field="note")
    found = Results(
        orders=orders,
        unattributed=unattributed,
        visits=read_number(text.get("visits", ""), "visits"),
        spend=read_money(text.get("spend", ""), "spend"),
        note=note,
    )
    if found == Results():
        raise Invalid(phrase("至少填一项；没有统计到的，在“说明”里写一句。"), field="note")
    return found


def give_results(desk: Desk, request: Request, case_id: str, results: Results) -> Outcome:
    """Put down what the campaign brought. It is reviewed from then on; given again, the new figures take the place of
    the old ones, which stay on the record."""

    def decide(tx: Transaction) -> Outcome:
        before = to_review(tx, desk, request.actor, case_id)
        values = {"state": "reviewed", "results": results.to_json(), "next_due": ""}
        after = rules.change(tx, request, before, values)
        data = {"again": before.state == "reviewed", "results": results.to_json()}
        rules.recorded(tx, desk, request, before, after, "result", data)
        title = escape(before.title)
        for person in dict.fromkeys((before.contact, before.owner)):
            who = rules.name(desk, request.actor)
            tell(tx, request, person, case_id, phrase("{who} 填写了 {case}《{title}》的结果：`/campaign 查看 {case}`", who=who, case=case_id, title=title))  # fmt: skip
        return Outcome(phrase("{case} 的结果已记下，活动已复盘。谢谢！", case=case_id), case_id)

    return once(desk, request, decide)


def to_review(reader: Reader, desk: Desk, actor: str, case_id: str) -> Campaign:
    """The campaign whose results ``actor`` may give: its contact, or an editor. Raises NotFound, NotAllowed or
    WrongState."""
    case = rules.load(reader, case_id)
    if actor != case.contact:
        desk.company.must_hold(actor, "editor", to_do=phrase("填写别人活动的结果"))
    if case.state in rules.ACCEPTED:
        raise WrongState(
            phrase("{case} 还没有结束，结束以后再填结果。", case=case_id),
            phrase("最后一天是 {day}，之后机器人会请联系人来填。", day=case.last_day),
        )
    if "result" not in rules.allowed(case):
        raise rules.not_now(case)
    return case
