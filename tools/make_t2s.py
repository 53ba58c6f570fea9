"""Write data/lexicon/t2s.txt: each traditional character with its simplified one, as OpenCC has them.

    python -m tools.make_t2s > data/lexicon/t2s.txt

One character for one character, so that a text keeps its length and every offset. Needs the `opencc` package.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

_BLOCKS: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2EBEF))
_HEAD: Final = """# Traditional to simplified, by character. Lines: simplified<TAB>its traditional forms.
# Made by tools/make_t2s.py from OpenCC {version} (t2s, tw2s, hk2s; Apache-2.0): run it again, do not edit.
"""


def pairs() -> Iterator[tuple[str, str]]:
    """Every (traditional, simplified) pair of single characters that differ."""
    from opencc import OpenCC

    converters = {name: OpenCC(name) for name in ("t2s", "tw2s", "hk2s")}
    for first, last in _BLOCKS:
        for code in range(first, last + 1):
            char = chr(code)
            for name, converter in converters.items():
                simple = converter.convert(char)
                # What Taiwan and Hong Kong write otherwise may be a simplified character too (么, 于): leave those.
                if simple != char and len(simple) == 1 and (name == "t2s" or not _is_simplified(char)):
                    yield char, simple
                    break


def _is_simplified(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Print the table."""
    from importlib.metadata import version

    forms: dict[str, str] = {}
    for traditional, simple in pairs():
        forms[simple] = forms.get(simple, "") + traditional
    sys.stdout.write(_HEAD.format(version=version("opencc")))
    for simple in sorted(forms):
        sys.stdout.write(f"{simple}\t{forms[simple]}\n")


if __name__ == "__main__":
    main()
