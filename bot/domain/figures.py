"""Figures of posts: read off Weibo by a person or told by a file, kept with the time they were true at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.draft_steps import channel, must_be, show
from bot.domain.record import record
from bot.errors import Invalid, NotFound
from bot.store import drafts as draft_rows
from bot.store import figures as rows
from bot.store.database import Reader, Transaction
from bot.store.figures import Figures
from bot.store.times import to_store
from bot.text.ids import read_id
from bot.text.mrkdwn import escape
from bot.text.weibo_links import read_post
from bot.text.width import cut, plain
from bot.text.words import phrase

NAMES: Final = ("reads", "reposts", "comments", "likes")
_MOST: Final = 10**12


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody read off a post: four counts, and when (None: now)."""

    reads: int
    reposts: int
    comments: int
    likes: int
    at: datetime | None = None


def put(desk: Desk, request: Request, case_id: str, told: Told, *, show_line: bool = True) -> Outcome:
    """Keep a post's figures. The same ones again change nothing. Raises Invalid for a time before it was published."""
    desk.company.must_hold(request.actor, "editor", "admin", to_do=phrase("填写微博数据"))
    return once(desk, request, lambda tx: keep(tx, desk, request, case_id, told, show_line=show_line)[0])


def keep(
    tx: Transaction, desk: Desk, request: Request, case_id: str, told: Told, *, show_line: bool
) -> tuple[Outcome, bool]:
    """The change itself, without asking who may; and whether these figures were new."""
    draft = show(tx, case_id)
    must_be(draft, ("published",))
    at = told.at or request.at
    if at > request.at:
        raise Invalid(phrase("数据的时间还没到。"), field="at")
    found = Figures(to_store(at), told.reads, told.reposts, told.comments, told.likes)
    new = rows.put(tx, draft.id, found, request.actor)
    if new:
        data = {name: getattr(found, name) for name in NAMES} | {"at": found.at}
        record(
            tx, desk, request, channel(desk), draft.id, "figures",
            from_state=draft.state, to_state=draft.state, data=data, show=show_line,
        )  # fmt: skip
    said = phrase("已记下 {case} 的数据。", case=draft.id) if new else phrase("{case} 的数据已经有了。", case=draft.id)
    return Outcome(said, draft.id), new


def case_of(reader: Reader, written: str) -> str:
    """The draft that an id, a link or a post's number names. Raises NotFound."""
    if (case := read_id(written, "D")) is not None and draft_rows.draft(reader, case) is not None:
        return case
    post = read_post(written)
    found = draft_rows.by_post(reader, str(post.number)) if post is not None else None
    if found is None:
        raise NotFound(
            phrase("“{word}”不是登记过的微博。", word=escape(cut(written, 60))),
            phrase("请写稿件编号（D-7），或登记过的微博链接。"),
        )
    return found


def read_told(written: Mapping[str, str], at: datetime | None = None) -> Told:
    """Four counts as they were written, by name. Raises Invalid, naming the field, for what is no number."""
    counts = [read_count(written.get(name, ""), name) for name in NAMES]
    if not written.get("reads", "").strip():
        raise Invalid(phrase("请填写阅读数。"), field="reads")
    return Told(counts[0], counts[1], counts[2], counts[3], at)


def read_count(text: str, field: str) -> int:
    """A count as people and files write it: ``1,234``, ``5千``, ``1.2万``; nothing is 0. Raises Invalid, naming the field."""
    written = plain(text).replace(",", "").replace(" ", "").replace("+", "")
    if not written:
        return 0
    factor = {"千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "亿": 10**8}.get(written[-1].casefold(), 1)
    number = written[:-1] if factor > 1 else written
    if not (number.isascii() and number.replace(".", "", 1).isdecimal()) or (factor == 1 and "." in number):
        shown = escape(cut(text.strip(), 40))
        raise Invalid(phrase("“{n}”不是数字。", n=shown), phrase("例如：`5200`、`1.2万`"), field=field)
    found = round(float(number) * factor) if "." in number else int(number[:16]) * factor
    if found > _MOST:
        raise Invalid(phrase("“{n}”太大了。", n=escape(cut(text.strip(), 40))), field=field)
    return found
