"""Case ids: ``N-12`` (notice), ``D-7`` (draft), ``C-31`` (complaint), ``R-4`` (rally); read in any case and any width."""

from __future__ import annotations

import re
from typing import Final, Literal

from bot.text.width import plain

Kind = Literal["N", "D", "C", "R"]
KINDS: Final[tuple[Kind, ...]] = ("N", "D", "C", "R")

_DIGITS: Final = 12
_ID: Final = re.compile(rf"([A-Za-z])?\s*[-_#·]?\s*0*([0-9]{{1,{_DIGITS}}})号?")


def case_id(kind: Kind, number: int) -> str:
    """``case_id("C", 31) == "C-31"``."""
    return f"{kind}-{number}"


def read_id(word: str, kind: Kind) -> str | None:
    """The id a person meant with ``word`` where a case of ``kind`` is asked for; None when it is no such id.

    ``c-31``, ``ｃ－３１``, ``C31``, ``31号`` and the bare ``31`` are all ``C-31``; ``D-31`` is not.
    """
    # Nearly always it is typed as it is shown, or its number alone.
    number = word.removeprefix(f"{kind}-")
    if number.isascii() and number.isdecimal() and number[0] != "0" and len(number) <= _DIGITS:
        return f"{kind}-{number}"
    found = _ID.fullmatch(plain(word))
    if found is None or int(found[2]) == 0:
        return None
    if found[1] and found[1].upper() != kind:
        return None
    return case_id(kind, int(found[2]))


def is_id(text: str) -> bool:
    """Whether a text is the id of a case, as `case_id` writes it."""
    kind, _, number = text.partition("-")
    return kind in KINDS and number.isascii() and number.isdecimal()
