"""The company's own words: an admin allows or denies a term in drafts, with a reason that stays on the record."""

from __future__ import annotations

from typing import Final

from bot.domain.desk import Desk, Outcome, Request, once
from bot.domain.record import need_text
from bot.errors import Invalid, NotFound
from bot.store import events
from bot.store import terms as rows
from bot.store.database import Transaction
from bot.store.terms import REASON_MOST, TERM_MOST, Term, Verdict
from bot.text.mrkdwn import escape
from bot.text.width import plain
from bot.text.words import Phrase, phrase

# One character stands in half of all sentences: it would flag them all.
_LEAST: Final = 2


def put(desk: Desk, request: Request, verdict: Verdict, term: str, reason: str) -> Outcome:
    """Allow or deny a term from now on. An allowed term silences hints, never a `block` that comes from law."""
    _must_be_admin(desk, request)
    words = plain(need_text(term, phrase("词语"), TERM_MOST))
    if len(rows.key_of_term(words)) < _LEAST:
        raise Invalid(
            phrase("词语至少 {n} 个字。", n=_LEAST),
            phrase("一个字在很多句子里都有，会误伤。请写完整的词，例如“牧场直送”。"),
        )
    why = need_text(reason, phrase("理由"), REASON_MOST)

    def decide(tx: Transaction) -> Outcome:
        before = rows.term(tx, words)
        rows.put(tx, Term(words, verdict, why, request.actor, request.stamp))
        events.append(
            tx,
            at=request.stamp,
            actor=request.actor,
            case_id="",
            action=f"term.{verdict}",
            from_state=before.verdict if before else "",
            to_state=verdict,
            data={"term": words, "reason": why},
        )
        return Outcome(_said(verdict, words))

    return once(desk, request, decide)


def forget(desk: Desk, request: Request, term: str, reason: str) -> Outcome:
    """Take a term off the list: it is judged by the rules alone again."""
    _must_be_admin(desk, request)
    words = plain(need_text(term, phrase("词语"), TERM_MOST))
    why = need_text(reason, phrase("理由"), REASON_MOST)

    def decide(tx: Transaction) -> Outcome:
        before = rows.term(tx, words)
        if before is None or not rows.drop(tx, words):
            raise NotFound(phrase("词表里没有“{term}”。", term=escape(words)), phrase("查看词表：`/draft 词表`"))
        events.append(
            tx,
            at=request.stamp,
            actor=request.actor,
            case_id="",
            action="term.forget",
            from_state=before.verdict,
            data={"term": words, "reason": why},
        )
        return Outcome(phrase("已从词表删除“{term}”。", term=escape(words)))

    return once(desk, request, decide)


def _said(verdict: Verdict, words: str) -> Phrase:
    if verdict == "allow":
        return phrase("已允许“{term}”。法律不许的，检查仍会拦下。", term=escape(words))
    return phrase("已禁用“{term}”，之后的检查都会指出。", term=escape(words))


def _must_be_admin(desk: Desk, request: Request) -> None:
    desk.company.must_hold(request.actor, "admin", to_do=phrase("修改词表"))
