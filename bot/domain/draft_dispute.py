"""What a department says when an editor changed its words: it accepts, argues with proof, or escalates to an approver who
carries the decision. All of it stands on the record and beside the words."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Final

from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_sheet import is_link
from bot.domain.draft_steps import change, channel, decided, must_be, must_have_seen
from bot.domain.record import need_text, record, tell
from bot.errors import Invalid, NotAllowed, WrongState
from bot.store.database import Transaction
from bot.store.drafts import LINK_MOST, PROOF_MOST, Draft, Stance
from bot.text.mrkdwn import escape, mention
from bot.text.width import cut
from bot.text.words import phrase, series

# Who can be named to carry a decision.
APPROVERS: Final = ("reviewer", "legal", "leader")


def accept(desk: Desk, request: Request, case_id: str, seen: int | None = None) -> Outcome:
    """The department takes the editor's version as it is. It approves nothing: reviewers still do."""

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("in_review",))
        _must_be_departments(desk, request, draft)
        if draft.latest.author == draft.author:
            raise WrongState(phrase("{case} 第 {n} 版就是作者自己的文字，不用接受。", case=draft.id, n=draft.revision))
        _say(tx, desk, request, draft, Stance("accept", draft.revision, request.actor, request.stamp))
        told = phrase("{case} 第 {n} 版，部门接受了您的改法。", case=draft.id, n=draft.revision)
        tell(tx, request, draft.latest.author, draft.id, told)
        return Outcome(phrase("已记下：接受 {case} 第 {n} 版的改法。", case=draft.id, n=draft.revision), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def argue(desk: Desk, request: Request, case_id: str, words: str, link: str = "", seen: int | None = None) -> Outcome:
    """The department stands by its words, with what proves them: words, and the link of a page or of a file in the chat.
    Kept with the draft; whoever changed or returned it is told."""
    said = need_text(words, phrase("理由"), PROOF_MOST, field="words")
    proof = _proof(link)

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("in_review", "changes_requested"))
        _must_be_departments(desk, request, draft)
        stance = Stance("argue", draft.revision, request.actor, request.stamp, said, proof)
        _say(tx, desk, request, draft, stance)
        told = phrase(
            "{case} 部门有不同意见：{words}\n查看：`/draft 查看 {case}`",
            case=draft.id,
            words=escape(cut(said, 300)),
        )
        for person in dict.fromkeys((draft.latest.author, draft.returned_by)):
            if person != draft.author:
                tell(tx, request, person, draft.id, told)
        return Outcome(phrase("已记下 {case} 的申辩，审稿人会看到。", case=draft.id), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def escalate(desk: Desk, request: Request, case_id: str, approver: str, words: str, seen: int | None = None) -> Outcome:
    """The department wants a named approver to decide, and that person carries it: their name stands on the card, they
    are asked, and they may approve this revision (blocks stay blocks, legal stays legal)."""
    said = need_text(words, phrase("理由"), PROOF_MOST, field="words")

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("in_review",))
        _must_be_departments(desk, request, draft)
        _must_be_approver(desk, draft, approver)
        stance = Stance("escalate", draft.revision, request.actor, request.stamp, said, "", approver)
        _say(tx, desk, request, draft, stance)
        told = phrase(
            "{who} 请您决定 {case}，通过与否由您负责：{words}\n查看：`/draft 查看 {case}`",
            who=escape(desk.company.name(request.actor)),
            case=draft.id,
            words=escape(cut(said, 300)),
        )
        tell(tx, request, approver, draft.id, told)
        return Outcome(phrase("{case} 已升级给 {who} 决定。", case=draft.id, who=mention(approver)), draft.id)

    return decided(desk, request, case_id, lambda draft: None, decide)


def approvers(desk: Desk, draft: Draft) -> tuple[str, ...]:
    """Who can be named to carry the decision about a draft."""
    people = (person for role in APPROVERS for person in desk.company.roles[role])
    return tuple(one for one in dict.fromkeys(people) if one not in (draft.author, draft.latest.author))


def _say(tx: Transaction, desk: Desk, request: Request, draft: Draft, stance: Stance) -> None:
    change(tx, request, draft, {"stance": json.dumps(asdict(stance), ensure_ascii=False)})
    data = {name: value for name, value in asdict(stance).items() if name not in ("by", "at", "kind") and value}
    record(
        tx, desk, request, channel(desk), draft.id, stance.kind,
        from_state=draft.state, to_state=draft.state, data=data,
    )  # fmt: skip


def _must_be_departments(desk: Desk, request: Request, draft: Draft) -> None:
    own = desk.company.department_of(request.actor)
    if request.actor != draft.author and (own is None or own.key != draft.department):
        raise NotAllowed(
            phrase("只有作者和同部门的人可以答复 {case} 的改法。", case=draft.id),
            phrase("作者：{who}", who=escape(desk.company.name(draft.author))),
        )


def _must_be_approver(desk: Desk, draft: Draft, approver: str) -> None:
    if approver not in approvers(desk, draft):
        names = [escape(desk.company.name(person)) for person in approvers(desk, draft)[:6]]
        raise Invalid(
            phrase("要由审稿人、法务或领导来决定。"),
            phrase("可以选：{people}", people=series(names)) if names else None,
            field="approver",
        )


def _proof(link: str) -> str:
    found = link.strip().strip("<>").split("|")[0]
    if found and not is_link(found):
        raise Invalid(
            phrase("证明要是一个链接，以 http:// 或 https:// 开头。"),
            phrase("文件可以先发在频道里，再复制它的链接。"),
            field="link",
        )
    if len(found) > LINK_MOST:
        raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(found), most=LINK_MOST), field="link")
    return found
