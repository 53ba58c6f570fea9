"""The form in which a notice is accepted and its posts are planned, and what speaks against its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from bot.cards.blocks import button, checkboxes, context, field, modal, section, select
from bot.cards.message import Block
from bot.cards.names import campaign_ask, plan_ask, slot_state
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.slots import Slot
from bot.store.times import to_store
from bot.text.mrkdwn import escape
from bot.text.width import cut
from bot.text.words import Phrase, series

ACCEPT: Final = "campaign.accept"
PLAN: Final = "campaign.plan"
_SHOWN: Final = 4
_ROWS: Final = 12
# What no post of its own stands for: it goes into the others.
_WITHIN: Final = ("photo", "topic", "live", "questions")


class Clashes(Protocol):
    """What the drawing needs (`bot.domain.campaigns.clashes.Clashes`)."""

    @property
    def campaigns(self) -> tuple[Campaign, ...]: ...
    @property
    def closed(self) -> tuple[tuple[date, str], ...]: ...
    @property
    def full(self) -> tuple[date, ...]: ...
    @property
    def away(self) -> tuple[str, ...]: ...


class Proposed(Protocol):
    """One row of a plan (`bot.domain.campaigns.planning.Proposed`)."""

    @property
    def ask(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def moved(self) -> Phrase | None: ...
    @property
    def slot(self) -> Slot | None: ...
    @property
    def key(self) -> str: ...


class Plan(Protocol):
    """What is proposed (`bot.domain.campaigns.planning.Plan`)."""

    @property
    def rows(self) -> Sequence[Proposed]: ...
    @property
    def kept(self) -> Sequence[Slot]: ...
    @property
    def unfit(self) -> Sequence[Slot]: ...
    @property
    def left_out(self) -> Sequence[tuple[str, Phrase]]: ...


def accept_form(
    case: Campaign,
    editors: Sequence[str],
    actor: str,
    found: Clashes,
    plan: Plan,
    paper: Paper,
    *,
    carried: str,
) -> Block:
    """The form that accepts a notice: who looks after it (who is away is marked), what speaks against its days, and the
    posting plan as boxes to tick."""
    t = paper.t
    away = set(found.away)
    people = [
        (user, t("{who}（不在）", who=paper.name(user)) if user in away else paper.name(user)) for user in editors
    ]
    return modal(
        ACCEPT,
        t("受理 {case}", case=case.id),
        t("受理"),
        t("取消"),
        [
            section(_about(case, paper)),
            *clashes(found, paper),
            field("owner", t("谁来负责"), select("value", people, initial=actor)),
            *_boxes(case, plan, paper),
        ],
        carried=carried,
    )


def plan_form(case: Campaign, plan: Plan, paper: Paper) -> Block:
    """The form that plans the posts of an accepted campaign, and moves what no longer fits."""
    t = paper.t
    # Where nothing is left to propose there is nothing to submit.
    submit = t("排上") if plan.rows else ""
    blocks = [section(_about(case, paper)), *_kept(plan, paper), *_boxes(case, plan, paper)]
    return modal(PLAN, t("发布计划 {case}", case=case.id), submit, t("取消"), blocks, carried=case.id)


def clashes(found: Clashes, paper: Paper) -> list[Block]:
    """What speaks against a campaign's days, or nothing."""
    t, lines = paper.t, list[str]()
    if found.campaigns:
        named = [
            t("{id}《{title}》{days}", id=one.id, title=escape(cut(one.title, 20)), days=days(one, paper))
            for one in found.campaigns[:_SHOWN]
        ]
        said = t("• 同期还有 {n} 场活动：{named}", n=len(found.campaigns), named=t(series(named)))
        lines.append(said)
    if found.closed:
        named = [f"{day:%m-%d} {t(Phrase(escape(cut(why, 60))))}" for day, why in found.closed[:_SHOWN]]
        lines.append(t("• 有 {n} 天不发促销内容：{named}", n=len(found.closed), named=t(series(named))))
    if found.full:
        named = [f"{day:%m-%d}" for day in found.full[:_SHOWN]]
        lines.append(t("• 有 {n} 天已经排满：{named}", n=len(found.full), named=t(series(named))))
    if found.away:
        lines.append(t("• 不在的编辑：{people}", people=t(series(paper.who(user) for user in found.away[:_SHOWN]))))
    return [section("\n".join([t("*受理之前请看*"), *lines]))] if lines else []


