"""The log on standard error: events as lines, and no number of a person in any of them."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, Final, Literal

import structlog
from structlog.typing import Processor

from bot.text.masking import mask

Form = Literal["human", "json"]

# What the program itself made: ids, names of kinds, times. Everything else may hold what somebody wrote.
_OURS: Final = frozenset(
    ("event", "level", "timestamp", "id", "case", "channel", "what", "team", "bot", "ts", "thread", "reference", "name")
)


def masked(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An event with the numbers of persons masked in all that is not the program's own (a structlog processor)."""
    for name, value in event.items():
        if name not in _OURS and isinstance(value, str):
            event[name] = mask(value)
    return event


class Masked(logging.Formatter):
    """What libraries say, with the numbers of persons masked."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return mask(super().format(record))


class MaskedValues(Masked):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        said = {
            "logger": record.name,
            "event": super().format(record),
            "level": record.levelname.lower(),
            "timestamp": at,
        }
        return json.dumps(said, ensure_ascii=False)


def set_up_log(*, quiet: bool = False, form: Form = "human") -> None:
    """Events as lines on standard error, in ``form``; secrets and texts are never among them."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(),
            masked,
            _renderer(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    said = logging.StreamHandler(sys.stderr)
    said.setFormatter(MaskedValues("%(message)s") if form == "json" else Masked("%(levelname)s:%(name)s:%(message)s"))
    logging.basicConfig(level=logging.ERROR if quiet else logging.WARNING, handlers=[said])
    # Whoever calls the chat says what went wrong, in words of their own.
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)
    # Bolt finds the token in the environment and wonders about it, although it is the client's own.
    logging.getLogger("slack_bolt.App").addFilter(lambda said: "`token` will be unused" not in said.getMessage())


def _renderer(form: Form) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.LogfmtRenderer()
