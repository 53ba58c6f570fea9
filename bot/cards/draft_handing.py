"""What the clock says under a draft's card, with buttons: the text to post at its time, complaints on its words before it,
and the question whether it went out."""

from __future__ import annotations

from typing import Any, Final

from bot.cards.blocks import MESSAGE, actions, button, context, section
from bot.cards.draft_lines import line
from bot.cards.message import Block, Message
from bot.cards.paper import Paper
from bot.cards.rich import copyable
from bot.store.drafts import Draft
from bot.store.events import Event
from bot.text.mrkdwn import escape, mention
from bot.text.width import cut

# The lines that are more than a sentence.
ACTIONS: Final = ("handed", "tone", "unconfirmed", "missed")
_RUNG_MOST: Final = 10


def message(event: Event, draft: Draft, paper: Paper) -> Message:
    """The line of an event, with what is to be copied and decided. Buttons are for a draft that still waits for them."""
    said = line(event, paper)
    text = f"{_rung(event)} {said}".strip()
    blocks: list[Block] = [section(text), *_clashes(event, paper)]
    if event.action == "handed":
        blocks += _to_copy(draft, paper)
    waits = draft.state in ("scheduled", "approved") and event.data.get("revision", draft.revision) == draft.revision
    if waits and (names := _buttons(event)):
        blocks.append(actions(*(_button(name, draft, paper) for name in names)))
    return Message(text, blocks)


def _to_copy(draft: Draft, paper: Paper) -> list[Block]:
    t, latest = paper.t, draft.latest
    blocks = [copyable(cut(latest.post, MESSAGE // 2))]
    notes = []
    if latest.link:
        notes.append(t("链接：{link}", link=escape(latest.link)))
    if latest.pictures:
        notes.append(t("图 {n} 张", n=latest.pictures))
    if latest.picture_notes:
        notes.append(escape(latest.picture_notes))
    notes.append(t("复制上面的文字发到微博，发好后点“登记发布”，粘贴链接。"))
    return [*blocks, context(" · ".join(notes))]


def _clashes(event: Event, paper: Paper) -> list[Block]:
    found = event.data.get("clashes")
    told: list[dict[str, Any]] = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    t = paper.t
    lines = [
        t(
            "⚠️ 有 {n} 条未办结的投诉说到“{word}”（{cases}），这条也用了这个词。",
            n=int(one["n"]),
            word=escape(str(one["word"])),
            cases=escape(" ".join(map(str, one["cases"]))),
        )
        for one in told
    ]
    return [section("\n".join([*lines, t("要先暂停，还是照常发布？")]))] if lines else []


def _buttons(event: Event) -> tuple[str, ...]:
    match event.action:
        case "handed":
            return ("published", "hold", "schedule")
        case "tone":
            return ("hold", "go_on")
        case "unconfirmed":
            return ("published", "schedule", "hold")
        case _:
            return ("published", "now", "next", "drop") if event.data.get("handed") else ()


def _button(name: str, draft: Draft, paper: Paper) -> Block:
    t = paper.t
    labels = {
        "published": t("登记发布"),
        "hold": t("暂停"),
        "schedule": t("改时间"),
        "go_on": t("照常发布"),
        "now": t("现在发"),
        "next": t("排到下一个空档"),
        "drop": t("不发了"),
    }
    style = "primary" if name in ("published", "go_on") else None
    return button(labels[name], f"draft.{name}", f"{draft.id}:{draft.revision}", style=style)  # type: ignore[arg-type]  # a style


def _rung(event: Event) -> str:
    found = event.data.get("ring")
    ring = [str(one) for one in found] if isinstance(found, list) else []
    return " ".join(mention(one) for one in ring[:_RUNG_MOST])
