"""The fact sheet drawn: what the customer accepted, the verdict on the card, the whole sheet, its form."""

from __future__ import annotations

from typing import Final

from bot.cards.blocks import date_time_picker, field, fields, modal, section, select, text_input
from bot.cards.message import Block
from bot.cards.names import complaint_fact, complaint_verdict
from bot.cards.paper import Paper
from bot.store.complaints import NOTE_MOST, OPEN, Complaint
from bot.store.events import Event
from bot.store.facts import FACT_MOST, Facts
from bot.text.mrkdwn import escaped, quoted, shorten
from bot.text.vocabulary import VERDICTS
from bot.text.width import cut

VERDICT: Final = "complaint.verdict"
ACCEPTED: Final = "complaint.accepted"
_WORDS: Final = ("customer_says", "our_record", "evidence", "remedy")
_ON_CARD: Final = 160
_IN_FULL: Final = 250
_WORDS_ABOVE: Final = 500
_ACCEPTANCE_MOST: Final = 700
_CHANGED_MOST: Final = 200


def acceptance_first(case: Complaint, facts: Facts | None, paper: Paper) -> list[Block]:
    """What the customer accepted, for the top of the card of a case that was opened again all the same."""
    if facts is None or not facts.accepted_at or not case.reopened or case.state not in OPEN:
        return []
    return [section(_acceptance(facts, paper, _IN_FULL))]


def on_card(case: Complaint, facts: Facts | None, paper: Paper) -> list[Block]:
    """The verdict in a line, and the acceptance where it does not stand at the top."""
    if facts is None:
        return []
    t, said = paper.t, []
    if facts.verdict:
        line = t("*核实*：{verdict}", verdict=complaint_verdict(facts.verdict))
        said.append(f"{line} — {escaped(_line(facts.remedy, paper), _ON_CARD)}" if facts.remedy else line)
    if facts.accepted_at and not acceptance_first(case, facts, paper):
        said.append(_acceptance(facts, paper, _ON_CARD))
    return [section("\n".join(said))] if said else []


def in_full(facts: Facts | None, paper: Paper) -> list[Block]:
    """The sheet for `show`: every field that was filled in."""
    if facts is None or not facts.filled_at:
        return []
    t = paper.t
    pairs = [
        (t(complaint_fact(name)), escaped(cut(paper.private(getattr(facts, name)), _IN_FULL), _IN_FULL))
        for name in _WORDS
        if getattr(facts, name)
    ]
    verdict = t(complaint_verdict(facts.verdict)) if facts.verdict else "—"
    who = t("{who} {at} 填写", who=paper.who(facts.filled_by), at=paper.moment(facts.filled_at))
    title = t("*核实表*（内部，不对外）") + f" · {verdict} · {who}"
    return [section(title), *([fields(pairs)] if pairs else [])]


def line(event: Event, paper: Paper, most: int) -> str:
    """What was put on the sheet, old → new; what the customer accepted; who read the numbers."""
    t, data = paper.t, event.data
    if event.action == "see":
        return t("查看了完整信息")
    if event.action == "accepted":
        at = paper.moment(str(data["at"]))
        return t("记下顾客 {at} 接受了处理：", at=at) + "\n" + quoted(cut(paper.private(str(data["text"])), most))
    changes = data["changes"]
    assert isinstance(changes, dict)
    most = min(most, _CHANGED_MOST)
    told = [
        t("{what}：{change}", what=complaint_fact(name), change=_change(name, str(old), str(new), paper, most))
        for name in ("verdict", *_WORDS)
        if name in changes
        for old, new in (changes[name],)
    ]
    return t("核实了：") + "\n" + quoted("\n".join(told))


def form(case: Complaint, facts: Facts, paper: Paper) -> Block:
    """The fact sheet to fill in, with what is on it. What the customer wrote stands above."""
    t = paper.t
    verdicts = [(key, t(complaint_verdict(key))) for key in VERDICTS]
    hints = {
        "customer_says": t("一句话说清顾客要什么，可不填。"),
        "our_record": t("订单、物流、监控、聊天记录里是怎样的。"),
        "evidence": t("照片、单据、签收记录放在哪里。"),
        "remedy": t("给顾客的处理：换货、退款、道歉。"),
    }
    words = {
        name: field(
            name,
            t(complaint_fact(name)),
            text_input("value", multiline=True, initial=getattr(facts, name), most=FACT_MOST),
            optional=True,
            hint=hints[name],
        )
        for name in _WORDS
    }
    verdict = field("verdict", t(complaint_fact("verdict")), select("value", verdicts, initial=facts.verdict or None))
    return modal(
        VERDICT,
        t("核实 {case}", case=case.id),
        t("保存"),
        t("取消"),
        [
            section(t("*顾客原话*") + "\n" + quoted(cut(paper.private(case.words, case.order_number), _WORDS_ABOVE))),
            words["customer_says"],
            words["our_record"],
            words["evidence"],
            verdict,
            words["remedy"],
        ],
        carried=case.id,
    )


def accepted_form(case_id: str, paper: Paper) -> Block:
    """What the customer said when they accepted, and when that was."""
    t = paper.t
    return modal(
        ACCEPTED,
        t("顾客接受 {case}", case=case_id),
        t("保存"),
        t("取消"),
        [
            field("accepted", t("顾客的原话"), text_input("value", multiline=True, most=NOTE_MOST)),
            field(
                "when",
                t("什么时候说的"),
                date_time_picker("value", initial=int(paper.now.timestamp())),
                hint=t("重新打开时，这段话会放在卡片最前面。"),
            ),
        ],
        carried=case_id,
    )


def _acceptance(facts: Facts, paper: Paper, most: int) -> str:
    at = paper.moment(facts.accepted_at)
    who = paper.who(facts.accepted_by)
    said = paper.t("✅ *顾客 {at} 接受过处理*（{who} 记录）：", at=at, who=who)
    return said + "\n" + shorten(quoted(cut(paper.private(facts.accepted_words), most)), _ACCEPTANCE_MOST)


def _change(name: str, old: str, new: str, paper: Paper, most: int) -> str:
    if name == "verdict":
        shown = [paper.t(complaint_verdict(key)) if key else "" for key in (old, new)]
    else:
        shown = [cut(_line(text, paper), most) for text in (old, new)]
    return f"{shown[0]} → {shown[1] or '—'}" if shown[0] else shown[1]


def _line(text: str, paper: Paper) -> str:
    return " ".join(paper.private(text).split())
