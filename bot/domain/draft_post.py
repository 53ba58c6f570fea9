"""A draft becomes a post: only what was approved as it stands, in its slot; where it stands on Weibo, and in what words."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.domain import posting
from bot.domain.desk import Desk, Outcome, Request
from bot.domain.draft_approval import must_stand
from bot.domain.draft_slots import promotes, time_offers
from bot.domain.draft_steps import change, channel, decided, must_be, must_have_seen, tell_approvers
from bot.domain.record import need_text, record, storable, tell
from bot.errors import Invalid, TakenTime, WrongState
from bot.store import drafts as rows
from bot.store import slots
from bot.store.database import Transaction
from bot.store.drafts import LINK_MOST, REASON_MOST, TEXT_MOST, Draft
from bot.store.slots import Slot
from bot.store.times import from_store, to_store
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.weibo_links import PostLink, is_shortened, read_link
from bot.text.width import plain
from bot.text.words import Phrase, phrase

# Somebody's watch may be fast.
_EARLY: Final = timedelta(minutes=5)


def published(
    desk: Desk,
    request: Request,
    case_id: str,
    url: str,
    seen: int | None = None,
    *,
    text: str = "",
    reason: str = "",
) -> Outcome:
    """Record that the approved words went out, and where they stand. ``text`` is what stands there, to be compared.

    A draft without a slot takes the one of this minute; where the calendar speaks against it, it is refused, unless the
    post stands on Weibo already and the editor gives the ``reason``, which stays on the record with the rule. That only
    tells of the calendar: what is not approved as it stands is never published.
    """
    desk.company.must_hold(request.actor, "editor", to_do=phrase("登记微博链接"))
    post = _post(url)
    posted = storable(text).strip()[:TEXT_MOST]
    why = need_text(reason, phrase("原因"), REASON_MOST, field="reason") if reason.strip() else ""

    def decide(tx: Transaction, draft: Draft, _: None) -> Outcome:
        must_have_seen(draft, seen)
        must_be(draft, ("approved", "scheduled"))
        _must_be_new(tx, draft, post)
        off_plan = _publish_slot(tx, desk, request, draft, why)
        differs = bool(posted) and not _same(posted, draft)
        values = {
            "state": "published",
            "url": post.url,
            "post": str(post.number),
            "posted_text": posted if differs else "",
            "published_at": request.stamp,
        }
        change(tx, request, draft, values)
        data: dict[str, object] = {"url": post.url, "revision": draft.revision}
        data |= {"differs": True, "text": posted} if differs else {}
        data |= {"off_plan": off_plan, "reason": why} if off_plan else {}
        record(
            tx, desk, request, channel(desk), draft.id, "published",
            from_state=draft.state, to_state="published", data=data,
        )  # fmt: skip
        told = phrase("您的稿件 {case} 已发布：{url}", case=draft.id, url=escape(post.url))
        tell(tx, request, draft.author, draft.id, told)
        said = phrase("已登记 {case} 发布。", case=draft.id)
        if not differs:
            return Outcome(said, draft.id)
        tell_approvers(tx, request, draft, phrase("{case} 发出的文字和您通过的不一样，请看卡片。", case=draft.id))
        return Outcome(said, draft.id, (phrase("发出的文字和通过的不一样，差别已记录，审稿人会收到提醒。"),))

    return decided(desk, request, case_id, lambda draft: None, decide)


def _publish_slot(tx: Transaction, desk: Desk, request: Request, draft: Draft, why: str) -> str:
    """Mark the draft's slot published, or take the one of this minute; the name of the rule that was broken, if one was
    (and a reason given)."""
    slot = slots.of_draft(tx, draft.id)
    if slot is not None:
        return _publish_own(tx, desk, request, draft, slot, why)
    at = posting.whole_minute(request.at)
    must_stand(draft, to_store(at))
    found = posting.why_not(desk, tx, request.at, at, promotes=promotes(draft.kind))
    if found.broken is None:
        posting.put(
            tx, desk, request, at,
            state="published", promotes=promotes(draft.kind), campaign=draft.campaign_id, draft=draft.id,
        )  # fmt: skip
        return ""
    if not why:
        raise _refused(desk, request, draft, posting.refused(desk, request.at, found))
    posting.put_off_plan(tx, request, at, promotes=promotes(draft.kind), draft=draft.id)
    return found.broken.rule


def _publish_own(tx: Transaction, desk: Desk, request: Request, draft: Draft, slot: Slot, why: str) -> str:
    at = from_store(slot.at)
    must_stand(draft, slot.at)
    if request.at < at - _EARLY:
        shown = posting.shown_time(desk, request.at, at)
        raise WrongState(
            phrase("{case} 排在 {at}，还没到时间。", case=draft.id, at=shown),
            phrase("要提前发，先改时间：`/draft 排期 {case} 现在`", case=draft.id),
            offers=(Offer(phrase("现在发"), "draft.now", f"{draft.id}:{draft.revision}"),),
        )
    # What came down on the calendar since it was scheduled: a day without promotion, a hold.
    broken = posting.closed_now(desk, tx, request.at, at, promotes=slot.promotes)
    if broken is not None and not why:
        raise WrongState(
            broken.said,
            phrase("已经发出去的，请写明原因再登记：`/draft 已发 {case} 链接 原因`", case=draft.id),
        )
    posting.change(tx, request, slot, {"state": "published", "look_at": ""})
    return broken.rule if broken else ""


def _refused(desk: Desk, request: Request, draft: Draft, taken: TakenTime) -> WrongState:
    return WrongState(
        taken.said,
        phrase(
            "{free}已经发出去的，请写明原因再登记：`/draft 已发 {case} 链接 原因`",
            free=taken.advice or Phrase(""),
            case=draft.id,
        ),
        offers=time_offers(desk, request.at, draft.id, draft.revision, taken.times),
    )


def _must_be_new(tx: Transaction, draft: Draft, post: PostLink) -> None:
    known = rows.by_post(tx, str(post.number))
    if known is not None:
        raise Invalid(
            phrase("这条微博已经登记为 {case}。", case=known),
            phrase("请粘贴 {case} 自己的链接。", case=draft.id),
            field="url",
        )


def _same(posted: str, draft: Draft) -> bool:
    seen = "".join(plain(posted).split())
    return seen in ("".join(plain(text).split()) for text in (draft.latest.text, draft.latest.post))


def _post(url: str) -> PostLink:
    link = need_text(url, phrase("微博链接"), LINK_MOST, field="url")
    found = read_link(link)
    if found is not None:
        return found
    if is_shortened(link):
        raise Invalid(
            phrase("短链接看不出是哪一条微博。"),
            phrase("请打开后复制地址栏里的链接。"),
            field="url",
        )
    raise Invalid(
        phrase("这不是一条微博的链接。"),
        phrase("请粘贴发出后的地址，例如 https://weibo.com/1234567890/P5kqLmN2x"),
        field="url",
    )
