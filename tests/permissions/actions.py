"""Every action, as something that is really done by somebody: what it is done to is made ready by those who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from bot.domain import (
    campaigns,
    complaints,
    digests,
    draft_dispute,
    draft_hold,
    draft_post,
    draft_review,
    draft_schedule,
    drafts,
    figures,
    forgetting,
    rallies,
    slot_moves,
    terms,
)
from bot.domain.complaints import Report, absence
from bot.domain.desk import Desk
from bot.domain.draft_sheet import Sheet
from bot.domain.figures import Told
from bot.domain.notice import Notice
from bot.store import slots
from bot.store.campaign_details import Details, Results
from bot.store.times import to_store
from bot.text.weibo_links import short_id
from tests.company import ask
from tests.permissions.people import IDS, OTHERS
from tests.rallies import LINES, call

Try = Callable[[Desk, str], object]
EDITOR, REVIEWER, LEADER, SERVICE = OTHERS["editor"], OTHERS["reviewer"], OTHERS["leader"], OTHERS["service"]
OWN, HOLDER, HEAD = IDS["own"], IDS["holder"], IDS["head"]
_numbers = count(1)


def logged(desk: Desk) -> str:
    """Nobody's yet; ``own`` logged it."""
    return complaints.log(desk, ask(desk, OWN), Report("快递没送到", customer=f"顾客{next(_numbers)}")).case_id


def handed(desk: Desk) -> str:
    """Handed over to the department of ``member`` and ``head``, not accepted yet."""
    case = logged(desk)
    complaints.claim(desk, ask(desk, SERVICE), case)
    complaints.hand_over(desk, ask(desk, SERVICE), case, "sales", "请处理")
    return case


def held(desk: Desk) -> str:
    """``holder`` has it."""
    case = handed(desk)
    complaints.accept(desk, ask(desk, HOLDER), case)
    return case


def replied(desk: Desk) -> str:
    case = held(desk)
    complaints.reply(desk, ask(desk, HOLDER), case, "已联系顾客")
    return case


def resolved(desk: Desk) -> str:
    case = held(desk)
    complaints.resolve(desk, ask(desk, HOLDER), case, "补寄了")
    return case


def merged(desk: Desk) -> str:
    source, target = logged(desk), logged(desk)
    complaints.merge(desk, ask(desk, SERVICE), source, target)
    return source


def submitted(desk: Desk, text: str = "秋天的鲜奶到店了，本周五前下单减 20 元。", **more: object) -> str:
    """A draft of ``own``."""
    words = f"{text}第 {next(_numbers)} 版。"
    sheet = Sheet(words, department="sales", **more)  # type: ignore[arg-type]  # by name
    return drafts.submit(desk, ask(desk, OWN), sheet).case_id


def blocked(desk: Desk) -> str:
    return submitted(desk, "全国最好的鲜奶，")


def approved(desk: Desk) -> str:
    case = submitted(desk)
    draft_review.approve(desk, ask(desk, REVIEWER), case)
    return case


def disputed(desk: Desk) -> str:
    """An editor revised it: the department may accept, argue or escalate."""
    case = submitted(desk)
    drafts.revise(
        desk, ask(desk, EDITOR), case, None, Sheet(f"鲜奶到店，周五前减 20 元。{next(_numbers)}", department="sales")
    )
    return case


def on_hold(desk: Desk) -> str:
    case = submitted(desk)
    draft_hold.hold(desk, ask(desk, EDITOR), case, "等消息")
    return case


