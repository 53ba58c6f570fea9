"""The one catalogue of messages: Chinese stands in the code, every other language is a translation of it.

A message is written where it is used, in simplified Chinese with named places: ``t("{who} 已认领", who=…)``.
The English stands in ``data/locale/en/LC_MESSAGES/guanwei.po`` under the Chinese as its msgid (gettext's own format, so
that any translator's tool opens it); a test compares the two. What cannot be said yet because the reader's language is
not known (an error, a finding's reason) is kept as a `Phrase` and said at the edge. Traditional Chinese is made from the
Chinese in the code, before the values are put in: what people wrote stays as they wrote it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from gettext import GNUTranslations, NullTranslations
from typing import Final

from bot.reference import reference
from bot.text.traditional import traditional

LANGUAGES: Final = ("zh", "zh-Hant", "en")
DEFAULT_LANGUAGE: Final = "zh"
NUMBER: Final = "{n}"
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
# A place that stands right beside a Chinese character.
_BESIDE: Final = re.compile(r"(?<=[\u4e00-\u9fff])\{(\w+)\}|\{(\w+)\}(?=[\u4e00-\u9fff])")
_PLACE: Final = re.compile(r"\{(\w+)\}")
# How chats say that a person reads traditional characters: by script, or by where they are.
_TRADITIONAL: Final = frozenset({"hant", "tw", "hk", "mo"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message whose language is not chosen yet. ``message`` is the Chinese; ``values`` fill its places."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return words(DEFAULT_LANGUAGE)(self)


@dataclass(frozen=True, slots=True)
class Typed:
    """A word that people type, in Chinese and in English. No translation decides it: it is what is read."""

    chinese: str
    english: str


def phrase(message: str, /, **values: object) -> Phrase:
    """Mark a message for the catalogue and keep it with its values, to be said later by `Words`."""
    return Phrase(message, values)


def series(items: Iterable[object]) -> Phrase:
    """Things named one after the other, as the reader's language divides them: ``客服、编辑`` or ``service, editors``."""
    first, *others = [*items] or [""]
    alone = first if isinstance(first, Phrase) else phrase("{one}", one=first)
    return reduce(lambda some, one: phrase("{some}、{one}", some=some, one=one), others, alone)


class Words:
    """One language's voice. Call it with a Chinese message (or a `Phrase`) and the values of its named places.

    The place ``{n}`` is for a number that the form of the words may depend on (``{n} day``, ``{n} days``).
    """

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def __call__(self, message: str | Phrase | Typed, /, **values: object) -> str:
        if isinstance(message, Typed):
            return message.english if self.language == "en" else self._translations.gettext(message.chinese)
        if isinstance(message, Phrase):
            return self._say(message.message, {**message.values, **values} if values else message.values)
        return self._say(message, values)

    def _say(self, message: str, values: Mapping[str, object]) -> str:
        if not message:
            return ""
        if "n" in values and NUMBER in message:
            n = values["n"]
            # What is typed in the place of a number has no form of its own. (Not every Python finds such a message alone.)
            said = self._translations.ngettext(message, message, n if isinstance(n, int) else 1)
        else:
            said = self._translations.gettext(message)
        if not values:
            return said
        return _filled(said, {k: self(v) if isinstance(v, Phrase | Typed) else v for k, v in values.items()})


def _filled(said: str, values: Mapping[str, object]) -> str:
    """The message with its places filled: between a Chinese character and a letter or digit that comes beside it a space."""
    if not _is_beside(said):
        return said.format_map(values)

    def spaced(place: re.Match[str]) -> str:
        value = str(values[place[1]])
        before = " " if _is_latin(value[:1]) and _is_chinese(said[: place.start()][-1:]) else ""
        after = " " if _is_latin(value[-1:]) and _is_chinese(said[place.end() :][:1]) else ""
        return f"{before}{value}{after}"

    return _PLACE.sub(spaced, said)


@lru_cache(maxsize=4_096)
def _is_beside(message: str) -> bool:
    return bool(_BESIDE.search(message))


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _is_chinese(sign: str) -> bool:
    return _CHINESE.match(sign) is not None


class _Traditional(NullTranslations):
    """The Chinese in the code in traditional characters."""

    def gettext(self, message: str) -> str:
        return traditional(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return traditional(msgid1)


# A chat knows a few hundred; of what is no locale at all, not more are kept.
@lru_cache(maxsize=512)
def language_of(locale: str) -> str:
    """The language of ours for a chat locale such as ``en-US``, ``zh_HK`` or ``zh-Hant``; Chinese where there is none."""
    first, *others = locale.replace("_", "-").casefold().split("-")
    if first == "en":
        return "en"
    return "zh-Hant" if first == "zh" and _TRADITIONAL & set(others) else DEFAULT_LANGUAGE


def words(locale: str) -> Words:
    """The voice of a language, or of a chat locale (`language_of`)."""
    return _words(language_of(locale))


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> Words:
    match language:
        case "en":
            return Words(language, _translations(language))
        case "zh-Hant":
            return Words(language, _Traditional())
        case _:
            return Words(DEFAULT_LANGUAGE, NullTranslations())


def _translations(language: str) -> NullTranslations:
    # Imported here: only those who read English wait the 20 ms.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = reference("locale", language, "LC_MESSAGES", "guanwei.po")
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
