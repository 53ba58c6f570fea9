"""Drafts drawn for the chat: the card, lists and details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import MESSAGE, button, context, divider, header, section, written
from bot.cards.draft_buttons import buttons
from bot.cards.draft_changes import changed, own_words, posted, stance
from bot.cards.draft_lines import line
from bot.cards.draft_turn import Needed, agreed, turn
from bot.cards.findings import MARKS, let_pass, listed, marked, summary
from bot.cards.message import Block, Message
from bot.cards.names import draft_kind, draft_state
from bot.cards.paper import Paper
from bot.cards.rich import copyable
from bot.store.drafts import TEXT_MOST, Draft, Figures, Revision
from bot.store.events import Event
from bot.text.mrkdwn import escape, quoted, shorten
from bot.text.width import cut
from bot.text.words import phrase

__all__ = ["TEXT", "card", "details", "figures", "in_full", "line", "listing", "row"]

# The button that shows a text whole of which the card shows the beginning.
TEXT: Final = "draft.text"

# How many characters of the text and of its findings are shown: the first that leaves the message within the chat's walls.
_ON_CARD: Final = ((1_200, 1_500), (1_200, 800), (800, 400))
_IN_FULL: Final = ((3_000, 2_000), (3_000, 1_000), (1_500, 800), (800, 400))
# What the history below a draft in full may take.
_HISTORY: Final = 1_200
_LIST_MOST: Final = 15
_TALLIED: Final = ("in_review", "changes_requested", "approved", "scheduled", "on_hold")
_ALWAYS: Final = ("in_review", "changes_requested", "approved")


def card(draft: Draft, allowed: Sequence[str], paper: Paper, needed: Needed | None = None) -> Message:
    """The card in the channel: what state it is in and who is next, the words with what was found in them, what
    changed since the last revision, and a button for each action that is ``allowed`` now. ``needed`` names who can give
    the agreement that is missing, by role."""
    return _fitting(draft, allowed, paper, _ON_CARD, MESSAGE, needed)


def details(
    draft: Draft,
    first: Revision | None,
    history: Sequence[Event],
    allowed: Sequence[str],
    paper: Paper,
    needed: Needed | None = None,
) -> Message:
    """All there is to one draft, for the person who asked. ``first`` is the first revision: its author's own words."""
    t = paper.t
    drawn = _fitting(draft, allowed, paper, _IN_FULL, MESSAGE - _HISTORY - 1_000, needed)
    pressed = [block for block in drawn.blocks if block["type"] == "actions"]
    blocks = [block for block in drawn.blocks if block["type"] != "actions"]
    if passed := let_pass(draft.latest.report, t, 400):
        blocks.append(context(passed))
    if first is not None and first.number < draft.revision and draft.own is None and first.text != draft.latest.text:
        own = t("{who} 的原文（第 1 版）：", who=paper.who(first.author))
        blocks.append(section(own + "\n" + quoted(cut(first.text, 500))))
    lines = [f"{paper.moment(event.at)} {paper.who(event.actor)} {_brief(event, paper)}" for event in history[-10:]]
    return Message(drawn.text, [*blocks, divider(), section(shorten("\n".join(lines), _HISTORY)), *pressed])


def in_full(draft: Draft, paper: Paper) -> Message:
    """The words of the latest revision from the first to the last, marked, for the person who asked."""
    t, latest = paper.t, draft.latest
    title = t("{case} 第 {n} 版全文", case=draft.id, n=draft.revision)
    return Message(title, [header(title), marked(latest.text, latest.report.findings, TEXT_MOST)])


def listing(title: str, drafts: Sequence[Draft], counts: Mapping[str, int] | None, paper: Paper) -> Message:
    """A list of drafts and how many stand in each state; without ``counts`` only the list, where they are not of it."""
    t = paper.t
    tally = [context(_tally(counts, paper))] if counts is not None else []
    if not drafts:
        return Message(title, [section(f"*{title}*\n{t('没有符合的稿件。')}"), *tally])
    lines = [row(draft, paper) for draft in drafts[:_LIST_MOST]]
    if len(drafts) > _LIST_MOST:
        lines.append(t("只列出前 {n} 份。", n=_LIST_MOST))
    return Message(title, [section(f"*{title}*"), section("\n".join(lines)), *tally])


def _tally(counts: Mapping[str, int], paper: Paper) -> str:
    states = [state for state in _TALLIED if state in _ALWAYS or counts.get(state)]
    return " · ".join(f"{paper.t(draft_state(state))} {counts.get(state, 0)}" for state in states)


