"""Rows of those a rally may remind and of those who take part. Of who declined there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.database import Reader, Row, Transaction

TAKING_PART: Final = ("joined", "reposted")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one rally. Times are UTC text, empty where there is none.

    `asked` or `later` (while they may be reminded, at ``remind_at``; ``reminded`` times so far) → `joined` → `reposted`,
    with the repost's number and address, whether it was posted word for word, and the replies it earned.
    """

    rally_id: str
    person: str
    state: str
    reminded: int
    remind_at: str
    joined_at: str
    post: str
    url: str
    verbatim: bool
    replies: int

    @property
    def takes_part(self) -> bool:
        """Whether the person joined in."""
        return self.state in TAKING_PART


def of(reader: Reader, rally: str, person: str) -> Participant | None:
    """One person in one rally."""
    row = reader.one(
        "SELECT * FROM rally_people WHERE rally_id = :rally AND person = :person", {"rally": rally, "person": person}
    )
    return _participant(row) if row else None


def ask(tx: Transaction, rally: str, person: str, remind_at: str) -> None:
    """Put down a person who is asked, to be reminded at ``remind_at`` (empty: not at all)."""
    tx.execute(
        "INSERT INTO rally_people (rally_id, person, state, remind_at) VALUES (:rally, :person, 'asked', :at)",
        {"rally": rally, "person": person, "at": remind_at},
    )


def later(tx: Transaction, rally: str, person: str, remind_at: str) -> bool:
    """The person wants to be reminded at ``remind_at``; False when they take part already."""
    return bool(
        tx.execute(
            "INSERT INTO rally_people (rally_id, person, state, remind_at) VALUES (:rally, :person, 'later', :at) "
            "ON CONFLICT (rally_id, person) DO UPDATE SET state = 'later', remind_at = excluded.remind_at "
            "WHERE state IN ('asked', 'later')",
            {"rally": rally, "person": person, "at": remind_at},
        )
    )


def leave(tx: Transaction, rally: str, person: str) -> None:
    """The person does not want to be asked: nothing of them stays, so that nothing reminds them."""
    tx.execute(
        "DELETE FROM rally_people WHERE rally_id = :rally AND person = :person AND state IN ('asked', 'later')",
        {"rally": rally, "person": person},
    )


def join(tx: Transaction, rally: str, person: str, at: str) -> bool:
    """The person takes part from now; False when they did before."""
    return bool(
        tx.execute(
            "INSERT INTO rally_people (rally_id, person, state, joined_at) VALUES (:rally, :person, 'joined', :at) "
            "ON CONFLICT (rally_id, person) DO UPDATE SET state = 'joined', joined_at = excluded.joined_at, "
            "remind_at = '', reminded = 0 WHERE state IN ('asked', 'later')",
            {"rally": rally, "person": person, "at": at},
        )
    )


def repost(
    tx: Transaction, rally: str, person: str, *, post: str, url: str, verbatim: bool | None, replies: int | None
) -> None:
    """Put down the repost of a person who takes part; what is None stays as it was."""
    tx.execute(
        "UPDATE rally_people SET state = 'reposted', post = :post, url = :url, "
        "verbatim = coalesce(:verbatim, verbatim), replies = coalesce(:replies, replies) "
        "WHERE rally_id = :rally AND person = :person",
        {
            "rally": rally,
            "person": person,
            "post": post,
            "url": url,
            "verbatim": None if verbatim is None else int(verbatim),
            "replies": replies,
        },
    )


def who_reposted(reader: Reader, rally: str, post: str) -> str | None:
    """The person whose repost a post is."""
    row = reader.one(
        "SELECT person FROM rally_people WHERE rally_id = :rally AND post = :post AND post <> ''",
        {"rally": rally, "post": post},
    )
    return str(row["person"]) if row else None


def to_remind(reader: Reader, now: str, most: int) -> list[Participant]:
    """Those whose reminder has come, the longest due first."""
    rows = reader.all(
        "SELECT * FROM rally_people WHERE remind_at <> '' AND remind_at <= :now ORDER BY remind_at LIMIT :most",
        {"now": now, "most": most},
    )
    return [_participant(row) for row in rows]


def put_off(tx: Transaction, seen: Participant, remind_at: str) -> bool:
    """Remind the person at another time; False when anything about it changed since it was ``seen``."""
    return _move(tx, seen, remind_at, 0)


def reminded(tx: Transaction, seen: Participant, remind_at: str) -> bool:
    """The person is reminded now, and again at ``remind_at`` (empty: not again). False as in `put_off`: of two who would
    remind at once, one does."""
    return _move(tx, seen, remind_at, 1)


def _move(tx: Transaction, seen: Participant, remind_at: str, more: int) -> bool:
    return bool(
        tx.execute(
            "UPDATE rally_people SET remind_at = :next, reminded = reminded + :more WHERE rally_id = :rally "
            "AND person = :person AND state IN ('asked', 'later') AND remind_at = :seen AND reminded = :before",
            {
                "next": remind_at,
                "more": more,
                "rally": seen.rally_id,
                "person": seen.person,
                "seen": seen.remind_at,
                "before": seen.reminded,
            },
        )
    )


def taking_part(reader: Reader, rally: str) -> list[str]:
    """Who takes part, in the order they joined."""
    rows = reader.all(
        "SELECT person FROM rally_people WHERE rally_id = :rally AND state IN ('joined', 'reposted') "
        "ORDER BY joined_at, person",
        {"rally": rally},
    )
    return [str(row["person"]) for row in rows]


def unanswered(reader: Reader, rally: str) -> frozenset[str]:
    """Who may still be reminded."""
    rows = reader.all(
        "SELECT person FROM rally_people WHERE rally_id = :rally AND state IN ('asked', 'later')", {"rally": rally}
    )
    return frozenset(str(row["person"]) for row in rows)


def waiting_for(reader: Reader, person: str) -> list[str]:
    """The ids of the rallies in which a person was asked and has not answered: for that person's eyes only."""
    rows = reader.all(
        "SELECT rally_id FROM rally_people WHERE person = :person AND state IN ('asked', 'later') ORDER BY rally_id",
        {"person": person},
    )
    return [str(row["rally_id"]) for row in rows]


def forget_others(tx: Transaction, rally: str) -> None:
    """Forget everyone who does not take part."""
    tx.execute("DELETE FROM rally_people WHERE rally_id = :rally AND state IN ('asked', 'later')", {"rally": rally})


def _participant(row: Row) -> Participant:
    texts = ("rally_id", "person", "state", "remind_at", "joined_at", "post", "url")
    return Participant(
        **{name: str(row[name]) for name in texts},
        reminded=int(str(row["reminded"])),
        verbatim=bool(row["verbatim"]),
        replies=int(str(row["replies"])),
    )
