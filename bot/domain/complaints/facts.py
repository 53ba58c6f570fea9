"""The fact sheet of a complaint: what was found out, before anybody answers in public, and what the customer accepted.

It is the company's own: nothing of it goes into a text for the customer or a file for outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.cards.names import complaint_fact, complaint_verdict
from bot.domain.complaints import rules
from bot.domain.complaints.own import must_be_own
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text, storable
from bot.errors import Invalid, WrongState
from bot.store import facts as rows
from bot.store.complaints import NOTE_MOST, OPEN, Complaint
from bot.store.database import Reader, Transaction
from bot.store.facts import FACT_MOST, Facts
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.simplified import as_simplified
from bot.text.vocabulary import VERDICTS, read
from bot.text.width import cut, plain
from bot.text.words import phrase, series

# Who answers for a case can say what is true of it; an unclaimed one is nobody's yet.
_FILLED_IN: Final = ("claimed", "handed_over", "replied", "waiting_customer", "resolved", "closed")
# The steps whose words are asked for in some states only.
_STEP_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "reply": rules.IN_HAND,
    "resolve": rules.IN_HAND,
    "reopen": rules.SETTLED,
    "escalate": OPEN,
}
FIELDS: Final = ("customer_says", "our_record", "evidence", "verdict", "remedy")
# 属实 换货一箱；证据：仓库照片
_LABELS: Final = {
    "顾客": "customer_says",
    "诉求": "customer_says",
    "记录": "our_record",
    "证据": "evidence",
    "措施": "remedy",
    "customer": "customer_says",
    "record": "our_record",
    "evidence": "evidence",
    "remedy": "remedy",
}
_LABEL: Final = re.compile(rf"(?:^|[;；\n]|(?<=\s))\s*({'|'.join(_LABELS)})\s*[:：]", re.IGNORECASE)

_ENDS: Final = " \t\r\n\u3000;；"


def read_finding(text: str) -> dict[str, str]:
    """What was typed after the case's id: the verdict, then what is done about it, then labelled fields.

    ``属实 换货一箱；证据：仓库照片`` gives verdict, remedy and evidence. Raises Invalid for a word that is no verdict.
    """
    first, rest = [*re.split(r"[\s,，:：;；]+", text.strip(), maxsplit=1), ""][:2]
    verdict = read(first, VERDICTS)
    if verdict is None:
        raise Invalid(
            phrase("“{word}”不是核实结论。", word=escape(cut(first, 40))),
            phrase("可以写：{verdicts}", verdicts=series(map(complaint_verdict, VERDICTS))),
            field="verdict",
        )
    found = {"verdict": verdict}
    name, begins = "remedy", 0
    for label in _LABEL.finditer(as_simplified(rest)):
        _keep(found, name, rest[begins : label.start()])
        name, begins = _LABELS[label[1].casefold()], label.end()
    _keep(found, name, rest[begins:])
    return found


def _keep(found: dict[str, str], name: str, value: str) -> None:
    if plain(value):
        found[name] = value.strip(_ENDS)


def sheet(reader: Reader, case_id: str) -> Facts:
    """A complaint's sheet, blank where nothing is known."""
    return rows.facts(reader, case_id) or rows.blank(case_id)


def to_fill(desk: Desk, user: str, case_id: str) -> tuple[Complaint, Facts]:
    """The case and its sheet, for somebody who wants to fill it in. Raises a Refusal where they could not submit it."""
    case = rules.load(desk.store, case_id)
    _may_fill(desk, user, case)
    return case, sheet(desk.store, case_id)


