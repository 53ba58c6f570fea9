"""What people wrote rings nobody; what they typed comes back as they typed it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.text.mrkdwn import code_block, escape, mention, quoted, unescape

RINGS = re.compile(r"<[!@#]")


def test_a_text_that_calls_the_channel_is_only_a_text() -> None:
    assert escape("<!channel> <@U123> & 1<2") == "&lt;!channel&gt; &lt;@U123&gt; &amp; 1&lt;2"


@given(st.text())
def test_no_text_rings_anybody_however_it_is_shown(text: str) -> None:
    for shown in (escape(text), quoted(text), code_block(text)):
        assert not RINGS.search(shown)


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text(alphabet="`a\n"))
def test_a_code_block_cannot_be_ended_from_inside(text: str) -> None:
    assert code_block(text).count("```") == 2


def test_mentions_ring_people_and_groups_and_a_name_is_a_name() -> None:
    assert mention("U0ABC123") == "<@U0ABC123>"
    assert mention("S0ABC123") == "<!subteam^S0ABC123>"
    assert mention("<!here>") == "&lt;!here&gt;"


def test_slacks_own_links_and_channels_are_read_as_they_were_typed() -> None:
    assert unescape("看 <https://weibo.com/1|weibo.com/1> 和 <#C1|官微>") == "看 https://weibo.com/1 和 #官微"


def test_addresses_that_the_chat_made_links_of_are_read_as_they_were_typed() -> None:
    typed = "请回 <mailto:an@example.com|an@example.com>，电话 <tel:13800008000|138 0000 8000>"
    assert unescape(typed) == "请回 an@example.com，电话 13800008000"
