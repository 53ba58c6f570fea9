"""What an approval is: of exactly these words, link, pictures and time, by whoever it needs, and never one's own.

Every way in ends here: `agree` is the one transition to approved, `must_stand` the one question before a post counts as
published.
"""

from __future__ import annotations

from typing import Final

from bot import copycheck
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_kind import Risk, risks
from bot.domain.draft_slots import late_offers, settle
from bot.domain.draft_steps import change, channel, fresh_report, must_be
from bot.domain.people import Role, role_name
from bot.domain.record import record, tell
from bot.errors import NotAllowed, WrongState
from bot.store import drafts as rows
from bot.store.database import Transaction
from bot.store.drafts import Draft
from bot.store.reports import Found, KeptReport
from bot.store.times import from_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

_NAMED_MOST: Final = 3


def risks_of(kind: str, text: str, report: copycheck.Report) -> tuple[Risk, ...]:
    """What makes a draft so risky that legal must agree as well as a reviewer; nothing, and a reviewer is enough."""
    return risks(kind, text, (found.category for found in report.findings))


def time_open(draft: Draft) -> bool:
    """Whether the approvals hold for any time: none was named, or it had passed already when they were given."""
    named = draft.latest.wanted_at
    if not named:
        return True
    given = (draft.reviewed_at, draft.legal_at) if draft.needs_legal else (draft.reviewed_at,)
    return all(at >= named for at in given)


def covers(draft: Draft, at: str) -> bool:
    """Whether what is approved (or to be approved) names this time, UTC text, or none."""
    return draft.latest.wanted_at == at or time_open(draft)


def stands(draft: Draft, at: str) -> bool:
    """Whether the draft is approved exactly as it is, for a post at ``at`` (UTC text)."""
    return draft.reviewed and (draft.legal_agreed or not draft.needs_legal) and covers(draft, at)


def must_stand(draft: Draft, at: str) -> None:
    """Raise WrongState unless the draft is approved exactly as it is, for a post at ``at``."""
    if not stands(draft, at):
        raise WrongState(
            phrase("{case} 现在的文字、图片或时间不是通过的那一版，不能发布。", case=draft.id),
            phrase("请重新排期再审：`/draft 排期 {case} 下一个空档`", case=draft.id),
        )


def agree(tx: Transaction, desk: Desk, request: Request, draft: Draft, report: copycheck.Report) -> Outcome:
    """The actor agrees to exactly what the draft says, as a reviewer, as legal, or as both. When all that is needed
    agree it is approved, and scheduled where its slot still waits for it.

    Raises WrongState for a `block` nobody of legal let pass, NotAllowed for one's own draft.
    """
    must_await_review(desk, draft)
    must_not_be_own(request, draft)
    fresh = fresh_report(draft, report)
    must_have_no_open_block(draft, fresh)
    risky = risks_of(draft.kind, draft.text, report)
    values, given = _approvals(desk, request, draft, bool(risky))
    reviewed = draft.reviewed or "reviewer" in given
    agreed = not risky or draft.legal_agreed or "legal" in given
    values |= {"needs_legal": int(bool(risky)), "risks": " ".join(risky)}
    settled = settle(tx, request, draft) if reviewed and agreed else None
    state = settled.state if settled else "in_review"
    if settled:
        values |= {"wanted_at": settled.wanted_at}
    change(tx, request, draft, {**values, "state": state})
    rows.keep_report(tx, draft.id, draft.revision, fresh)
    data: dict[str, object] = {"revision": draft.revision, "fingerprint": draft.latest.fingerprint, "as": given}
    if settled:
        data |= {"text": draft.latest.post, "at": settled.wanted_at, "late": settled.late}
    record(tx, desk, request, channel(desk), draft.id, "approve", from_state=draft.state, to_state=state, data=data)
    if settled is None:
        missing = role_name("legal" if reviewed else "reviewer")
        said = phrase("已记下您的意见，{case} 还差{role}通过。", case=draft.id, role=missing)
        return Outcome(said, draft.id, _proof_warning(fresh))
    told = phrase("您的稿件 {case} 第 {n} 版已通过。", case=draft.id, n=draft.revision)
    tell(tx, request, draft.author, draft.id, told)
    if settled.late:
        said = phrase("{case} 已通过，但原定的时间已经过了。请选：现在发、排到下一个空档，还是不发了。", case=draft.id)
        return Outcome(said, draft.id, _proof_warning(fresh), late_offers(draft.id, draft.revision))
    if state == "scheduled":
        at = from_store(settled.wanted_at).astimezone(desk.zone)
        said = phrase(
            "{case} 第 {n} 版已通过，排在 {at} 发布，到时提醒编辑。",
            case=draft.id,
            n=draft.revision,
            at=f"{at:%m-%d %H:%M}",
        )
        return Outcome(said, draft.id, _proof_warning(fresh))
    said = phrase("{case} 第 {n} 版已通过，可以发布了。", case=draft.id, n=draft.revision)
    return Outcome(said, draft.id, _proof_warning(fresh))


def may_agree(desk: Desk, user: str, draft: Draft) -> bool:
    """Whether a person could agree to a draft: as a reviewer, as legal where it is needed, or because it was escalated to
    them; never to their own."""
    if user in (draft.author, draft.latest.author):
        return False
    return bool(roles_in(desk, user, draft, draft.needs_legal))


def roles_in(desk: Desk, user: str, draft: Draft, legal_needed: bool) -> tuple[Role, ...]:
    """In which roles a person's agreement counts for a draft."""
    roles: list[Role] = []
    if desk.company.has(user, "reviewer") or carries(draft, user):
        roles.append("reviewer")
    if legal_needed and desk.company.has(user, "legal"):
        roles.append("legal")
    return tuple(roles)


