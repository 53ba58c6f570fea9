"""Our own words in traditional characters. What people wrote, and names, are never handed in here.

By characters and the phrases that decide between them (后 is 後 or 后), not by another region's vocabulary: a dictionary of
that kind calls 发布 釋出 and 零添加 零新增, which in a post's rules would be another thing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

# More than all the messages there are.
_KEPT = 4_096


@lru_cache(maxsize=_KEPT)
def traditional(said: str) -> str:
    """A text of ours as it is written in Taiwan and Hong Kong."""
    return _converter()(said)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    # Imported here: only those who read it wait for the dictionaries.
    from opencc import OpenCC

    return OpenCC("s2tw").convert
