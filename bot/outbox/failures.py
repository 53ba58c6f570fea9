"""What a failed call to the chat means for the message: wait, try again, look whether it went, or give it up.

The error codes are Slack's (under each method on https://docs.slack.dev/reference/methods).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from random import Random
from typing import Final, Literal
from urllib.error import HTTPError, URLError

from slack_sdk.errors import SlackApiError, SlackClientError

BACKOFF_FIRST: Final = 2.0
BACKOFF_MOST: Final = 300.0
_NO_RETRY_AFTER: Final = 30.0

# What slack_sdk and urllib raise for a call that failed. UnicodeError: an answer that is no text.
CALL_ERRORS: Final = (SlackClientError, OSError, HTTPException, UnicodeError)

# The message that was to be changed, or answered in its thread, is not there (any more) or is not ours to
# change.
GONE: Final = frozenset({"message_not_found", "thread_not_found", "cannot_reply_to_message", "cant_update_message"})
# The chat's trouble, not ours.
_PASSING: Final = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "unknown_error",
    }
)
_TOO_FAST: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
# The token is not taken: nothing was wrong with the message.
TOKEN: Final = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
# Nothing at all can be sent until it is put right, whatever the channel.
EVERYWHERE: Final = TOKEN | frozenset(
    {
        "missing_scope",
        "no_permission",
        "org_login_required",
        "two_factor_setup_required",
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """``too_fast``: wait ``retry_after`` seconds; it did not go. ``passing``: try again later; ``uncertain``
    when it may have gone. ``refused``: trying again will not help. ``error`` is the chat's code, ``detail``
    what it said about it."""

    kind: Literal["too_fast", "passing", "refused"]
    error: str
    detail: str = ""
    uncertain: bool = False
    retry_after: float = 0.0

    @property
    def text(self) -> str:
        """The code and the detail in one, as it is stored."""
        return f"{self.error}: {self.detail}" if self.detail else self.error


def failure(error: Exception) -> Failure:
    """What one of `CALL_ERRORS` means."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, SlackClientError):
        return Failure("refused", type(error).__name__)
    if isinstance(error, HTTPError):
        # An upload's address, which speaks no other language.
        if error.code == HTTPStatus.TOO_MANY_REQUESTS:
            return Failure("too_fast", "ratelimited", retry_after=_retry_after(dict(error.headers.items())))
        return Failure("passing", f"http_{error.code}", uncertain=True)
    reason = error.reason if isinstance(error, URLError) else error
    # Nobody was there to take it, so it cannot have gone.
    never_left = isinstance(reason, (ConnectionRefusedError, socket.gaierror))
    return Failure("passing", type(reason).__name__, uncertain=not never_left)


def backoff(attempts: int, chance: Random) -> float:
    """Seconds to wait after the ``attempts``-th failure (from 1): doubling to at most 5 minutes, the upper
    half of it at random so that several senders do not come back together."""
    most = min(BACKOFF_MOST, BACKOFF_FIRST * 2.0 ** min(attempts - 1, 16))
    return most * (0.5 + chance.random() / 2)


def _answered(error: SlackApiError) -> Failure:
    status = int(getattr(error.response, "status_code", 200) or 200)
    data = getattr(error.response, "data", error.response)
    said = data if isinstance(data, dict) else {}
    code = str(said.get("error") or f"http_{status}")
    if status == 429 or code in _TOO_FAST:
        return Failure("too_fast", "ratelimited", retry_after=_retry_after(getattr(error.response, "headers", {})))
    # No code of the chat's own: something on the way answered (slack_sdk then puts a sentence in its place).
    if status >= 500 or code in _PASSING or " " in code or code.startswith("http_"):
        return Failure("passing", f"http_{status}" if " " in code or status >= 500 else code, uncertain=True)
    return Failure("refused", code, _detail(said))


def _detail(said: dict[str, object]) -> str:
    needed = said.get("needed")
    if needed:
        return str(needed)
    more = said.get("response_metadata")
    messages = more.get("messages") if isinstance(more, dict) else None
    # What is wrong with which block; never the text of it.
    return "; ".join(str(line) for line in messages)[:300] if isinstance(messages, list) else ""


def _retry_after(headers: object) -> float:
    pairs = headers.items() if isinstance(headers, dict) else ()
    for name, value in pairs:
        if str(name).lower() == "retry-after":
            first = value[0] if isinstance(value, list) and value else value
            text = str(first).strip()
            return float(text) if text.replace(".", "", 1).isdecimal() else _NO_RETRY_AFTER
    return _NO_RETRY_AFTER