def planned(rows: Sequence[tuple[str, str]], paper: Paper) -> str:
    """Posts and their times in a line each: ``12-03 周四 11:00 预告``; rows are (ask, UTC text)."""
    return "\n".join(f"• {time(at, paper)} {paper.t(plan_ask(ask))}" for ask, at in rows)


def slot_rows(slots: Sequence[Slot], paper: Paper) -> list[Block]:
    """A campaign's posts: what each is and how far it has come, and a button that writes for it where nobody has yet."""
    t = paper.t
    blocks: list[Block] = [section(t("*发布计划*"))] if slots else []
    for slot in slots[:_ROWS]:
        what = t(plan_ask(slot.ask)) if slot.ask else t("微博")
        said = f"{time(slot.at, paper)} {what} · {t(slot_state(slot.state))}"
        if slot.draft_id:
            said += f" *{slot.draft_id}*"
        write = button(t("写稿"), "slot.write", slot.id) if slot.state == "planned" else None
        blocks.append(section(said, accessory=write))
    if len(slots) > _ROWS:
        blocks.append(context(t("还有 {n} 个时段没有列出。", n=len(slots) - _ROWS)))
    return blocks


def time(stored: str, paper: Paper) -> str:
    """A planned time with its day of the week: ``12-03 周四 11:00``."""
    local = paper.local(stored)
    return f"{paper.day(local.date().isoformat())} {local:%H:%M}"


def days(case: Campaign, paper: Paper) -> str:
    """A campaign's days in short: ``12-10–12-12``."""
    first, last = (date.fromisoformat(day) for day in (case.first_day, case.last_day))
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d}–{last:%m-%d}"


def _about(case: Campaign, paper: Paper) -> str:
    t = paper.t
    text = t("*{title}* — {department}", title=escape(case.title), department=escape(paper.department(case.department)))
    whole = paper.day(case.first_day)
    if case.first_day != case.last_day:
        whole = f"{whole} – {paper.day(case.last_day)}"
    return text + "\n" + t("{promotion} 起宣传，活动 {days}", promotion=paper.day(case.promotion_from), days=whole)


def _kept(plan: Plan, paper: Paper) -> list[Block]:
    if not plan.kept:
        return []
    return [section(paper.t("*已排*") + "\n" + planned([(slot.ask, slot.at) for slot in plan.kept], paper))]


def _boxes(case: Campaign, plan: Plan, paper: Paper) -> list[Block]:
    t = paper.t
    rows = sorted(plan.rows, key=lambda row: row.at)
    boxes = [(row.key, f"{time(to_store(row.at), paper)} {t(plan_ask(row.ask))}") for row in rows]
    blocks: list[Block] = []
    if boxes:
        hint = t("勾选的会成为发布时段，稿件写好后放进去。")
        element = checkboxes("value", boxes, initial=[key for key, _ in boxes])
        blocks.append(field("plan", t("发布计划"), element, optional=True, hint=hint))
    else:
        blocks.append(section(t("没有要再排的时段。")))
    notes = [t("{ask}：{why}", ask=t(plan_ask(row.ask)), why=t(row.moved)) for row in rows if row.moved]
    notes += [t("{ask} 没有排：{why}", ask=t(plan_ask(ask)), why=t(why)) for ask, why in plan.left_out]
    notes += [
        t("{ask} 已有稿件 {draft}，时间不合适了，请在稿件里改。", ask=t(plan_ask(slot.ask)), draft=slot.draft_id or "")
        for slot in plan.unfit
    ]
    within = [campaign_ask(ask) for ask in case.details.asks if ask in _WITHIN]
    if within:
        notes.append(t("另外请官微做：{asks}。写稿时放进合适的一条里。", asks=t(series(within))))
    return [*blocks, *([context("\n".join(notes))] if notes else [])]
