"""What follows every change of a case: a row in the record, the card owed, a line owed in the card's thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.desk import Desk, Request, pack
from bot.errors import Invalid
from bot.store import events, outbox
from bot.store.database import Transaction
from bot.text.offers import Offer, pack_offers
from bot.text.width import plain
from bot.text.words import Phrase, phrase


def record(
    tx: Transaction,
    desk: Desk,
    request: Request,
    channel: str,
    case_id: str,
    action: str,
    *,
    from_state: str = "",
    to_state: str = "",
    data: Mapping[str, object] | None = None,
    show: bool = True,
) -> int:
    """Append the event, and owe the card in ``channel`` and the event's line in its thread; the event's number.

    ``show`` is off for what is taken in by the thousand: its card is drawn when somebody acts on it.
    """
    seq = events.append(
        tx,
        at=request.stamp,
        actor=request.actor,
        case_id=case_id,
        action=action,
        from_state=from_state,
        to_state=to_state,
        data=data,
    )
    if show and from_state:
        outbox.owe_card_and_line(tx, channel, case_id, {"event": seq}, now=request.ms)
    elif show:
        # The first event is the card itself.
        outbox.owe_card(tx, channel, case_id, now=request.ms)
    return seq


def tell(
    tx: Transaction, request: Request, person: str, case_id: str, said: Phrase, offers: Iterable[Offer] = ()
) -> None:
    """Owe a direct message to a person, with buttons for what they may do, unless they did it themselves."""
    if person and person != request.actor:
        body = {"say": pack(said), **({"offers": packed} if (packed := pack_offers(offers)) else {})}
        outbox.owe(tx, "direct", person, now=request.ms, case_id=case_id, body=body)


def need_text(text: str, what: Phrase, most: int, *, field: str | None = None) -> str:
    """``text`` without the space around it. Raises Invalid when nobody can see anything in it, or when it is longer than
    ``most`` characters."""
    found = storable(text).strip()
    if not plain(found):
        raise Invalid(phrase("请填写{what}。", what=what), field=field)
    if len(found) > most:
        raise Invalid(
            phrase("{what}太长：{n} 字，最多 {most} 字。", what=what, n=len(found), most=most),
            phrase("请删短后再提交。"),
            field=field,
        )
    return found


def storable(text: str) -> str:
    """``text`` as a database takes it: half of a character that stands for two (a lone surrogate) becomes a mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
