"""The log on standard error: events as lines, and no number of a person and no secret in any of them."""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal

import structlog
from pydantic import SecretStr
from structlog.typing import Processor

from bot.text.masking import mask
from bot.text.secrets import hider

Form = Literal["human", "json"]

# What the program itself made: ids, names of kinds, times. Everything else may hold what somebody wrote.
_OURS: Final = frozenset(
    ("event", "level", "timestamp", "id", "case", "channel", "what", "team", "bot", "ts", "thread", "reference", "name")
)

_hide_shapes: Final = hider()


def masked(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An event with the numbers of persons masked in all that is not the program's own (a structlog processor)."""
    for name, value in event.items():
        if name not in _OURS and isinstance(value, str):
            event[name] = mask(value)
    return event


class Masked(logging.Formatter):
    """What libraries say, with the numbers of persons masked and secrets hidden."""

    def __init__(self, form: str, hide: Callable[[str], str] = _hide_shapes) -> None:
        super().__init__(form)
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return mask(self._hide(super().format(record)))


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


def set_up_log(*, quiet: bool = False, form: Form = "human", secrets: Iterable[SecretStr] = ()) -> None:
    """Events as lines on standard error, in ``form``; texts are never among them, and ``secrets`` are hidden wherever they
    turn up, in what ends the program too."""
    hide = hider(secret.get_secret_value() for secret in secrets)
    draw = _renderer(form)

    def line(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        return hide(str(draw(logger, method, event)))

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(),
            masked,
            line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    said = logging.StreamHandler(sys.stderr)
    form_of_others = "%(levelname)s:%(name)s:%(message)s"
    said.setFormatter(MaskedValues("%(message)s", hide) if form == "json" else Masked(form_of_others, hide))
    logging.basicConfig(level=logging.ERROR if quiet else logging.WARNING, handlers=[said])
    # Whoever calls the chat says what went wrong, in words of their own.
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)
    # Bolt finds the token in the environment and wonders about it, although it is the client's own.
    logging.getLogger("slack_bolt.App").addFilter(lambda said: "`token` will be unused" not in said.getMessage())
    _hide_in_last_words(hide)


def _hide_in_last_words(hide: Callable[[str], str]) -> None:
    """What nobody caught is printed too, by the interpreter itself."""

    def printed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        sys.stderr.write(mask(hide("".join(traceback.format_exception(kind, error, trace)))))

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            printed(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = printed
    threading.excepthook = in_thread


def _renderer(form: Form) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.LogfmtRenderer()
