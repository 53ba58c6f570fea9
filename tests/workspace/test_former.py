"""A click that was under way while the message changed."""

from __future__ import annotations

from bot.workspace.former import SECONDS, Former


def test_what_stood_in_a_message_is_known_for_a_moment_and_then_forgotten() -> None:
    now = [100.0]
    former = Former(lambda: now[0])
    former.keep("C1", "1.0", {"blocks": [{"type": "divider"}]})
    assert former.blocks("C1", "1.0") == [{"type": "divider"}]
    assert former.blocks("C1", "2.0") == []
    now[0] += SECONDS + 0.1
    assert former.blocks("C1", "1.0") == []


def test_only_the_last_look_of_a_message_is_kept() -> None:
    former = Former(lambda: 5.0)
    former.keep("C1", "1.0", {"blocks": [{"type": "divider"}]})
    former.keep("C1", "1.0", {"text": "no blocks"})
    assert former.blocks("C1", "1.0") == []
