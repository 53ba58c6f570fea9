"""A font with Chinese characters, looked for where systems keep theirs; without one, charts are labelled in English."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog

_log = structlog.get_logger("guanwei.charts")

# How the files of the usual ones begin, lower case, without spaces, dashes and underscores; the best to read first.
_KNOWN: Final = (
    "notosanscjksc", "notosanscjk", "notosanssc", "sourcehansanssc", "sourcehansanscn", "sourcehansans",
    "pingfang", "hiraginosansgb", "msyh", "harmonyossanssc", "wqymicrohei", "wqyzenhei", "droidsansfallback",
    "stheiti", "simhei", "deng", "simsun", "notoserifcjk", "notoserifsc", "sourcehanserif",
)  # fmt: skip
_ENDINGS: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})


def folders() -> tuple[Path, ...]:
    """Where this system keeps fonts, the person's own first."""
    home = Path.home()
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return (own, Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return (data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def find_font(where: Iterable[Path] | None = None) -> Path | None:
    """The file of the best font with Chinese characters in the folders (those of this system unless given) and what is
    under them; None where there is none."""
    found: list[tuple[int, bool, str, Path]] = []
    for path in _files(folders() if where is None else where):
        name = "".join(sign for sign in path.stem.lower() if sign not in " -_")
        place = next((n for n, known in enumerate(_KNOWN) if name.startswith(known)), None)
        if place is not None:
            found.append((place, not name.endswith("regular"), name, path))
    return min(found)[3] if found else None


@lru_cache(maxsize=1)
def known_font() -> Path | None:
    """`find_font`, asked once for the whole run. That there is none is logged, once."""
    font = find_font()
    if font is None:
        _log.warning("charts.no_font", labels="en", looked_in=[str(folder) for folder in folders()])
    return font


def _files(where: Iterable[Path]) -> Iterator[Path]:
    for folder in where:
        # (A folder that is missing or may not be read has none.)
        for root, _, names in os.walk(folder):
            yield from (Path(root) / name for name in names if Path(name).suffix.lower() in _ENDINGS)
