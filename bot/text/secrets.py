"""What nobody may read in a log or an error: tokens, signatures, private addresses, and the secrets this bot was given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Final

HIDDEN: Final = "…"
# A shorter one would be found in words that are none.
_SHORTEST: Final = 6
_SHAPES: Final = (
    # Slack's tokens, whoever's they are.
    (re.compile(r"\b(xox[a-z]|xapp)-[A-Za-z0-9-]+"), rf"\1-{HIDDEN}"),
    (re.compile(r"\b(bearer\s+)[^\s\"',]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Signatures of Slack and of the intake.
    (re.compile(r"\b(v[01]=)[0-9a-f]{8,}", re.IGNORECASE), rf"\1{HIDDEN}"),
    # Whoever knows these addresses may read a calendar, or answer in the chat in the bot's name.
    (re.compile(r"(/calendar/)[^/\s\"']+(?=\.ics)"), rf"\1{HIDDEN}"),
    (re.compile(r"(https?://hooks\.slack\.com/)[^\s\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(/response/)[^\s\"'<>/?]+"), rf"\1{HIDDEN}"),
    # ticket=…, 'signing_secret': '…': the names that values of this kind go by.
    (
        re.compile(
            r"((?:ticket|token|secret|password|api_?key)[\"']?\s*(?:=|:)\s*[\"']?)(?!…)(?!xox|xapp)[^\s&\"',})]{4,}",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
)


def hider(secrets: Iterable[str] = ()) -> Callable[[str], str]:
    """A function that gives a text with every one of ``secrets``, and all that looks like one, replaced by `HIDDEN`."""
    known = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
    exact = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None

    def hide(text: str) -> str:
        if exact is not None:
            text = exact.sub(HIDDEN, text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    return hide


def _forms(secret: str) -> Iterable[str]:
    # As it is, as it stands in JSON, and as Python shows it.
    return {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
