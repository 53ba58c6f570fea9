"""What changed in a draft, drawn: character by character, beside the department's own words, and on Weibo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.cards.blocks import fields, section
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.cards.rich import Style, quote, run
from bot.store.drafts import Draft, Revision, Stance
from bot.store.reports import Found
from bot.text.changes import ChangeKind, Changes, around, changes
from bot.text.mrkdwn import escape, quoted
from bot.text.width import cut
from bot.text.words import series

_SHOWN: Final = 800
_AROUND: Final = 12
_BESIDE: Final = 300
_STYLES: Final[dict[ChangeKind, tuple[Style, ...]]] = {
    "same": (),
    "gone": ("strike",),
    "new": ("bold",),
    "from": ("italic", "strike"),
    "to": ("italic", "bold"),
}


def changed(draft: Draft, before: Revision, paper: Paper) -> list[Block]:
    """What became of the revision before: better, worse, and in which words."""
    t, report = paper.t, draft.latest.report
    said = [t("*和第 {n} 版相比*", n=before.number)]
    if report.fixed:
        said.append(t("✅ 改好 {n} 处：{words}", n=len(report.fixed), words=_words(report.fixed, paper)))
    if report.added:
        said.append(t("⚠️ 新增 {n} 处：{words}", n=len(report.added), words=_words(report.added, paper)))
    said += _besides(draft.latest, before, paper)
    return _difference(said, changes(before.text, draft.latest.text), paper)


def own_words(draft: Draft, paper: Paper) -> list[Block]:
    """The department's own words beside the editor's, where an editor wrote the latest."""
    own, t = draft.own, paper.t
    if own is None:
        return []
    theirs = t("{who} 的原文（第 {n} 版）", who=paper.who(own.author), n=own.number)
    editors = t("{who} 的改法（第 {n} 版）", who=paper.who(draft.latest.author), n=draft.revision)
    pairs = [(theirs, quoted(cut(own.text, _BESIDE))), (editors, quoted(cut(draft.text, _BESIDE)))]
    return [fields(pairs)]


def stance(said: Stance, paper: Paper) -> str:
    """What the department says to the editor's version."""
    t, who, at = paper.t, paper.who(said.by), paper.moment(said.at)
    if said.kind == "accept":
        return t("🤝 {who} 接受这个改法（{at}）", who=who, at=at)
    words = "\n" + quoted(cut(said.words, 300))
    if said.kind == "escalate":
        head = t(
            "⬆️ {who} 升级给 *{approver}* 决定，由其负责（{at}）", who=who, approver=paper.who(said.approver), at=at
        )
        return head + words
    proof = f"\n<{escape(said.link)}|{t('看证明')}>" if said.link else ""
    return t("🗣️ {who} 坚持原文（{at}）：", who=who, at=at) + words + proof


def posted(draft: Draft, paper: Paper) -> list[Block]:
    """Where what stands on Weibo is not what was approved."""
    said = [paper.t("⚠️ *发出的文字和通过的不一样*")]
    return _difference(said, changes(draft.latest.text, draft.posted_text), paper)


def _besides(latest: Revision, before: Revision, paper: Paper) -> list[str]:
    t = paper.t
    said = []
    if latest.wanted_at != before.wanted_at:
        times = [paper.moment(one) if one else t("没有定时间") for one in (before.wanted_at, latest.wanted_at)]
        said.append(t("时间：{before} → {after}", before=times[0], after=times[1]))
    if latest.link != before.link:
        said.append(t("链接改了。") if latest.link else t("链接去掉了。"))
    if (latest.pictures, latest.picture_notes) != (before.pictures, before.picture_notes):
        said.append(t("图片改了：{before} 张 → {after} 张", before=before.pictures, after=latest.pictures))
    return said


def _difference(said: list[str], found: Changes, paper: Paper) -> list[Block]:
    t = paper.t
    marks = t("另有 {n} 处只改了标点。", n=found.marks) if found.marks else ""
    if found.none:
        return [section("\n".join([*said, marks or t("正文没有改动。")]))]
    if marks:
        said.append(marks)
    if any(piece.kind == "to" for piece in found.pieces):
        said.append(t("斜体是换了位置的文字。"))
    runs: list[Block] = []
    left = _SHOWN
    for piece in around(found.pieces, _AROUND):
        if left <= 0:
            runs.append(run("……"))
            break
        text = cut(piece.text, left)
        left -= len(text)
        runs.append(run(text, *_STYLES[piece.kind]))
    return [section("\n".join(said)), quote(runs)]


def _words(found: Sequence[Found], paper: Paper) -> str:
    said = [
        f"“{escape(cut(' '.join(one.words.split()), 20))}”" if one.words else escape(cut(paper.say(one.reason), 40))
        for one in found
    ]
    return paper.t(series(list(dict.fromkeys(said))[:6]))
