"""Complaints drawn for the chat: the card, its history lines, lists and details."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.cards import complaint_facts, complaint_time, complaint_turns
from bot.cards.blocks import (
    MESSAGE,
    SECTION,
    Style,
    actions,
    button,
    context,
    divider,
    fields,
    header,
    section,
    written,
)
from bot.cards.complaint_beside import Beside, kind, severity
from bot.cards.complaint_beside import blocks as blocks_beside
from bot.cards.message import Block, Message
from bot.cards.names import complaint_place, complaint_state
from bot.cards.paper import Paper
from bot.cards.rich import quote, run
from bot.store.complaints import NOTE_MOST, OPEN, UNCLAIMED, Complaint
from bot.store.database import Row
from bot.store.events import Event
from bot.store.facts import Facts
from bot.store.segments import Share
from bot.store.times import from_store
from bot.text.mrkdwn import escape, escaped, quoted, shorten
from bot.text.weibo_links import leads_to
from bot.text.width import cut

_WORDS_ON_CARD: Final = 500
_WORDS_IN_HISTORY: Final = 120
_LATEST_MOST: Final = 300
# In the chat's markup, where one sign that people wrote may take five.
_RESULT_MOST: Final = 1_200
# A longer address is not worth the room that it takes.
_LINK_MOST: Final = 800


_NOTHING: Final = Beside()


def card(
    case: Complaint,
    comments: Sequence[Row],
    allowed: Sequence[str],
    paper: Paper,
    *,
    facts: Facts | None = None,
    beside: Beside = _NOTHING,
    shares: Sequence[Share] = (),
) -> Message:
    """The card in the channel: what state it is in, whose turn it is and until when, whose its time was (``shares``), and a
    button for each action that is ``allowed`` now. Where the customer accepted and the case is open again, that comes
    first."""
    t = paper.t
    title = f"{'🔴 P0 ' if case.severity == 'P0' else ''}{case.id} · {t(complaint_state(case.state))}"
    blocks: list[Block] = [
        header(title),
        *complaint_facts.acceptance_first(case, facts, paper),
        section("\n".join(filter(None, (_turn(case, paper), complaint_turns.escalated(case, paper))))),
        section(f"{_customer(case, paper)}\n{quoted(cut(_words(case, paper), _WORDS_ON_CARD))}"),
    ]
    if case.comments > 1:
        latest = "\n".join(f"· {escaped(_one_line(paper.private(str(row['words']))), 160)}" for row in comments[:3])
        blocks.append(section(_how_many(case, beside, paper) + "\n" + latest))
    if case.resolution:
        closed = t("上次办结：") if case.state in OPEN else t("处理结果：")
        result = quoted(cut(paper.private(case.resolution), _WORDS_ON_CARD))
        blocks.append(section(closed + "\n" + shorten(result, _RESULT_MOST)))
    blocks += complaint_facts.on_card(case, facts, paper)
    if case.forgotten_at:
        blocks.append(context(t("🔒 顾客的原话、姓名和号码已在 {at} 清除。", at=paper.moment(case.forgotten_at))))
    blocks += blocks_beside(case, beside, paper)
    spent = complaint_time.strip(shares, paper)
    told = _facts(case, beside, paper)
    blocks.append(context(t("用时：{spent}", spent=spent) + "\n" + told if spent else told))
    hidden = case.order_number or paper.private(case.words + case.customer) != case.words + case.customer
    buttons = _buttons(case, (*allowed, "see") if hidden and allowed else allowed, paper)
    if buttons:
        blocks.append(actions(*buttons))
    return Message(f"{title} {escaped(_one_line(_words(case, paper)), 60)}", blocks)


def details(
    case: Complaint,
    comments: Sequence[Row],
    history: Sequence[Event],
    allowed: Sequence[str],
    paper: Paper,
    *,
    facts: Facts | None = None,
    beside: Beside = _NOTHING,
    shares: Sequence[Share] = (),
) -> Message:
    """All there is to one complaint, for the person who asked: the words whole, the fact sheet, and as much of the latest
    history as one message holds."""
    t = paper.t
    drawn = card(case, comments, allowed, paper, facts=facts, shares=shares, beside=beside)
    pairs = [
        (t("类别"), escaped(kind(case, beside, paper), 200)),
        _claim_due(case, paper),
        (t("回复时限"), _due(case.reply_due, case.replied_at, paper)),
        (t("办结时限"), _due(case.resolve_due, case.resolved_at, paper)),
    ]
    if graded := severity(case, beside, paper):
        pairs.append((t("严重程度"), escaped(graded, 200)))
    if case.order_number:
        pairs.append((t("订单号"), escape(paper.number(case.order_number))))
    if case.link and not _is_address(case.link, paper):
        pairs.append((t("链接"), escaped(case.link, _LINK_MOST)))
    # Rich text is not escaped: of the longest words, too, nothing is left out.
    whole = [quote([run(_words(case, paper))])] if len(case.words) > _WORDS_ON_CARD else []
    said = section(_customer(case, paper))
    words = 2 + len(complaint_facts.acceptance_first(case, facts, paper))
    blocks = [
        *drawn.blocks[:words],
        *([said, *whole] if whole else drawn.blocks[words : words + 1]),
        *drawn.blocks[words + 1 : -1],
        fields(pairs),
        *complaint_facts.in_full(facts, paper),
        divider(),
    ]
    room = min(SECTION, MESSAGE - written(blocks) - written(drawn.blocks[-1]))
    return Message(drawn.text, [*blocks, section(_history(history, room, paper)), drawn.blocks[-1]])


def _history(history: Sequence[Event], room: int, paper: Paper) -> str:
    told: list[str] = []
    for event in reversed(history):
        said = f"{paper.moment(event.at)} {paper.who(event.actor)} {line(event, paper, most=_WORDS_IN_HISTORY)}"
        if sum(map(len, told)) + len(told) + len(said) > room - 2:
            told.append("…")
            break
        told.append(said)
    return "\n".join(reversed(told))


def line(event: Event, paper: Paper, *, most: int = NOTE_MOST, ring: bool = False) -> str:
    """One event of the record as a sentence without its subject: ``认领了``; ``most`` characters of what was written. With
    ``ring``, who is asked to act is mentioned for real."""
    if event.action in complaint_turns.ACTIONS:
        return complaint_turns.line(event, paper, most, ring=ring)
    t, data = paper.t, event.data
    text = quoted(cut(paper.private(str(data.get("text", ""))), most))
    sentences = {
        "log": lambda: t("登记了这条投诉"),
        "comment": lambda: (
            t("记下顾客的第 {n} 条留言：", n=data["number"])
            + "\n"
            + quoted(cut(paper.private(str(data["words"])), most))
        ),
        "claim": lambda: t("认领了"),
        "note": lambda: t("备注：") + "\n" + text,
        "order": lambda: t("记下了订单号"),
        "wait": lambda: t("在等顾客答复，时钟暂停"),
        "reply": lambda: t("在微博上回复了：") + "\n" + text,
        "resolve": lambda: t("办结了：") + "\n" + text,
        "merge": lambda: t("把它并入了 {case}，时钟停下", case=data["into"]),
        "take_in": lambda: t("把 {case} 并了进来", case=data["case"]),
        "unmerge": lambda: t("把它从 {case} 拆开，时钟继续走", case=data["from"]),
        "give_out": lambda: t("把 {case} 拆了出去", case=data["case"]),
        "reopen": lambda: t("重新打开：") + "\n" + quoted(cut(paper.private(str(data.get("reason", ""))), most)),
        "verdict": lambda: complaint_facts.line(event, paper, most),
        "accepted": lambda: complaint_facts.line(event, paper, most),
        "see": lambda: complaint_facts.line(event, paper, most),
        "forget": lambda: t("清除了顾客的原话、姓名和号码"),
    }
    return sentences[event.action]()


def row(case: Complaint, paper: Paper) -> str:
    """One complaint in one line: id, words, who has it, until when."""
    t = paper.t
    mark = "🔴 " if case.severity == "P0" else ""
    who = paper.whom(case.holder) if case.state not in UNCLAIMED else ""
    until = _clock(case, paper) if case.next_due else t(complaint_state(case.state))
    said = " · ".join(filter(None, (who, until)))
    return f"{mark}*{case.id}* {escaped(cut(_one_line(_words(case, paper)), 40), 80)} — {said}"


def _words(case: Complaint, paper: Paper) -> str:
    return paper.private(case.words, case.order_number)


def _customer(case: Complaint, paper: Paper) -> str:
    t = paper.t
    customer = escape(paper.private(case.customer)) or t("未留名的顾客")
    place = complaint_place(case.place)
    if case.written_at:
        return t("*{customer}*（{place}，{at}）", customer=customer, place=place, at=paper.moment(case.written_at))
    return t("*{customer}*（{place}）", customer=customer, place=place)


def _how_many(case: Complaint, beside: Beside, paper: Paper) -> str:
    t = paper.t
    if beside.merged_count:
        return t("共 {n} 条留言，{people} 人。最近：", n=case.comments, people=1 + beside.merged_count)
    return t("同一位顾客，共 {n} 条留言，1 人。最近：", n=case.comments)


def comments_line(case: Complaint, n: int, latest: Row | None, paper: Paper, *, direct: bool) -> str:
    """That the customer wrote again: ``n`` comments since the line before, and the latest words."""
    t = paper.t
    who = escape(paper.private(str(latest["customer"]) if latest and latest["customer"] else case.customer))
    words = quoted(cut(paper.private(str(latest["words"]) if latest else case.words, case.order_number), _LATEST_MOST))
    if direct:
        return t("{case}：{who}又留言 {n} 条，最新：", case=case.id, who=who, n=n) + "\n" + words
    return t("*{who}* 又留言 {n} 条，最新：", who=who, n=n) + "\n" + words


def _turn(case: Complaint, paper: Paper) -> str:
    """What is next and until when, then who has it; the state stands in the title."""
    t, holder = paper.t, paper.whom(case.holder)
    due = _clock(case, paper)
    has_it = t("{holder} 负责", holder=holder)
    parts: Mapping[str, Callable[[], tuple[str, ...]]] = {
        "new": lambda: (_bold(due),),
        "reopened": lambda: (_bold(due), _again(case, paper)),
        "claimed": lambda: (_bold(due), t("{holder} {at} 认领", holder=holder, at=paper.moment(case.claimed_at))),
        "waiting_customer": lambda: (_bold(t("{at} 起时钟暂停", at=paper.moment(case.paused_at))), has_it),
        "replied": lambda: (_bold(due), has_it),
        "resolved": lambda: (_resolved(case, paper),),
        "closed": lambda: (_resolved(case, paper), t("七天内顾客没有再来")),
        "merged": lambda: (_bold(t("已并入 {case}", case=case.merged_into)), t("时钟暂停")),
        "handed_over": lambda: (
            _bold(t("{department}：{due}", department=escape(paper.department(case.department)), due=due)),
            t("接单前由 {holder} 负责", holder=holder),
        ),
    }
    return " · ".join(filter(None, parts[case.state]()))


def _bold(text: str) -> str:
    return f"*{text}*" if text else ""


def _again(case: Complaint, paper: Paper) -> str:
    if not case.holder:
        return ""
    if paper.is_for(case.holder):
        return paper.t("请您接着处理")
    return paper.t("请 {holder} 接着处理", holder=paper.who(case.holder))


def _resolved(case: Complaint, paper: Paper) -> str:
    return paper.t("*{who}* {at} 办结", who=paper.whom(case.resolved_by), at=paper.moment(case.resolved_at))


def _clock(case: Complaint, paper: Paper) -> str:
    if not case.next_due:
        return ""
    t = paper.t
    left = (from_store(case.next_due) - paper.now).total_seconds()
    due = paper.moment(case.next_due)
    what = {
        "new": t("认领"),
        "reopened": t("认领"),
        "handed_over": t("接单"),
        "claimed": t("回复"),
    }.get(case.state, t("办结"))
    if left < 0:
        return t("⏰ {what}已超时（{due} 到期）", what=what, due=due)
    return t("{due} 前{what}", due=due, what=what)


def _claim_due(case: Complaint, paper: Paper) -> tuple[str, str]:
    if case.state == "handed_over":
        return paper.t("接单时限"), _due(case.claim_due, "", paper)
    return paper.t("认领时限"), _due(case.claim_due, case.claimed_at, paper)


def _due(due: str, done: str, paper: Paper) -> str:
    t = paper.t
    if not due:
        return "—"
    if done:
        kept = t("按时") if done <= due else t("超时")
        return t("{due}（{done} 完成，{kept}）", due=paper.moment(due), done=paper.moment(done), kept=kept)
    return paper.moment(due)


def _facts(case: Complaint, beside: Beside, paper: Paper) -> str:
    t = paper.t
    facts = [kind(case, beside, paper), _logged(case, paper)]
    if graded := severity(case, beside, paper):
        facts.insert(1, graded)
    if case.followers:
        facts.append(t("粉丝 {n}", n=case.followers))
    if case.reopened:
        facts.append(t("第 {n} 次重开", n=case.reopened))
    text = escaped(" · ".join(facts), 400)
    return f"{text} · <{escape(case.link)}|{t('原微博')}>" if _is_address(case.link, paper) else text


def _logged(case: Complaint, paper: Paper) -> str:
    t, at = paper.t, paper.moment(case.created_at)
    if case.reporter:
        return t("{who} {at} 登记", who=paper.name(case.reporter), at=at)
    return t("{at} 由监测工具送来", at=at) if case.via == "web" else t("{at} 从文件导入", at=at)


def _is_address(link: str, paper: Paper) -> bool:
    # A customer's link may lead anywhere; only where it is known to lead is it one to press.
    return leads_to(link, paper.hosts) and not any(sign in link for sign in " |\n") and len(escape(link)) <= _LINK_MOST


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _buttons(case: Complaint, allowed: Sequence[str], paper: Paper) -> list[Block]:
    t = paper.t
    labels: dict[str, tuple[str, Style | None]] = {
        "claim": (t("认领"), "primary"),
        "reply": (t("记录回复"), "primary"),
        "order": (t("填订单号"), None),
        "wait": (t("等顾客"), None),
        "resolve": (t("办结"), None),
        "note": (t("备注"), None),
        "merge": (t("并入另一条"), None),
        "unmerge": (t("拆开"), None),
        "reopen": (t("重开"), None),
        "accept": (t("接单"), "primary"),
        "refuse": (t("退单"), None),
        "verdict": (t("核实"), None),
        "replies": (t("参考回复"), None),
        "accepted": (t("顾客接受"), None),
        "see": (t("查看完整信息"), None),
    }
    in_menu = complaint_turns.in_menu(allowed)
    drawn = [
        button(labels[action][0], f"complaint.{action}", case.id, style=labels[action][1])
        for action in allowed
        if action in labels and action not in in_menu
    ]
    menu = complaint_turns.more(case, allowed, paper)
    return [*drawn, menu] if menu else drawn
