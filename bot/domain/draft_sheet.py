"""What is filled in for a draft: checked field by field, and made a revision."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from bot.domain.desk import Desk, Request
from bot.domain.draft_kind import propose
from bot.errors import Invalid
from bot.store.drafts import KINDS, LINK_MOST, NOTES_MOST, PICTURES_MOST, PROOF_MOST, TEXT_MOST, Draft, Revision
from bot.store.reports import KeptReport
from bot.store.times import to_store
from bot.text.words import phrase

# What Weibo takes in one post, as people count characters.
_WEIBO_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person fills in for a draft. ``wanted_at`` is aware; ``department`` is a key of the settings; ``proof`` is
    what they bring forward for claims that need it; an empty ``kind`` is told by the words; ``slot`` is the planned slot
    they write for."""

    text: str
    kind: str = "promotion"
    department: str = ""
    campaign_id: str | None = None
    wanted_at: datetime | None = None
    link: str = ""
    pictures: int = 0
    picture_notes: str = ""
    proof: str = ""
    slot: str = ""

    @property
    def post(self) -> str:
        """What would go out."""
        return self.text if not self.link or self.link in self.text else f"{self.text}\n{self.link}"


def checked(desk: Desk, request: Request, sheet: Sheet, before: Draft | None) -> Sheet:
    """The sheet with its texts trimmed and its department filled in. Raises Invalid, naming the field, for what is
    missing, too long or cannot be. ``before`` is the draft it revises.
    """
    text = whole_text(sheet.text)
    kind = sheet.kind or propose(text).kind
    if kind not in KINDS:
        raise Invalid(phrase("不认识的类型。"), field="kind")
    link = sheet.link.strip()
    if link and not is_link(link):
        raise Invalid(phrase("链接要以 http:// 或 https:// 开头。"), field="link")
    if not 0 <= sheet.pictures <= PICTURES_MOST:
        raise Invalid(phrase("图片最多 {most} 张。", most=PICTURES_MOST), field="pictures")
    for value, most, field in (
        (link, LINK_MOST, "link"),
        (sheet.picture_notes, NOTES_MOST, "picture_notes"),
        (sheet.proof, PROOF_MOST, "proof"),
    ):
        if len(value.strip()) > most:
            raise Invalid(phrase("太长：{n} 字，最多 {most} 字。", n=len(value.strip()), most=most), field=field)
    if sheet.department and sheet.department not in desk.company.departments:
        raise Invalid(phrase("请选择部门。"), field="department")
    own = desk.company.department_of(request.actor)
    department = sheet.department or (before.department if before else own.key if own else "")
    return replace(
        sheet,
        text=text,
        kind=kind,
        link=_sound(link),
        department=department,
        picture_notes=_sound(sheet.picture_notes).strip(),
        proof=_sound(sheet.proof).strip(),
    )


def whole_text(text: str) -> str:
    """Words that fit a post, without the space around them. Raises Invalid, naming Weibo's limit."""
    found = _sound(text).strip()
    if not found.strip("\u200b\u200c\u200d\ufeff\u2060 \n\t"):
        raise Invalid(phrase("请填写{what}。", what=phrase("正文")), field="text")
    if len(found) > TEXT_MOST:
        raise Invalid(
            phrase("正文太长：{n} 字，微博最多 {most} 字。", n=len(found), most=_WEIBO_MOST),
            phrase("请删短后再提交。"),
            field="text",
        )
    return found


def is_link(text: str) -> bool:
    """Whether this is one web address and nothing else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c in text for c in " \t\n<>|")


def revision_of(request: Request, sheet: Sheet, number: int, report: KeptReport) -> Revision:
    """The sheet as revision ``number``."""
    wanted = to_store(sheet.wanted_at) if sheet.wanted_at else ""
    made = Revision(
        number, sheet.text, sheet.link, sheet.pictures, sheet.picture_notes, wanted, sheet.proof,
        request.actor, request.stamp, "", report,
    )  # fmt: skip
    return sealed(made, sheet.kind)


def retimed(request: Request, draft: Draft, wanted_at: str, report: KeptReport) -> Revision:
    """The latest revision as the next one, with another time and nothing else changed; its words stay their author's."""
    made = replace(draft.latest, number=draft.revision + 1, wanted_at=wanted_at, at=request.stamp, report=report)
    return sealed(made, draft.kind)


def sealed(revision: Revision, kind: str) -> Revision:
    """A revision with the fingerprint over everything that an approval covers."""
    covered = [
        revision.text, revision.link, revision.pictures, revision.picture_notes, revision.wanted_at, kind,
    ]  # fmt: skip
    seal = hashlib.sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()
    return replace(revision, fingerprint=seal)


def _sound(text: str) -> str:
    # Half of a surrogate pair is no character: no store and no chat takes it.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
