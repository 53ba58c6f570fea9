"""Drafts drawn for the chat: the card, lists and details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import Style, actions, button, confirm, context, divider, header, section
from bot.cards.draft_lines import line
from bot.cards.findings import MARKS, let_pass, listed, marked, summary
from bot.cards.message import Block, Message
from bot.cards.names import draft_kind, draft_state
from bot.cards.paper import Paper
from bot.cards.rich import copyable, quote, run
from bot.store.drafts import Draft, Revision
from bot.store.events import Event
from bot.store.reports import Found
from bot.text.difference import difference, shortened
from bot.text.mrkdwn import escape, quoted
from bot.text.width import cut
from bot.text.words import series

__all__ = ["card", "details", "line", "listing", "row"]

_TEXT_ON_CARD: Final = 1_200
_FINDINGS_ON_CARD: Final = 1_500
_TEXT_IN_FULL: Final = 3_000
_FINDINGS_IN_FULL: Final = 2_000
_CHANGES: Final = 800
_AROUND: Final = 12
_LIST_MOST: Final = 15


def card(draft: Draft, allowed: Sequence[str], paper: Paper) -> Message:
    """The card in the channel: what state it is in and what comes next, the words with what was found in them, what
    changed since the last revision, and a button for each action that is ``allowed`` now."""
    return _drawn(draft, allowed, paper, _TEXT_ON_CARD, _FINDINGS_ON_CARD)


def details(
    draft: Draft, first: Revision | None, history: Sequence[Event], allowed: Sequence[str], paper: Paper
) -> Message:
    """All there is to one draft, for the person who asked. ``first`` is the first revision: its author's own words."""
    t = paper.t
    drawn = _drawn(draft, allowed, paper, _TEXT_IN_FULL, _FINDINGS_IN_FULL)
    buttons = [block for block in drawn.blocks if block["type"] == "actions"]
    blocks = [block for block in drawn.blocks if block["type"] != "actions"]
    if passed := let_pass(draft.latest.report, t, 400):
        blocks.append(context(passed))
    if first is not None and first.number < draft.revision and first.author != draft.latest.author:
        own = t("{who} 的原文（第 1 版）：", who=paper.who(first.author))
        blocks.append(section(own + "\n" + quoted(cut(first.text, 500))))
    lines = [f"{paper.moment(event.at)} {paper.who(event.actor)} {_brief(event, paper)}" for event in history[-10:]]
    return Message(drawn.text, [*blocks, divider(), section("\n".join(lines)), *buttons])


def listing(title: str, drafts: Sequence[Draft], counts: Mapping[str, int], paper: Paper) -> Message:
    """A list of drafts and how many stand in each state."""
    t = paper.t
    states = ("in_review", "changes_requested", "approved")
    tally = context(" · ".join(f"{t(draft_state(state))} {counts.get(state, 0)}" for state in states))
    if not drafts:
        return Message(title, [section(f"*{title}*\n{t('没有符合的稿件。')}"), tally])
    lines = [row(draft, paper) for draft in drafts[:_LIST_MOST]]
    if len(drafts) > _LIST_MOST:
        lines.append(t("只列出前 {n} 份。", n=_LIST_MOST))
    return Message(title, [section(f"*{title}*"), section("\n".join(lines)), tally])


def row(draft: Draft, paper: Paper) -> str:
    """One draft in one line: id, words, state, author, wanted time."""
    t = paper.t
    mark = f"{MARKS['block']} " if draft.state == "in_review" and draft.open_blocks else ""
    text = escape(cut(" ".join(draft.text.split()), 36))
    when = " · " + t("想在 {at} 发", at=paper.moment(draft.wanted_at)) if draft.wanted_at else ""
    return f"{mark}*{draft.id}* {text} — {t(draft_state(draft.state))} · {paper.who(draft.author)}{when}"


def _drawn(draft: Draft, allowed: Sequence[str], paper: Paper, text_most: int, findings_most: int) -> Message:
    t, latest = paper.t, draft.latest
    number = f" · {t('第 {n} 版', n=draft.revision)}" if draft.revision > 1 else ""
    title = f"{draft.id} · {t(draft_state(draft.state))}{number}"
    blocks: list[Block] = [header(title), section(_turn(draft, paper))]
    if draft.state in ("approved", "published"):
        blocks.append(copyable(latest.post))
    else:
        blocks.append(marked(latest.text, latest.report.findings, text_most))
        if len(latest.text) > text_most:
            blocks.append(context(t("全文：`/draft show {case}`", case=draft.id)))
    blocks.append(section(_findings(draft, paper, findings_most)))
    if latest.proof:
        blocks.append(section(t("作者的举证或说明：") + "\n" + quoted(cut(latest.proof, 400))))
    if draft.before is not None and draft.state in ("in_review", "changes_requested"):
        blocks += _changes(draft, draft.before, paper)
    blocks.append(context(_facts(draft, paper)))
    if allowed:
        blocks.append(actions(*(_button(draft, action, paper) for action in allowed)))
    return Message(f"{title} {cut(escape(' '.join(latest.text.split())), 60)}", blocks)


