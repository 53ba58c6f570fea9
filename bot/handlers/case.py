"""Cases of any kind: the button of a line that shows one whole, to whoever clicked."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.cards.lines import SHOW
from bot.cards.message import Message
from bot.commands import campaign, complaint, draft_views, rally
from bot.domain.desk import Desk
from bot.edge import answer_click, user_of
from bot.text.words import Words

Body = dict[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listen to it."""

    def show(ack: Ack, body: Body) -> None:
        def work(t: Words) -> Message:
            return whole(desk, user_of(body), str(body["actions"][0]["value"]), t)

        answer_click(ack, desk, body, work)

    app.action(SHOW)(show)


def whole(desk: Desk, user: str, case_id: str, t: Words) -> Message:
    """All there is to one case, as its kind shows it to ``user``. Raises NotFound."""
    match case_id[:1]:
        case "C":
            return complaint.details(desk, user, case_id, t)
        case "N":
            return campaign.details(desk, user, case_id, t)
        case "D":
            return draft_views.details(desk, user, case_id, t)
        case _:
            return rally.details(desk, user, case_id, t)
