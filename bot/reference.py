"""Where the reference data is that ships with the program: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_SHIPPED: Final = _PACKAGE / "data"
_CHECKOUT: Final = _PACKAGE.parent / "data"


def reference(*parts: str) -> Path:
    """The path of a file or folder of reference data, e.g. ``reference("lexicon", "absolute.tsv")``."""
    root = _SHIPPED if _SHIPPED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)