def _turn(draft: Draft, paper: Paper) -> str:
    t = paper.t
    turns = {
        "in_review": lambda: _review_turn(draft, paper),
        "changes_requested": lambda: (
            t("*{who} 退回，等作者修改*", who=paper.who(draft.returned_by)) + "\n" + quoted(cut(draft.reason, 400))
        ),
        "approved": lambda: t(
            "*{who} 已通过*，{at}。复制下面的文字发布，发布后登记链接。",
            who=_approvers(draft, paper),
            at=_approved_at(draft, paper),
        ),
        "published": lambda: (
            t("*已发布*，{at}", at=paper.moment(draft.published_at)) + f" <{escape(draft.url)}|{t('看微博')}>"
        ),
        "withdrawn": lambda: t("*已撤回*"),
    }
    said = turns[draft.state]()
    if draft.override_by and draft.override_revision == draft.revision:
        passed = t("法务 {who} 已放行 {n} 处，理由：", who=paper.who(draft.override_by), n=len(draft.override_blocks))
        said += "\n" + passed + "\n" + quoted(cut(draft.override_reason, 400))
    return said


def _review_turn(draft: Draft, paper: Paper) -> str:
    t = paper.t
    if blocks := draft.open_blocks:
        return t("*有 {n} 处不可发布，改好之前不能通过*。确有依据的，由法务说明理由放行。", n=len(blocks))
    if not draft.needs_legal:
        return t("*等审稿人*")
    if draft.reviewed:
        return t("*审稿人 {who} 已通过，还差法务*", who=paper.who(draft.reviewed_by))
    if draft.legal_agreed:
        return t("*法务 {who} 已通过，还差审稿人*", who=paper.who(draft.legal_by))
    return t("*等审稿人和法务*")


def _approvers(draft: Draft, paper: Paper) -> str:
    people = (draft.reviewed_by, draft.legal_by if draft.legal_agreed else "")
    return paper.t(series(paper.who(person) for person in dict.fromkeys(people) if person))


def _approved_at(draft: Draft, paper: Paper) -> str:
    return paper.moment(max(draft.reviewed_at, draft.legal_at if draft.legal_agreed else ""))


def _findings(draft: Draft, paper: Paper, most: int) -> str:
    t, report = paper.t, draft.latest.report
    if draft.state in ("approved", "published", "withdrawn"):
        return summary(report, t)
    found = listed(report, t, most)
    return f"*{summary(report, t)}*" + (f"\n{found}" if found else "")


def _changes(draft: Draft, before: Revision, paper: Paper) -> list[Block]:
    t, report = paper.t, draft.latest.report
    said = [t("*和第 {n} 版相比*", n=before.number)]
    if report.fixed:
        said.append(t("✅ 改好 {n} 处：{words}", n=len(report.fixed), words=_words(report.fixed, paper)))
    if report.added:
        said.append(t("⚠️ 新增 {n} 处：{words}", n=len(report.added), words=_words(report.added, paper)))
    pieces = difference(before.text, draft.latest.text)
    if all(piece.kind == "same" for piece in pieces):
        return [section("\n".join([*said, t("正文没有改动。")]))]
    runs: list[Block] = []
    left = _CHANGES
    for piece in shortened(pieces, _AROUND):
        if left <= 0:
            runs.append(run("……"))
            break
        text = cut(piece.text, left)
        left -= len(text)
        styles = {"same": (), "gone": ("strike",), "new": ("bold",)}
        runs.append(run(text, *styles[piece.kind]))  # type: ignore[arg-type]  # the names are styles
    return [section("\n".join(said)), quote(runs)]


def _words(found: Sequence[Found], paper: Paper) -> str:
    said = [
        f"“{escape(cut(' '.join(one.words.split()), 20))}”" if one.words else escape(cut(paper.say(one.reason), 40))
        for one in found
    ]
    return paper.t(series(list(dict.fromkeys(said))[:6]))


def _facts(draft: Draft, paper: Paper) -> str:
    t, latest = paper.t, draft.latest
    facts = [t(draft_kind(draft.kind))]
    if draft.department:
        facts.append(paper.department(draft.department))
    facts.append(t("{who} {at} 提交", who=paper.name(draft.author), at=paper.moment(draft.created_at)))
    if latest.author != draft.author:
        facts.append(t("{who} 修改", who=paper.name(latest.author)))
    if draft.campaign_id:
        facts.append(t("活动 {case}", case=draft.campaign_id))
    if latest.wanted_at:
        facts.append(t("想在 {at} 发", at=paper.moment(latest.wanted_at)))
    if latest.pictures:
        facts.append(t("图 {n} 张", n=latest.pictures))
    if latest.picture_notes:
        facts.append(cut(latest.picture_notes, 80))
    facts.append(t("微博字数 {n}", n=latest.report.units))
    text = escape(" · ".join(facts))
    return f"{text} · <{escape(latest.link)}|{t('链接')}>" if latest.link else text


def _brief(event: Event, paper: Paper) -> str:
    return cut(line(event, paper).splitlines()[0], 80)


def _button(draft: Draft, action: str, paper: Paper) -> Block:
    t = paper.t
    labels: dict[str, tuple[str, Style | None]] = {
        "approve": (t("通过"), "primary"),
        "override": (t("法务放行"), None),
        "return": (t("退回"), None),
        "revise": (t("修改"), None),
        "published": (t("登记发布"), "primary"),
        "withdraw": (t("撤回"), None),
    }
    text, style = labels[action]
    sure = (
        confirm(t("撤回 {case}？", case=draft.id), t("撤回后这份稿件不能再用，要重新提交。"), t("撤回"), t("不撤回"))
        if action == "withdraw"
        else None
    )
    return button(text, f"draft.{action}", f"{draft.id}:{draft.revision}", style=style, confirm=sure)
