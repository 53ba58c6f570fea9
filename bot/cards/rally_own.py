"""A person's own card of a rally, in their direct messages: the asking, their line to copy, thanks."""

from __future__ import annotations

from typing import Final, Protocol

from bot.cards.blocks import actions, button, context, header, option, plain_text, section
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.cards.rally import asks, held, tallied
from bot.cards.rich import copyable
from bot.store.rallies import Rally, Tally
from bot.store.rally_people import Participant
from bot.text.mrkdwn import escape

# What a button of this card carries beside the case: the card itself shows what came of the click.
OWN: Final = ":own"


class Own(Protocol):
    """What the drawing needs of a person's side (`bot.domain.rallies.Own`)."""

    @property
    def rally(self) -> Rally: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def participant(self) -> Participant | None: ...
    @property
    def line(self) -> str: ...
    @property
    def may_wait(self) -> bool: ...


def own_card(own: Own, paper: Paper) -> Message:
    """The card as it stands for this person now."""
    rally, person = own.rally, own.participant
    if rally.state != "open":
        return _over(own, paper)
    if person is None:
        return _left(own, paper)
    if person.takes_part:
        return _joined(own, person, paper)
    return _asked(own, person, paper)


def _asked(own: Own, person: Participant, paper: Paper) -> Message:
    t, rally = paper.t, own.rally
    title = t("{case} · 想请您一起转发：{title}", case=rally.id, title=rally.title)
    blocks: list[Block] = [header(title), section(asks(rally, paper))]
    if person.reminded:
        blocks.append(context(t("⏰ 再提醒一次；不方便的话点“这次不参加”，就不再打扰。")))
    elif person.state == "later" and person.remind_at:
        blocks.append(context(t("好的，{at} 再提醒您。", at=paper.moment(person.remind_at))))
    else:
        blocks.append(context(t("参加后会给您一句起头的话，改成自己的再转。不参加也不会告诉任何人。")))
    blocks += _standing(own, paper, [_join(own, paper), _done(own, paper), *_wait(own, paper), _decline(own, paper)])
    return Message(escape(title), blocks)


def _joined(own: Own, person: Participant, paper: Paper) -> Message:
    t, rally = paper.t, own.rally
    if person.post:
        title = t("{case} · 谢谢您转发：{title}", case=rally.id, title=rally.title)
        told = t("已登记 <{url}|您的转发>。", url=person.url)
        if person.replies:
            told += t("带来 {n} 条回复。", n=person.replies)
        blocks: list[Block] = [header(title), section(told), context(tallied(own.tally, paper))]
        return Message(escape(title), [*blocks, *_standing(own, paper, [_done(own, paper, again=True)])])
    title = t("{case} · 您已参加：{title}", case=rally.id, title=rally.title)
    blocks = [header(title), section(asks(rally, paper))]
    if own.line:
        blocks += [section(t("*这一句只给了您*，复制后改成自己的话：")), copyable(own.line)]
        blocks.append(context(t("请留着“我是……员工”这样的说明，看的人有权知道。")))
    else:
        blocks.append(section(t("起头的话已经发完，请用自己的话写，并说明您是本公司的员工。")))
    return Message(escape(title), [*blocks, *_standing(own, paper, [_done(own, paper)])])


def _left(own: Own, paper: Paper) -> Message:
    t, rally = paper.t, own.rally
    title = t("{case} · {title}", case=rally.id, title=rally.title)
    told = section(t("好的，这次不再打扰您，也不会告诉任何人。改主意了随时可以参加。"))
    return Message(escape(title), [header(title), told, *_standing(own, paper, [_join(own, paper)])])


def _over(own: Own, paper: Paper) -> Message:
    t, rally, person = paper.t, own.rally, own.participant
    title = t("{case} · 已结束：{title}", case=rally.id, title=rally.title)
    told = t("谢谢您参加！") if person else t("这次转发结束了。")
    blocks: list[Block] = [header(title), section(told), context(tallied(own.tally, paper))]
    if person and person.post:
        blocks.append(actions(_done(own, paper, again=True)))
    return Message(escape(title), blocks)


def _standing(own: Own, paper: Paper, buttons: list[Block]) -> list[Block]:
    return [section(held(paper))] if own.rally.held else [actions(*buttons)]


def _join(own: Own, paper: Paper) -> Block:
    return button(paper.t("我来参加"), "rally.join", own.rally.id + OWN, style="primary")


def _done(own: Own, paper: Paper, *, again: bool = False) -> Block:
    label = paper.t("更新回复数") if again else paper.t("已转发，贴链接")
    return button(label, "rally.done", own.rally.id + OWN)


def _decline(own: Own, paper: Paper) -> Block:
    return button(paper.t("这次不参加"), "rally.decline", own.rally.id + OWN)


def _wait(own: Own, paper: Paper) -> list[Block]:
    t = paper.t
    if not own.may_wait:
        return []
    choices = (("hour", t("1 小时后")), ("tonight", t("今晚")), ("tomorrow", t("明天 9:00")))
    return [
        {
            "type": "static_select",
            "action_id": "rally.later",
            "placeholder": plain_text(t("稍后提醒"), 150),
            "options": [option(label, f"{own.rally.id}:{choice}{OWN}") for choice, label in choices],
        }
    ]