def row(draft: Draft, paper: Paper) -> str:
    """One draft in one line: id, words, state, author, wanted time."""
    t = paper.t
    mark = f"{MARKS['block']} " if draft.state == "in_review" and draft.open_blocks else ""
    text = escape(cut(" ".join(draft.text.split()), 36))
    mine = paper.is_for(draft.author)
    state = phrase("等您修改") if mine and draft.state == "changes_requested" else draft_state(draft.state)
    facts = [t(state)] if mine else [t(state), paper.who(draft.author)]
    if draft.wanted_at and draft.state != "published":
        facts.append(t("{at} 发", at=paper.moment(draft.wanted_at)))
    if draft.figures is not None:
        facts.append(figures(draft.figures, paper))
    return f"{mark}*{draft.id}* {text} — {' · '.join(facts)}"


def figures(found: Figures, paper: Paper) -> str:
    """A post's figures in one line, with what the rate is made of: ``互动率 2.40%（(12 + 30 + 78) ÷ 5000 阅读）``."""
    t = paper.t
    if found.engagement is None:
        return t("互动 {n}，还没有阅读数", n=found.reposts + found.comments + found.likes)
    return t(
        "互动率 {rate}%（转 {reposts} + 评 {comments} + 赞 {likes} ÷ 阅读 {reads}，{at}）",
        rate=f"{found.engagement * 100:.2f}",
        reposts=found.reposts,
        comments=found.comments,
        likes=found.likes,
        reads=found.reads,
        at=paper.moment(found.at),
    )


def _fitting(
    draft: Draft,
    allowed: Sequence[str],
    paper: Paper,
    limits: Sequence[tuple[int, int]],
    most: int,
    needed: Needed | None,
) -> Message:
    drawn = Message("")
    for text_most, findings_most in limits:
        drawn = _drawn(draft, allowed, paper, text_most, findings_most, needed)
        if written(drawn.blocks) <= most:
            break
    return drawn


def _drawn(
    draft: Draft, allowed: Sequence[str], paper: Paper, text_most: int, findings_most: int, needed: Needed | None
) -> Message:
    t, latest = paper.t, draft.latest
    number = f" · {t('第 {n} 版', n=draft.revision)}" if draft.revision > 1 else ""
    title = f"{draft.id} · {t(draft_state(draft.state))}{number}"
    blocks: list[Block] = [header(title), section(turn(draft, needed or {}, paper))]
    if draft.state in ("approved", "scheduled", "published"):
        blocks.append(copyable(latest.post))
    else:
        blocks.append(marked(latest.text, latest.report.findings, text_most))
        if len(latest.text) > text_most:
            blocks.append(section(t("只显示了前 {n} 个字。", n=text_most), accessory=button(t("全文"), TEXT, draft.id)))
    blocks.append(section(_findings(draft, paper, findings_most)))
    if latest.proof:
        blocks.append(section(t("作者的举证或说明：") + "\n" + quoted(cut(latest.proof, 400))))
    if draft.state in ("in_review", "changes_requested"):
        blocks += own_words(draft, paper)
        if draft.before is not None:
            blocks += changed(draft, draft.before, paper)
    if draft.stance is not None and draft.stance.revision == draft.revision:
        blocks.append(section(stance(draft.stance, paper)))
    if draft.posted_text:
        blocks += posted(draft, paper)
    blocks.append(context(_facts(draft, paper)))
    blocks += buttons(draft, allowed, paper)
    return Message(f"{title} {cut(escape(' '.join(latest.text.split())), 60)}", blocks)


def _findings(draft: Draft, paper: Paper, most: int) -> str:
    t, report = paper.t, draft.latest.report
    if draft.state not in ("in_review", "changes_requested"):
        return summary(report, t)
    found = listed(report, t, most)
    return f"*{summary(report, t)}*" + (f"\n{found}" if found else "")


def _facts(draft: Draft, paper: Paper) -> str:
    t, latest = paper.t, draft.latest
    facts = [t(draft_kind(draft.kind))]
    if draft.department:
        facts.append(paper.department(draft.department))
    facts.append(t("{who} {at} 提交", who=paper.name(draft.author), at=paper.moment(draft.created_at)))
    if by := agreed(draft, paper):
        facts.append(by)
    if latest.author != draft.author:
        facts.append(t("{who} 修改", who=paper.name(latest.author)))
    if draft.campaign_id:
        facts.append(t("活动 {case}", case=draft.campaign_id))
    if draft.wanted_at and draft.state not in ("approved", "scheduled", "published"):
        facts.append(t("{at} 发", at=paper.moment(draft.wanted_at)))
    elif draft.state in ("in_review", "changes_requested"):
        facts.append(t("没有定时间"))
    if latest.pictures:
        facts.append(t("图 {n} 张", n=latest.pictures))
    if latest.picture_notes:
        facts.append(cut(latest.picture_notes, 80))
    facts.append(t("微博字数 {n}", n=latest.report.units))
    if draft.figures is not None:
        facts.append(figures(draft.figures, paper))
    text = escape(" · ".join(facts))
    return f"{text} · <{escape(latest.link)}|{t('链接')}>" if latest.link else text


def _brief(event: Event, paper: Paper) -> str:
    # What follows the first line stands in the thread.
    return cut(line(event, paper).splitlines()[0].rstrip("：:"), 80)
