"""The few words all of the workspace's modules share: JSON objects, Slack's refusals, ids made from names."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

# Payloads are Slack's own JSON: what is in them is checked where it comes in (walls), not by the type checker.
Json = dict[str, Any]


class Refused(Exception):
    """A call is refused with Slack's own error code.

    ``messages`` become ``response_metadata.messages``; ``status`` is the HTTP status (Slack says 200 to nearly all);
    ``retry_after`` is in whole seconds; ``extra`` are further fields of the answer (``needed``, ``provided``).
    """

    def __init__(
        self,
        code: str,
        *,
        messages: Sequence[str] = (),
        status: int = 200,
        retry_after: int | None = None,
        extra: Json | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.status = status
        self.retry_after = retry_after
        self.extra = extra or {}

    def answer(self) -> Json:
        """The body of the answer, as Slack words it."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {text}" for text in self.messages]}
            if self.code == "invalid_blocks":
                body["errors"] = self.messages
        return body


def ident(prefix: str, *parts: str) -> str:
    """An id in Slack's form that is always the same for the same parts: the prefix and ten capitals and digits."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return prefix + base64.b32encode(digest).decode("ascii")[:10]
