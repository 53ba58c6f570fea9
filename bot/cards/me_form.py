"""The form of a person's own settings: language, their own digest and its time, what they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.cards.blocks import checkboxes, field, modal, select, time_picker
from bot.cards.message import Block
from bot.cards.paper import Paper
from bot.store.preferences import Preferences
from bot.text.words import Phrase

FORM: Final = "me.settings"
FIRST_FIELD: Final = "language"
# A choice must have a value.
AUTO: Final = "auto"


def form(
    chosen: Preferences, languages: Mapping[str, Phrase], asked: Mapping[str, Phrase], paper: Paper, at: str
) -> Block:
    """The settings as they are. ``languages`` and what is ``asked`` about are by their words; ``at`` is the time proposed
    for a digest where there is none yet."""
    t = paper.t
    told = [what for what in asked if what not in chosen.muted]
    on = ["on"] if chosen.digest_at else []
    return modal(
        FORM,
        t("我的设置"),
        t("保存"),
        t("取消"),
        [
            field(
                "language",
                t("语言"),
                select("value", _choices(languages, paper), initial=chosen.language or AUTO),
            ),
            field(
                "digest",
                t("个人日报"),
                checkboxes("value", [("on", t("每个工作日私信给我"))], initial=on),
                optional=True,
            ),
            field("at", t("几点发"), time_picker("value", initial=chosen.digest_at or at), optional=True),
            field(
                "told",
                t("还要通知我"),
                checkboxes("value", _choices(asked, paper), initial=told),
                optional=True,
                hint=t("和您经手的事有关的提醒、升级，不能关。"),
            ),
        ],
        carried=",".join(asked),
    )


def _choices(named: Mapping[str, Phrase], paper: Paper) -> Sequence[tuple[str, str]]:
    return [(word or AUTO, paper.t(name)) for word, name in named.items()]
