"""Finding a font with Chinese characters among those of the system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

_FOLDERS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
# How the files of such fonts begin, best first.
_NAMES: Final = (
    "NotoSansCJK",
    "NotoSansSC",
    "SourceHanSans",
    "NotoSerifCJK",
    "wqy-",
    "PingFang",
    "Hiragino Sans GB",
    "msyh",
    "simhei",
    "simsun",
)


def chinese_font(folders: Sequence[Path] = _FOLDERS) -> str:
    """The name of a font file with Chinese characters, or empty."""
    found = [
        path.name
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.suffix.lower() in (".ttc", ".ttf", ".otf")
    ]
    for name in _NAMES:
        fitting = sorted(one for one in found if one.casefold().startswith(name.casefold()))
        if fitting:
            return fitting[0]
    return ""
