"""Rows of canned answers that a campaign brings: what customers ask while it runs, and what they are to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.campaign_details import Question
from bot.store.database import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """One canned answer of a campaign; ``until`` is the last day (ISO date) on which it is offered."""

    campaign_id: str
    number: int
    question: str
    answer: str
    until: str


def put(tx: Transaction, campaign: str, pairs: Sequence[Question], until: str) -> None:
    """Make these the answers of a campaign, in place of those it had; none takes them all away."""
    tx.execute("DELETE FROM campaign_answers WHERE campaign_id = :id", {"id": campaign})
    for number, pair in enumerate(pairs, start=1):
        tx.execute(
            "INSERT INTO campaign_answers (campaign_id, number, question, answer, until) "
            "VALUES (:id, :number, :question, :answer, :until)",
            {"id": campaign, "number": number, "question": pair.question, "answer": pair.answer, "until": until},
        )


def of_campaign(reader: Reader, campaign: str) -> list[Answer]:
    """The answers of one campaign, in the order they were given."""
    found = reader.all("SELECT * FROM campaign_answers WHERE campaign_id = :id ORDER BY number", {"id": campaign})
    return [_answer(row) for row in found]


def offered(reader: Reader, day: str, most: int) -> list[Answer]:
    """The answers offered on a day (ISO date), those of the campaign that ends first in front."""
    found = reader.all(
        "SELECT * FROM campaign_answers WHERE until >= :day ORDER BY until, campaign_id, number LIMIT :most",
        {"day": day, "most": most},
    )
    return [_answer(row) for row in found]


def _answer(row: Row) -> Answer:
    return Answer(
        campaign_id=str(row["campaign_id"]),
        number=int(str(row["number"])),
        question=str(row["question"]),
        answer=str(row["answer"]),
        until=str(row["until"]),
    )