def verify(desk: Desk, request: Request, case_id: str, found: Mapping[str, str]) -> Outcome:
    """Put on the sheet what was found out; fields that are not named stay as they are. The record keeps old and new."""
    told = {name: _fact(name, found[name]) for name in FIELDS if name in found}
    if told.get("verdict", "") not in VERDICTS:
        raise Invalid(phrase("请选择核实结论。"), field="verdict")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        _may_fill(desk, request.actor, before)
        known = sheet(tx, case_id)
        changes = {name: [getattr(known, name), new] for name, new in told.items() if getattr(known, name) != new}
        if not changes:
            raise WrongState(
                phrase("{case} 的核实表没有改动。", case=case_id),
                phrase("查看：`/complaint 查看 {case}`", case=case_id),
            )
        rows.put(tx, case_id, {**told, "filled_by": request.actor, "filled_at": request.stamp})
        after = rules.change(tx, request, before, {})
        rules.recorded(tx, desk, request, before, after, "verdict", {"changes": changes})
        said = phrase("已记下 {case} 的核实结论：{verdict}。", case=case_id, verdict=complaint_verdict(told["verdict"]))
        return Outcome(said, case_id)

    return once(desk, request, decide)


def accepted(desk: Desk, request: Request, case_id: str, text: str, at: datetime | None = None) -> Outcome:
    """The customer accepted what is done for them: when (now, unless ``at`` says it) and in what words."""
    words = need_text(text, phrase("顾客的原话"), NOTE_MOST, field="accepted")
    moment = at or request.at
    if moment > request.at + timedelta(minutes=1):
        raise Invalid(phrase("顾客接受的时间还没有到。"), phrase("请填已经过去的时间。"), field="when")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_work_on(desk, request, before, phrase("记下顾客的答复"))
        rules.must_be(before, _FILLED_IN)
        if moment < from_store(before.created_at) - timedelta(minutes=1):
            raise Invalid(phrase("顾客接受的时间早于 {case} 的登记时间。", case=case_id), field="when")
        known = sheet(tx, case_id)
        stamp = to_store(moment)
        rows.put(tx, case_id, {"accepted_at": stamp, "accepted_words": words, "accepted_by": request.actor})
        after = rules.change(tx, request, before, {})
        was = {"was": known.accepted_words, "was_at": known.accepted_at} if known.accepted_at else {}
        rules.recorded(tx, desk, request, before, after, "accepted", {"text": words, "at": stamp, **was})
        return Outcome(phrase("已记下：顾客接受了 {case} 的处理。", case=case_id), case_id)

    return once(desk, request, decide)


def must_be_verified(desk: Desk, reader: Reader, case: Complaint, step: str) -> None:
    """Raise WrongState, with the way to the form, where the policy asks for a verdict before this ``step`` (``reply`` or
    ``resolve``) and there is none."""
    asked = desk.settings.policy.complaint.verdict_before
    if asked == "never" or (asked == "resolve" and step == "reply") or sheet(reader, case.id).verdict:
        return
    said = (
        phrase("{case} 还没有核实结论，不能回复顾客。", case=case.id)
        if step == "reply"
        else phrase("{case} 还没有核实结论，不能办结。", case=case.id)
    )
    raise WrongState(
        said,
        phrase("先核实：`/complaint 核实 {case}`", case=case.id),
        offers=(Offer(phrase("去填核实表"), "complaint.verdict", case.id),),
    )


def must_be_ready(desk: Desk, case_id: str, step: str) -> None:
    """Before the form of a ``step`` is opened: raise WrongState, with the way on, where the case as it stands does not take
    it, or a verdict is asked for first. Raises NotFound."""
    case = rules.load(desk.store, case_id)
    rules.must_be(case, _STEP_STATES.get(step, (case.state,)))
    if step in ("reply", "resolve"):
        must_be_verified(desk, desk.store, case, step)


def _may_fill(desk: Desk, user: str, case: Complaint) -> None:
    rules.must_be(case, _FILLED_IN)
    must_be_own(desk, user, case, phrase("填写核实表"))


def _fact(name: str, value: str) -> str:
    text = storable(value).strip()
    if not plain(text):
        return ""
    if len(text) > FACT_MOST:
        what = complaint_fact(name)
        raise Invalid(
            phrase("{what}太长：{n} 字，最多 {most} 字。", what=what, n=len(text), most=FACT_MOST), field=name
        )
    return text
