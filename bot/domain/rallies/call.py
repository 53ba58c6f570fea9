"""What is asked for when a rally is opened: read and checked, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.domain.desk import Desk
from bot.domain.record import need_text
from bot.errors import Invalid
from bot.store import campaigns as campaign_rows
from bot.store import drafts as draft_rows
from bot.store.database import Reader
from bot.store.people import every_group
from bot.store.rallies import EVERYONE, LINK_MOST, NAMED_MOST, TITLE_MOST, WHOM_MOST, WHY_MOST
from bot.text.mrkdwn import escape
from bot.text.weibo_links import PostLink, is_shortened, read_link
from bot.text.width import cut, plain
from bot.text.words import Phrase, phrase

_SOONEST: Final = timedelta(minutes=30)
_LATEST: Final = timedelta(days=30)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """What a person fills in. ``about`` is a campaign's or a draft's id, or empty; ``until`` is aware; ``named`` are ids of
    people; ``whom`` is as in `bot.store.rallies.Rally`."""

    link: str
    why: str
    until: datetime | None
    title: str = ""
    about: str = ""
    named: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The same, found right."""

    post: PostLink
    title: str
    why: str
    until: datetime
    campaign_id: str | None
    draft_id: str | None
    named: tuple[str, ...]
    whom: tuple[str, ...]


def checked(desk: Desk, reader: Reader, at: datetime, call: Call) -> Checked:
    """The call with its texts trimmed, its title and link taken from what it is about where they are not given. Raises
    Invalid for everything that is wrong, each with its field."""
    wrong: list[Invalid] = []

    def right(work: Callable[[], T], otherwise: T) -> T:
        try:
            return work()
        except Invalid as refusal:
            wrong.append(refusal)
            return otherwise

    draft = draft_rows.draft(reader, call.about) if call.about.startswith("D-") else None
    notice = campaign_rows.campaign(reader, call.about) if call.about.startswith("N-") else None
    known_title = notice.title if notice else _first_words(draft.text) if draft else ""
    post = right(lambda: read_post_link(call.link or (draft.url if draft else ""), "link"), PostLink(0))
    if call.about and draft is None and notice is None:
        wrong.append(Invalid(phrase("没有 {case}。", case=escape(cut(call.about, 20))), field="about"))
    title = right(
        lambda: need_text(call.title or cut(known_title, TITLE_MOST), phrase("题目"), TITLE_MOST, field="title"), ""
    )
    why = right(lambda: need_text(call.why, phrase("为什么值得转"), WHY_MOST, field="why"), "")
    until = right(lambda: _until(at, call.until), at)
    nobody: tuple[str, ...] = ()
    named = right(lambda: _named(desk, call.named), nobody)
    whom = right(lambda: _whom(desk, reader, call.whom), nobody)
    if not call.named and not call.whom:
        wrong.append(Invalid(phrase("请选择邀请谁：点名领导，或者选部门、用户组、全公司。"), field="named"))
    if wrong:
        raise Invalid(wrong[0].said, wrong[0].advice, field=wrong[0].field, others=tuple(wrong[1:]))
    return Checked(
        post,
        " ".join(title.split()),
        " ".join(why.split()),
        until,
        notice.id if notice else None,
        draft.id if draft else None,
        named,
        whom,
    )


def read_post_link(link: str, field: str) -> PostLink:
    """The post that a link leads to. Raises Invalid, naming ``field``, for what is no link to one post on Weibo."""
    typed = need_text(link, phrase("微博链接"), LINK_MOST, field=field)
    found = read_link(typed)
    if found is not None:
        return found
    if is_shortened(typed):
        raise Invalid(phrase("短链接看不出是哪一条微博。"), phrase("请打开后复制地址栏里的链接。"), field=field)
    raise Invalid(
        phrase("这不是一条微博的链接。"),
        phrase("请粘贴微博的地址，例如 https://weibo.com/1234567890/P5kqLmN2x"),
        field=field,
    )


def choices(desk: Desk, reader: Reader) -> Mapping[str, Phrase]:
    """Whom a rally may ask besides the named: everyone, each department, each user group."""
    found: dict[str, Phrase] = {EVERYONE: phrase("全公司")}
    found |= {f"d:{key}": phrase("{name}", name=one.name) for key, one in desk.company.departments.items()}
    return found | {f"g:{group.id}": phrase("@{handle}", handle=group.handle) for group in every_group(reader)}


def _until(at: datetime, until: datetime | None) -> datetime:
    if until is None:
        raise Invalid(phrase("请选择到什么时候结束。"), field="until")
    if until - at < _SOONEST:
        raise Invalid(phrase("结束时间至少要在半小时以后。"), phrase("请选晚一些的时间。"), field="until")
    if until - at > _LATEST:
        raise Invalid(phrase("最长 30 天。"), phrase("请选早一些的时间。"), field="until")
    return until.replace(second=0, microsecond=0)


def _named(desk: Desk, people: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(people))
    if len(named) > NAMED_MOST:
        raise Invalid(phrase("最多点名 {most} 位。", most=NAMED_MOST), phrase("其他人请选部门。"), field="named")
    unknown = [one for one in named if one not in desk.company.people]
    if unknown:
        raise Invalid(
            phrase("没有找到这位同事：{who}", who=escape(cut(unknown[0], 40))),
            phrase("机器人和刚加入的同事不能点名。"),
            field="named",
        )
    return named


def _whom(desk: Desk, reader: Reader, whom: tuple[str, ...]) -> tuple[str, ...]:
    known = choices(desk, reader)
    if len(whom) > WHOM_MOST or any(one not in known for one in whom):
        raise Invalid(phrase("请重新选择部门或用户组，最多 {most} 个。", most=WHOM_MOST), field="whom")
    return (EVERYONE,) if EVERYONE in whom else tuple(dict.fromkeys(whom))


def _first_words(text: str) -> str:
    return cut(plain(text), 20)