def carries(draft: Draft, user: str) -> bool:
    """Whether the latest revision was escalated to this person."""
    stance = draft.stance
    return (
        stance is not None
        and (stance.kind, stance.approver) == ("escalate", user)
        and stance.revision == draft.revision
    )


def missing(draft: Draft) -> tuple[Role, ...]:
    """Who must still agree to a draft in review."""
    roles: list[Role] = [] if draft.reviewed else ["reviewer"]
    if draft.needs_legal and not draft.legal_agreed:
        roles.append("legal")
    return tuple(roles)


def able(desk: Desk, draft: Draft) -> dict[str, tuple[str, ...]]:
    """Who could give each agreement that a draft in review still needs, whoever it was escalated to first."""
    if draft.state != "in_review":
        return {}
    first = (draft.stance.approver,) if draft.stance is not None and draft.stance.kind == "escalate" else ()
    everyone = dict.fromkeys((*first, *desk.company.roles["reviewer"], *desk.company.roles["legal"]))
    return {
        role: tuple(
            person
            for person in everyone
            if person not in (draft.author, draft.latest.author)
            and role in roles_in(desk, person, draft, draft.needs_legal)
        )
        for role in missing(draft)
    }


def must_await_review(desk: Desk, draft: Draft) -> None:
    """Raise WrongState unless the draft is in review; whoever comes second hears what the first did."""
    if draft.state in ("approved", "scheduled"):
        latest = max((draft.reviewed_at, draft.reviewed_by), (draft.legal_at, draft.legal_by))
        raise WrongState(
            phrase(
                "{case} 第 {n} 版已由 {who} 在 {at} 通过。",
                case=draft.id,
                n=draft.revision,
                who=_name(desk, latest[1]),
                at=_clock(desk, latest[0]),
            ),
            phrase("发布后登记链接：`/draft 已发 {case} 链接`", case=draft.id),
        )
    must_be(draft, ("in_review",))


def must_not_be_own(request: Request, draft: Draft) -> None:
    """Raise NotAllowed for whoever wrote the draft or its latest words."""
    if request.actor == draft.author:
        raise NotAllowed(
            phrase("{case} 是您自己的稿件，要由别人来审。", case=draft.id), phrase("请找另一位审稿人或法务。")
        )
    if request.actor == draft.latest.author:
        raise NotAllowed(
            phrase("{case} 第 {n} 版是您改的，要由别人来审。", case=draft.id, n=draft.revision),
            phrase("请找另一位审稿人或法务。"),
        )


def must_have_no_open_block(draft: Draft, report: KeptReport) -> None:
    """Raise WrongState, naming them, when blocks stand open in a report on the latest revision."""
    blocks = draft.still_open(report)
    if blocks:
        raise WrongState(
            phrase("{case} 还有 {n} 处不可发布，不能通过：{words}", case=draft.id, n=len(blocks), words=_named(blocks)),
            phrase("请先修改：`/draft 修改 {case}`。确有依据的，请法务放行：`/draft 放行 {case} 理由`", case=draft.id),
        )


def _approvals(desk: Desk, request: Request, draft: Draft, legal_needed: bool) -> tuple[dict[str, object], list[str]]:
    company, values = desk.company, dict[str, object]()
    given: list[str] = []
    roles = roles_in(desk, request.actor, draft, legal_needed)
    # A draft that waited for legal and no longer needs it is for any reviewer to finish.
    if "reviewer" in roles and not (draft.reviewed and legal_needed):
        given.append("reviewer")
        values |= {"reviewed_by": request.actor, "reviewed_at": request.stamp}
        values["reviewed_fingerprint"] = draft.latest.fingerprint
    if "legal" in roles and not draft.legal_agreed:
        given.append("legal")
        values |= {"legal_by": request.actor, "legal_at": request.stamp}
        values["legal_fingerprint"] = draft.latest.fingerprint
    if not given:
        if not roles:
            needed: tuple[Role, ...] = ("reviewer", "legal") if legal_needed else ("reviewer",)
            company.must_hold(request.actor, *needed, to_do=phrase("通过稿件"))
        raise _done_before(desk, draft)
    return values, given


def _done_before(desk: Desk, draft: Draft) -> WrongState:
    by_reviewer = draft.reviewed and not draft.legal_agreed
    who, at = (draft.reviewed_by, draft.reviewed_at) if by_reviewer else (draft.legal_by, draft.legal_at)
    said = phrase(
        "{who} 在 {at} 已经通过 {case}，还差{role}。",
        who=_name(desk, who),
        at=_clock(desk, at),
        case=draft.id,
        role=role_name("legal" if by_reviewer else "reviewer"),
    )
    return WrongState(said)


def _named(blocks: tuple[Found, ...]) -> Phrase:
    shown = blocks[:_NAMED_MOST]
    said = [f"“{escape(cut(' '.join(found.words.split()), 20))}”" if found.words else found.reason for found in shown]
    return series([*said, "…"] if len(blocks) > len(shown) else said)


def _proof_warning(report: KeptReport) -> tuple[Phrase, ...]:
    n = len(report.at_level("proof"))
    return (phrase("还有 {n} 处需举证，发布前请确认依据齐全。", n=n),) if n else ()


def _name(desk: Desk, user: str) -> str:
    return escape(desk.company.name(user))


def _clock(desk: Desk, stored: str) -> str:
    return f"{from_store(stored).astimezone(desk.zone):%m-%d %H:%M}"