def by_day(desk: Desk) -> datetime:
    """A time by day that nothing is posted at yet, on one of the next fifteen days: none of them a memorial day."""
    number = next(_numbers)
    return desk.now() + timedelta(days=1 + number % 15, hours=number // 15 % 6, minutes=7)


def link() -> str:
    return f"https://weibo.com/1234567890/{short_id(5112701795431729 + next(_numbers))}"


def published(desk: Desk) -> str:
    case = approved(desk)
    draft_post.published(desk, ask(desk, EDITOR), case, link())
    return case


def notice(**changes: object) -> Notice:
    values: dict[str, object] = {
        "title": f"鲜奶节 {next(_numbers)}",
        "department": "sales",
        "promotion_from": date(2026, 12, 3),
        "first_day": date(2026, 12, 10),
        "last_day": date(2026, 12, 12),
        "details": Details(what="买二赠一。"),
    }
    return Notice(**{**values, **changes})  # type: ignore[arg-type]  # by name


def given(desk: Desk) -> str:
    """A notice of ``own``."""
    return campaigns.submit(desk, ask(desk, OWN), notice()).case_id


def accepted(desk: Desk) -> str:
    case = given(desk)
    campaigns.accept(desk, ask(desk, EDITOR), case, plan=())
    return case


def ended(desk: Desk) -> str:
    case = accepted(desk)
    with desk.store.transaction() as tx:
        tx.execute("UPDATE campaigns SET state = 'ended' WHERE id = :id", {"id": case})
    return case


def planned(desk: Desk) -> str:
    """A slot that nobody writes for yet."""
    case = given(desk)
    campaigns.accept(desk, ask(desk, EDITOR), case)
    return next(slot.id for slot in slots.of_campaign(desk.store, case) if slot.counts)


def rally(desk: Desk) -> str:
    return rallies.start(desk, ask(desk, LEADER), call(desk, link=link(), named=()), LINES).case_id


def _see(desk: Desk, who: str) -> object:
    return complaints.see(desk, ask(desk, who), held(desk))


ACTIONS: Final[dict[str, Try]] = {
    "complaint.log": lambda d, who: complaints.log(d, ask(d, who), Report("漏了", customer=f"甲{next(_numbers)}")),
    "complaint.claim": lambda d, who: complaints.claim(d, ask(d, who), logged(d)),
    "complaint.assign": lambda d, who: complaints.assign(d, ask(d, who), held(d), IDS["member"]),
    "complaint.handover": lambda d, who: complaints.hand_over(d, ask(d, who), held(d), "service", "请接"),
    "complaint.accept": lambda d, who: complaints.accept(d, ask(d, who), handed(d)),
    "complaint.refuse": lambda d, who: complaints.refuse(d, ask(d, who), handed(d), "不清楚"),
    "complaint.escalate": lambda d, who: complaints.escalate(d, ask(d, who), held(d), "很急"),
    "complaint.sort": lambda d, who: complaints.sort(d, ask(d, who), held(d), severity="P0", reason="媒体来问"),
    "complaint.note": lambda d, who: complaints.note(d, ask(d, who), held(d), "记一下"),
    "complaint.order": lambda d, who: complaints.order(d, ask(d, who), held(d), "A12345"),
    "complaint.wait": lambda d, who: complaints.wait(d, ask(d, who), held(d)),
    "complaint.reply": lambda d, who: complaints.reply(d, ask(d, who), held(d), "已联系"),
    "complaint.verdict": lambda d, who: complaints.verify(d, ask(d, who), held(d), {"verdict": "confirmed"}),
    "complaint.accepted": lambda d, who: complaints.accepted(d, ask(d, who), replied(d), "好的谢谢"),
    "complaint.see": _see,
    "complaint.resolve": lambda d, who: complaints.resolve(d, ask(d, who), held(d), "补寄了"),
    "complaint.reopen": lambda d, who: complaints.reopen(d, ask(d, who), resolved(d), "又来了"),
    "complaint.merge": lambda d, who: complaints.merge(d, ask(d, who), logged(d), logged(d)),
    "complaint.unmerge": lambda d, who: complaints.unmerge(d, ask(d, who), merged(d)),
    "draft.submit": lambda d, who: drafts.submit(
        d, ask(d, who), Sheet(f"鲜奶到店了。{next(_numbers)}", department="sales")
    ),
    "draft.revise": lambda d, who: drafts.revise(
        d, ask(d, who), submitted(d), None, Sheet(f"鲜奶周五到店。{next(_numbers)}", department="sales")
    ),
    "draft.approve": lambda d, who: draft_review.approve(d, ask(d, who), submitted(d)),
    "draft.override": lambda d, who: draft_review.override(d, ask(d, who), blocked(d), "有证明"),
    "draft.return": lambda d, who: draft_review.send_back(d, ask(d, who), submitted(d), "改一下"),
    "draft.reject": lambda d, who: draft_review.reject(d, ask(d, who), submitted(d), "不发了"),
    "draft.withdraw": lambda d, who: draft_review.withdraw(d, ask(d, who), submitted(d)),
    "draft.drop": lambda d, who: draft_review.drop(d, ask(d, who), approved(d)),
    "draft.accept": lambda d, who: draft_dispute.accept(d, ask(d, who), disputed(d)),
    "draft.argue": lambda d, who: draft_dispute.argue(d, ask(d, who), disputed(d), "原话更好"),
    "draft.escalate": lambda d, who: draft_dispute.escalate(d, ask(d, who), disputed(d), REVIEWER, "请定"),
    "draft.schedule": lambda d, who: draft_schedule.schedule(d, ask(d, who), approved(d), by_day(d)),
    "draft.hold": lambda d, who: draft_hold.hold(d, ask(d, who), submitted(d), "等消息"),
    "draft.release": lambda d, who: draft_hold.release(d, ask(d, who), on_hold(d)),
    "draft.published": lambda d, who: draft_post.published(d, ask(d, who), approved(d), link()),
    "draft.figures": lambda d, who: figures.put(d, ask(d, who), published(d), Told(100, 3, 2, 1)),
    "draft.terms": lambda d, who: terms.put(d, ask(d, who), "deny", f"某词{next(_numbers)}", "夸大"),
    "campaign.submit": lambda d, who: campaigns.submit(d, ask(d, who), notice()),
    "campaign.edit": lambda d, who: campaigns.edit(d, ask(d, who), given(d), notice()),
    "campaign.accept": lambda d, who: campaigns.accept(d, ask(d, who), given(d), plan=()),
    "campaign.return": lambda d, who: campaigns.send_back(d, ask(d, who), given(d), "补充奖品"),
    "campaign.cancel": lambda d, who: campaigns.cancel(d, ask(d, who), accepted(d)),
    "campaign.plan": lambda d, who: campaigns.replan(d, ask(d, who), accepted(d), (f"teaser {to_store(by_day(d))}",)),
    "campaign.result": lambda d, who: campaigns.give_results(d, ask(d, who), ended(d), Results(visits=7)),
    "slot.move": lambda d, who: slot_moves.move(d, ask(d, who), planned(d), by_day(d)),
    "rally.start": lambda d, who: rallies.start(d, ask(d, who), call(d, link=link(), named=()), LINES),
    "rally.lines": lambda d, who: rallies.add_lines(
        d, ask(d, who), rally(d), {"shop": f"我是员工，第 {next(_numbers)} 句。"}
    ),
    "rally.join": lambda d, who: rallies.join(d, ask(d, who), rally(d)),
    "rally.close": lambda d, who: rallies.close(d, ask(d, who), rally(d)),
    "me.settings": lambda d, who: absence.leave(d, ask(d, who), None, d.now() + timedelta(days=1), "出差"),
    "weibo.post_digest": lambda d, who: digests.post_now(d, ask(d, who)),
    "guanwei.forget": lambda d, who: forgetting.forget_person(d, ask(d, who), f"甲{next(_numbers)}"),
}
