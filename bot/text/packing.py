"""A `Phrase` as JSON values and back, for what is kept before its reader's language is known."""

from __future__ import annotations

import json
from typing import Final

from bot.text.words import Phrase, Typed

# As `json.dumps` would, which makes a writer anew each time and looks for values that hold themselves: none of ours do.
to_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
to_sorted_json: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True).encode


def pack(said: Phrase) -> dict[str, object]:
    """A phrase as JSON values; `unpack` gives it back."""
    return {"message": said.message, "values": {name: _value(value) for name, value in said.values.items()}}


def unpack(packed: dict[str, object]) -> Phrase:
    """The phrase that `pack` was given."""
    values = packed["values"]
    assert isinstance(values, dict)
    return Phrase(
        str(packed["message"]),
        {name: _unpacked(value) if isinstance(value, dict) else value for name, value in values.items()},
    )


def _value(value: object) -> object:
    if isinstance(value, Phrase):
        return pack(value)
    if isinstance(value, Typed):
        return {"chinese": value.chinese, "english": value.english}
    return value if isinstance(value, int) else str(value)


def _unpacked(packed: dict[str, object]) -> Phrase | Typed:
    return unpack(packed) if "message" in packed else Typed(str(packed["chinese"]), str(packed["english"]))
