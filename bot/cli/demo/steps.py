"""The steps a play is made of: what one person does in the chat, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class People:
    """People chosen in a field, by handle."""

    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Type a slash command. ``{flood}`` in the text stands for the case that the step named ``flood`` made."""

    name: str
    who: str
    text: str
    channel: str = "#全员"


@dataclass(frozen=True, slots=True)
class Form:
    """Type a command that opens a form, fill it in (values by block id) and submit it."""

    name: str
    who: str
    text: str
    values: Values
    channel: str = "#全员"


@dataclass(frozen=True, slots=True)
class Click:
    """Press a button on a case's card, and fill in the form behind it if it opens one (``as_it_is``: send it as it opens).
    ``case`` is the name of the step that made the case; ``channel`` is where the card stands, when not in the channel of
    its kind; ``@guanwei`` is the person's own direct messages."""

    name: str
    who: str
    case: str
    action: str
    values: Values = field(default_factory=dict)
    channel: str = ""
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Race:
    """Several people press the same button at the same moment."""

    name: str
    people: tuple[str, ...]
    case: str
    action: str


@dataclass(frozen=True, slots=True)
class Press:
    """Type a command and press a button of what it answers; fill in the form behind it if it opens one."""

    name: str
    who: str
    text: str
    action: str
    values: Values = field(default_factory=dict)
    channel: str = "#官微"


@dataclass(frozen=True, slots=True)
class At:
    """Time goes on to ``when`` (aware); what falls due until then is done and sent. Only scenes with a clock of their own
    have it."""

    name: str
    when: datetime


Step = Command | Form | Click | Race | Press | At
