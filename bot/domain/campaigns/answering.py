"""What becomes of a notice: the editors accept it or return it with a reason, its contact or an editor calls it off."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.campaigns import rules
from bot.domain.campaigns.answers import take_away
from bot.domain.campaigns.planning import propose, put_down, read_plan, told
from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.posting import Wish, drop_planned
from bot.domain.record import need_text, tell
from bot.errors import Invalid
from bot.store.campaigns import COMING, REASON_MOST, Campaign
from bot.store.database import Reader, Transaction
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.width import cut
from bot.text.words import phrase


def accept(
    desk: Desk,
    request: Request,
    case_id: str,
    *,
    owner: str = "",
    plan: Sequence[str] | None = None,
    seen: int | None = None,
) -> Outcome:
    """An editor takes the notice on; ``owner``, an editor too, looks after it from now (without a word, whoever accepts).
    The ticked rows of the ``plan`` (None: all that is proposed now) become planned slots, and the leaders that the
    notice names are asked to join in.

    ``seen`` is the version of the card that was clicked. Raises Superseded when the notice was handed in anew since.
    """
    desk.company.must_hold(request.actor, "editor", to_do=phrase("受理活动通知"))
    looks_after = owner or request.actor
    if not desk.company.has(looks_after, "editor"):
        raise Invalid(phrase("负责人要是官微编辑。"), field="owner")

    ticked = None if plan is None else read_plan(plan)

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_wait(desk, before, seen)
        wishes = ticked
        if wishes is None:
            wishes = tuple(Wish(row.ask, row.at) for row in propose(desk, tx, before, request.at).rows)
        values = {"state": "accepted", "owner": looks_after, "accepted_at": request.stamp, "accept_due": "", "next_due": ""}  # fmt: skip
        after = rules.change(tx, request, before, values)
        made, warnings = put_down(tx, desk, request, after, wishes)
        data = {"leaders": list(after.leaders), "owner": looks_after, "plan": told(made)}
        rules.recorded(tx, desk, request, before, after, "accept", data)
        who, title = rules.name(desk, looks_after), escape(before.title)
        said = phrase("您的活动通知 {case}《{title}》已受理，由 {who} 负责。", case=case_id, title=title, who=who)
        tell(tx, request, before.contact, case_id, said)
        if looks_after not in (request.actor, before.contact):
            by = rules.name(desk, request.actor)
            said = phrase(
                "{who} 请您负责活动 {case}《{title}》：`/campaign 查看 {case}`", who=by, case=case_id, title=title
            )
            tell(tx, request, looks_after, case_id, said, [Offer(phrase("发布计划"), "campaign.plan", case_id)])  # fmt: skip
        done = phrase("{case} 已受理，由您负责。", case=case_id)
        if looks_after != request.actor:
            done = phrase("{case} 已受理，由 {who} 负责。", case=case_id, who=who)
        if made:
            done = phrase("{done}已排 {n} 个发布时段，要改请点卡片上的“发布计划”。", done=done, n=len(made))
        return Outcome(done, case_id, warnings)

    return once(desk, request, decide)


def to_accept(reader: Reader, desk: Desk, actor: str, case_id: str, seen: int | None) -> Campaign:
    """The notice that ``actor`` may accept. Raises NotFound, NotAllowed, WrongState or Superseded."""
    desk.company.must_hold(actor, "editor", to_do=phrase("受理活动通知"))
    case = rules.load(reader, case_id)
    rules.must_wait(desk, case, seen)
    return case


def send_back(desk: Desk, request: Request, case_id: str, reason: str, *, seen: int | None = None) -> Outcome:
    """An editor returns the notice to its contact, saying what is missing. ``seen``: see `accept`."""
    desk.company.must_hold(request.actor, "editor", to_do=phrase("退回活动通知"))
    words = need_text(reason, phrase("退回原因"), REASON_MOST, field="reason")

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        rules.must_wait(desk, before, seen)
        values = {"state": "returned", "reason": words, "accept_due": "", "next_due": ""}
        after = rules.change(tx, request, before, values)
        rules.recorded(tx, desk, request, before, after, "return", {"text": words})
        said = phrase(
            "您的活动通知 {case}《{title}》被 {who} 退回：{reason}\n请补充后重新提交：`/campaign 修改 {case}`",
            case=case_id,
            title=escape(before.title),
            who=rules.name(desk, request.actor),
            reason=escape(cut(words, 500)),
        )
        again = Offer(phrase("修改并重新提交"), "campaign.edit", case_id)
        tell(tx, request, before.contact, case_id, said, [again])
        return Outcome(
            phrase("{case} 已退回，已告诉 {who}。", case=case_id, who=rules.name(desk, before.contact)), case_id
        )

    return once(desk, request, decide)


def cancel(desk: Desk, request: Request, case_id: str, reason: str = "") -> Outcome:
    """Call the campaign off: its contact or an editor may, with or without a reason, until it has ended."""
    words = need_text(reason, phrase("取消原因"), REASON_MOST, field="reason") if reason.strip() else ""

    def decide(tx: Transaction) -> Outcome:
        before = rules.load(tx, case_id)
        if request.actor != before.contact:
            desk.company.must_hold(request.actor, "editor", to_do=phrase("取消别人的活动通知"))
        if before.state not in COMING:
            raise rules.not_now(before)
        values = {"state": "cancelled", "reason": words, "accept_due": "", "next_due": ""}
        after = rules.change(tx, request, before, values)
        take_away(tx, case_id)
        gone = drop_planned(tx, request, case_id)
        rules.recorded(tx, desk, request, before, after, "cancel", {"text": words, "dropped": len(gone)})
        _tell_of_cancelling(tx, request, before, words)
        return Outcome(phrase("{case} 已取消。", case=case_id), case_id)

    return once(desk, request, decide)


def _tell_of_cancelling(tx: Transaction, request: Request, before: Campaign, words: str) -> None:
    said = phrase("活动通知 {case}《{title}》已取消。", case=before.id, title=escape(before.title))
    if words:
        why = escape(cut(words, 500))
        said = phrase("活动通知 {case}《{title}》已取消：{reason}", **{**said.values, "reason": why})
    for person in dict.fromkeys((before.contact, before.owner)):
        tell(tx, request, person, before.id, said)
