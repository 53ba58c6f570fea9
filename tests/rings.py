"""What would ring somebody: every mention that the chat would act on, in whatever is sent to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MENTION = re.compile(r"<(?:@[UW]\w*|!(?:channel|here|everyone|subteam)[^>]*)(?:\|[^>]*)?>")


def rings(sent: Any) -> list[str]:
    """The mentions in the marked texts of a message or view. Rich text and plain text are not read for mentions; a
    mention of their own kind (an element) is one."""
    return list(_found(sent))


def _found(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _found(one)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind in ("user", "usergroup", "broadcast", "channel") and "text" not in value:
            yield str(kind)
        for name, one in value.items():
            if name == "text" and isinstance(one, str):
                if kind not in ("plain_text", "text"):
                    yield from _MENTION.findall(one)
            else:
                yield from _found(one)
