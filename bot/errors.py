"""Everything that can go wrong on purpose: what went wrong, and what the person can do about it.

GuanweiError
├── Refusal               what a person asked for cannot be done; nothing was changed, they are told why
│   ├── NotFound          no such case
│   ├── NotAllowed        somebody else may do this
│   ├── WrongState        the case is not in a state that allows it
│   ├── Superseded        it was decided on an older revision
│   ├── Invalid           a word or a field is wrong; `field` names it
│   │   └── TakenTime     a rule of the posting calendar speaks against a time; `times` are free ones
│   └── UnknownWord       no such sub-command
├── SettingsError         guanwei.toml or the environment (in bot/config/problems.py)
├── StoreError            the database cannot be used; nothing was changed
│   ├── NewerDatabase     written by a newer Guanwei
│   ├── LockedDatabase    another program holds it
│   ├── ReadOnlyDatabase  the file or its folder cannot be written
│   │   └── FullDisk      there is no room left for it
│   └── CorruptDatabase   not a database, or damaged
├── BackupError           a backup cannot be made, or not be restored; nothing was changed
└── ChatError             the chat refused what the program needs to go on (a bad token, a missing scope)
"""

from __future__ import annotations

from bot.text.offers import Offer
from bot.text.words import Phrase


class GuanweiError(Exception):
    """The root. ``said`` is what went wrong, ``advice`` what to do next; both can be said in any language."""

    def __init__(self, said: Phrase, advice: Phrase | None = None) -> None:
        super().__init__(str(said))
        self.said = said
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.said} {self.advice}" if self.advice else str(self.said)


class Refusal(GuanweiError):
    """What a person asked for cannot be done. Nothing was changed. ``offers`` are buttons for what they can do instead."""

    def __init__(self, said: Phrase, advice: Phrase | None = None, *, offers: tuple[Offer, ...] = ()) -> None:
        super().__init__(said, advice)
        self.offers = offers


class NotFound(Refusal):
    """There is no such case."""


class NotAllowed(Refusal):
    """Somebody else may do this; the advice says who."""


class WrongState(Refusal):
    """The case is not in a state that allows it; the advice says what is possible now."""


class Superseded(Refusal):
    """The person decided on something that has changed since."""


class Invalid(Refusal):
    """A word or a field is wrong. ``field`` is the form's block id, where there is one; ``others`` are wrong besides."""

    def __init__(
        self,
        said: Phrase,
        advice: Phrase | None = None,
        *,
        field: str | None = None,
        others: tuple[Invalid, ...] = (),
    ) -> None:
        super().__init__(said, advice)
        self.field = field
        self.others = others


class TakenTime(Invalid):
    """A rule of the posting calendar (``rule``) speaks against a time. ``times`` are free ones, as the store writes
    them."""

    def __init__(self, said: Phrase, advice: Phrase, *, rule: str, times: tuple[str, ...] = ()) -> None:
        super().__init__(said, advice, field="wanted")
        self.rule = rule
        self.times = times


class UnknownWord(Refusal):
    """There is no such sub-command; the advice names the nearest one."""


class StoreError(GuanweiError):
    """The database cannot be used. Nothing was changed."""


class NewerDatabase(StoreError):
    """Written by a newer Guanwei than this one."""


class LockedDatabase(StoreError):
    """Another program holds the database."""


class ReadOnlyDatabase(StoreError):
    """The database file or its folder cannot be written."""


class FullDisk(ReadOnlyDatabase):
    """The disk has no room left."""


class CorruptDatabase(StoreError):
    """The file is not a database, or it is damaged."""


class BackupError(GuanweiError):
    """A backup cannot be made, or not be restored. Nothing was changed."""


class ChatError(GuanweiError):
    """The chat refused what the program needs to go on."""
