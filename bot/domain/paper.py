"""What cards are drawn with at this desk: in a reader's language, or in the company's."""

from __future__ import annotations

from bot.cards.paper import Paper
from bot.domain.desk import Desk
from bot.domain.preferences import language
from bot.text.words import Words, words


def paper(desk: Desk, t: Words, reader: str = "") -> Paper:
    """What cards are drawn with now, in the language of ``t``; for ``reader`` where it is for one person alone."""
    company, hosts = desk.company, desk.settings.links.allowed
    return Paper(t, desk.zone, company.name, company.department_name, desk.now(), hosts=hosts, reader=reader)


def paper_for(desk: Desk, reader: str) -> Paper:
    """The same for a person, in the language that they read."""
    return paper(desk, words(language(desk, desk.store, reader)), reader)


def company_paper(desk: Desk) -> Paper:
    """The same in the company's language: for what stands in a channel, and for files."""
    return paper(desk, words(desk.settings.company.language))
