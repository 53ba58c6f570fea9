"""Starter texts: proposed from templates by voice, made to say that the writer works here, checked, compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from bot import copycheck
from bot.copycheck import Context
from bot.domain.copy_context import kept, says
from bot.domain.record import need_text
from bot.errors import Invalid
from bot.reference import reference
from bot.store.rally_lines import LINE_MOST, LINES_MOST, VOICES
from bot.text.width import plain
from bot.text.words import Phrase, phrase

# A rally has at least so many, however few are named.
LEAST: Final = 3
_FEW: Final = 3
# Whoever writes says in these words that they work here.
_SAYS_SO: Final = re.compile(r"员工|我(?:就)?在[^，。！？\s]{1,20}?(?:工作|上班|任职|就职|做管理)")
# What Weibo puts behind a repost's own words.
_CHAIN: Final = re.compile(r"//@.*", re.DOTALL)
_NUMBER: Final = re.compile(r"^\s*(?:\d{1,2}[.、)）]\s*|[-·•*]\s+)")


def proposed(company: str, title: str, why: str, *, turn: int, named: int, many: bool) -> dict[str, tuple[str, ...]]:
    """Lines to begin with, by voice: one of a leader for each ``named`` one, and of the others a few, or with ``many`` all
    there are. ``turn`` (any number, the post's) decides where the choice begins, so that two rallies do not begin alike."""
    known = {"company": company, "title": title, "why": why.rstrip("。.！!；;，, ")}
    chosen = {}
    for voice in VOICES:
        lines = _templates(voice)
        count = max(2, named) if voice == "leader" else len(lines) if many else _FEW
        start = turn % len(lines)
        chosen[voice] = tuple(line.format_map(known) for line in (lines[start:] + lines[:start])[:count])
    return chosen


@lru_cache(maxsize=len(VOICES))
def _templates(voice: str) -> tuple[str, ...]:
    written = reference("rallies", f"{voice}.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in written if line.strip() and not line.startswith("#"))


def checked(company: str, written: Mapping[str, str], least: int, context: Context) -> list[tuple[str, str]]:
    """The lines that were written, one in each row of a voice's text: (voice, line). Where one does not say that the writer
    works here, that is added. Raises Invalid, naming the voice's field, for a line that the copy check blocks, one that is
    too long, one that is there twice, and for fewer than ``least``."""
    found: list[tuple[str, str]] = []
    wrong: list[Invalid] = []
    seen: set[str] = set()
    for voice in VOICES:
        try:
            lines = _of_voice(company, voice, written.get(voice, ""), context, seen)
        except Invalid as refusal:
            wrong.append(refusal)
        else:
            found += [(voice, line) for line in lines]
    if wrong:
        raise Invalid(wrong[0].said, wrong[0].advice, field=wrong[0].field, others=tuple(wrong[1:]))
    if len(found) < least:
        raise Invalid(
            phrase("还差 {n} 句：至少要 {least} 句不同的话，点名的领导每人一句。", n=least - len(found), least=least),
            phrase("每行写一句。"),
            field=VOICES[0],
        )
    if len(found) > LINES_MOST:
        raise Invalid(phrase("最多 {most} 句，现在有 {n} 句。", most=LINES_MOST, n=len(found)), field=VOICES[0])
    return found


def _of_voice(company: str, voice: str, written: str, context: Context, seen: set[str]) -> Sequence[str]:
    lines = [_NUMBER.sub("", row) for row in written.splitlines() if plain(row)]
    found = []
    for number, line in enumerate(lines, 1):
        text = need_text(disclosed(line, company), phrase("第 {number} 句", number=number), LINE_MOST, field=voice)
        if key_of_words(text) in seen:
            raise Invalid(phrase("第 {number} 句和前面的一样，换一种说法。", number=number), field=voice)
        seen.add(key_of_words(text))
        if blocked := _blocked(text, context):
            raise Invalid(phrase("第 {number} 句：{why}", number=number, why=blocked), field=voice)
        found.append(text)
    return found


def _blocked(text: str, context: Context) -> Phrase | None:
    report = kept(copycheck.check(text, kind="promotion", context=context))
    found = report.at_level("block")
    return says(found[0]) if found else None


def disclosed(line: str, company: str) -> str:
    """The line, saying that whoever posts it works here."""
    text = " ".join(line.split())
    return text if _SAYS_SO.search(text.replace(" ", "")) else f"{text}（我是{company}的员工）"


def key_of_words(text: str) -> str:
    """The form in which words are compared: what is only width, spaces or punctuation, and the chain of those who reposted
    before, makes no difference."""
    own = _CHAIN.sub("", text)
    return "".join(sign for sign in plain(own).casefold() if unicodedata.category(sign)[0] not in "PZC")
