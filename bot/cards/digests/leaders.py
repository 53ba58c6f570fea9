"""A leader's digest drawn: at most five lines, the last of them what needs this leader, with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Protocol

from bot.cards.blocks import button, section
from bot.cards.digests.fold import Lines, fold
from bot.cards.digests.opening import opening, summary
from bot.cards.digests.titles import title
from bot.cards.lines import SHOW
from bot.cards.message import Block, Message
from bot.cards.names import complaint_category
from bot.cards.paper import Paper
from bot.store.campaigns import Campaign
from bot.store.complaints import Complaint
from bot.store.day_figures import Came, Resolved
from bot.store.rallies import Tally
from bot.store.slots import Hold
from bot.text.mrkdwn import escaped, quoted, shorten
from bot.text.width import cut
from bot.text.words import Phrase, phrase, series

_KINDS_MOST: Final = 3
_BEGUN_MOST: Final = 3
_THANKED_MOST: Final = 12
_NAME_MOST: Final = 60
_WORDS_MOST: Final = 160


class Leaders(Protocol):
    """What the drawing needs of a gathered digest (`bot.domain.digests.leaders.LeadersDigest`)."""

    @property
    def day(self) -> date: ...
    @property
    def published(self) -> int: ...
    @property
    def missed(self) -> int: ...
    @property
    def ahead(self) -> int: ...
    @property
    def came(self) -> Came: ...
    @property
    def resolved(self) -> Resolved: ...
    @property
    def open(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def voice(self) -> Complaint | None: ...
    @property
    def notices(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def begun(self) -> tuple[Campaign, ...]: ...
    @property
    def rallies(self) -> int: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def thanks(self) -> tuple[str, ...]: ...
    @property
    def hold(self) -> Hold | None: ...
    @property
    def asks(self) -> Lines: ...
    @property
    def empty(self) -> bool: ...


def draw(digest: Leaders, paper: Paper, *, late: bool = False, ring: bool = True) -> Message:
    """The digest as one message. It rings nobody but its reader, with ``ring`` or without."""
    t = paper.t
    called = t("今天的官微 {day}", day=paper.day(digest.day.isoformat()))
    above = opening(called, paper, late=late, hold=digest.hold)
    if digest.empty:
        above.append(section(t("今天没有要告诉您的事。")))
    else:
        above += [*_happened(digest, paper), *_people_say(digest, paper)]
        if not digest.asks.total:
            above.append(section(t("*需要您*　今天没有。")))
    told = fold([digest.asks] if digest.asks.total else [], lambda part: title(part, t), paper, beside=above)
    return Message(summary(called, _briefly(digest), t), [*above, *told])


def _happened(digest: Leaders, paper: Paper) -> list[Block]:
    t = paper.t
    told = [
        (t("*发布*　{said}", said=_joined(_posts(digest), paper)), True),
        (t("*投诉*　{said}", said=_joined(_complaints(digest), paper)), bool(_complaints(digest))),
        (t("*活动*　{said}", said=_joined(_campaigns(digest, paper), paper)), bool(_campaigns(digest, paper))),
    ]
    return [section(line) for line, said in told if said]


def _posts(digest: Leaders) -> list[Phrase]:
    said = [phrase("今天发了 {n} 条", n=digest.published)]
    if digest.missed:
        said.append(phrase("{n} 条到点没有发", n=digest.missed))
    if digest.ahead:
        said.append(phrase("今天还要发 {n} 条", n=digest.ahead))
    return said


def _complaints(digest: Leaders) -> list[Phrase]:
    came, resolved = digest.came, digest.resolved
    said = []
    if came.complaints:
        by = phrase("{n} 位顾客", n=came.customers)
        said.append(phrase("新来 {n} 条（{by}）", n=came.complaints, by=by))
    if resolved.complaints:
        said.append(phrase("办结 {n} 条，其中按时 {kept} 条", n=resolved.complaints, kept=resolved.in_time))
    if digest.open:
        said.append(phrase("现在没办结的 {n} 条，其中超时 {late} 条", n=digest.open, late=digest.overdue))
    return said


def _campaigns(digest: Leaders, paper: Paper) -> list[Phrase]:
    said = []
    if digest.notices:
        told = phrase("收到 {n} 份通知", n=digest.notices)
        few = phrase("收到 {n} 份通知，其中 {late} 份提前不足", n=digest.notices, late=digest.late)
        said.append(few if digest.late else told)
    if digest.begun:
        titles = [escaped(cut(one.title, 30), _NAME_MOST) for one in digest.begun[:_BEGUN_MOST]]
        named = series([*titles, "…"] if len(digest.begun) > _BEGUN_MOST else titles)
        said.append(phrase("今天开始 {n} 个：{titles}", n=len(digest.begun), titles=named))
    if digest.rallies:
        reposts = phrase("{n} 条转发", n=digest.tally.reposts)
        said.append(phrase("一起转发：{n} 人参加，{reposts}", n=digest.tally.joined, reposts=reposts))
    if digest.thanks:
        names = [escaped(paper.name(person), _NAME_MOST) for person in digest.thanks[:_THANKED_MOST]]
        more = series([*names, "…"] if len(digest.thanks) > _THANKED_MOST else names)
        said.append(phrase("谢谢 {people}", people=more))
    return said


def _people_say(digest: Leaders, paper: Paper) -> list[Block]:
    t, came, voice = paper.t, digest.came, digest.voice
    if not came.complaints:
        return []
    kinds = [
        phrase("{kind} {count}", kind=escaped(paper.say(complaint_category(kind)), _NAME_MOST), count=count)
        for kind, count in came.categories[:_KINDS_MOST]
    ]
    said = t("*大家在说*　{kinds}（今天共 {n} 条）", kinds=series(kinds), n=came.complaints)
    if voice is None:
        return [section(said)]
    words = cut(" ".join(paper.private(voice.words, voice.order_number).split()), _WORDS_MOST)
    accessory = button(t("查看 {case}", case=voice.id), SHOW, voice.id)
    return [section(said + "\n" + shorten(quoted(words), 5 * _WORDS_MOST), accessory=accessory)]


def _joined(said: Sequence[Phrase], paper: Paper) -> str:
    return " · ".join(map(paper.say, said))


def _briefly(digest: Leaders) -> list[Phrase]:
    if digest.empty:
        return []
    needs = [phrase("{n} 件事需要您", n=digest.asks.total)] if digest.asks.total else []
    came = [phrase("新投诉 {n} 条", n=digest.came.complaints)] if digest.came.complaints else []
    return [*_posts(digest)[:1], *came, *needs]
