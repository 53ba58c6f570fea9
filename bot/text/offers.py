"""What is offered beside a message: a button with its words, said in the reader's language when it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.text.packing import pack, unpack
from bot.text.words import Phrase


@dataclass(frozen=True, slots=True)
class Offer:
    """One button: what it says, which action it is, and what it carries."""

    label: Phrase
    action: str
    value: str


def pack_offers(offers: Iterable[Offer]) -> list[dict[str, object]]:
    """Offers as JSON values; `unpack_offers` gives them back."""
    return [{"label": pack(one.label), "action": one.action, "value": one.value} for one in offers]


def unpack_offers(packed: Sequence[dict[str, Any]]) -> tuple[Offer, ...]:
    """The offers that `pack_offers` was given."""
    return tuple(Offer(unpack(one["label"]), one["action"], one["value"]) for one in packed)
