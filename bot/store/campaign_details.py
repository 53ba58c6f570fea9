"""What a notice says beyond its title and days, as values and as the JSON that is stored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Prize:
    """One kind of prize: its name, how many there are, and what one is worth in fen (1/100 CNY), where it was said."""

    name: str
    count: int
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What customers will ask, and what they are to be told."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Details:
    """What a notice says beyond its title and days. ``budget`` is in fen (1/100 CNY); ``asks`` are keys of
    `bot.store.campaigns.ASKS`; ``leaders`` are ids of people."""

    where: str = ""
    what: str = ""
    offer: str = ""
    codes: tuple[str, ...] = ()
    budget: int | None = None
    prizes: tuple[Prize, ...] = ()
    audience: str = ""
    questions: tuple[Question, ...] = ()
    links: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As it is stored; what is empty is left out."""
        kept = {name: value for name, value in asdict(self).items() if value not in ("", (), None)}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Details:
        """What `to_json` stored."""
        kept: dict[str, Any] = json.loads(text)
        kept |= {name: tuple(kept[name]) for name in ("codes", "links", "asks", "leaders") if name in kept}
        kept["prizes"] = tuple(Prize(**prize) for prize in kept.get("prizes", ()))
        kept["questions"] = tuple(Question(**pair) for pair in kept.get("questions", ()))
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class CodeResult:
    """What one coupon code brought: orders, and what they came to in fen (1/100 CNY) where that was said."""

    code: str
    orders: int
    sales: int | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What a campaign brought. ``orders`` by code in the order they were given, ``unattributed`` the orders that no code
    stands for; ``spend`` in fen (1/100 CNY). None is what nobody counted."""

    orders: tuple[CodeResult, ...] = ()
    unattributed: int | None = None
    visits: int | None = None
    spend: int | None = None
    note: str = ""

    @property
    def all_orders(self) -> int | None:
        """Every order counted, by a code or not; None where none was."""
        if not self.orders and self.unattributed is None:
            return None
        return sum(one.orders for one in self.orders) + (self.unattributed or 0)

    @property
    def cost_per_order(self) -> int | None:
        """Spend ÷ orders in fen, rounded; None where either is unknown or there was no order."""
        orders = self.all_orders
        return round(self.spend / orders) if self.spend is not None and orders else None

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Results:
        """What `to_json` stored."""
        kept: dict[str, Any] = json.loads(text)
        return cls(**{**kept, "orders": tuple(CodeResult(**one) for one in kept["orders"])})
