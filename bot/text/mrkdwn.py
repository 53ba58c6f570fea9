"""What Slack makes of text: escaping what people wrote, and the mentions that ring."""

from __future__ import annotations

import re
from typing import Final

_USER: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_LINK: Final = re.compile(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>")
_ADDRESS: Final = re.compile(r"<(?:mailto|tel):([^|>\s]+)(?:\|[^>]*)?>")
_CHANNEL: Final = re.compile(r"<#[A-Z0-9]+\|([^>]*)>")
_NAMED: Final = re.compile(r"<(?:@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+)\|@?([^>]+)>")
# The beginning of an entity, a link or a mention, at the end of a text that was cut.
_HALF: Final = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)$")
_FENCE: Final = re.compile("`{3,}")
_BREAK: Final = "\u200b"


def escape(text: str) -> str:
    """What a person wrote, safe to stand in mrkdwn: it rings nobody and links nowhere of its own making.

    Slack's rule: exactly ``&``, ``<`` and ``>`` are replaced.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(marked: str, most: int) -> str:
    """At most ``most`` characters of mrkdwn, with … for the rest; no entity, link or mention is cut in two."""
    if len(marked) <= most:
        return marked
    return _HALF.sub("", marked[: max(most - 1, 0)]) + "…"


def escaped(text: str, most: int) -> str:
    """What a person wrote, safe to stand in mrkdwn, in at most ``most`` characters of it."""
    return shorten(escape(text), most)


def unescape(text: str) -> str:
    """What a person typed, from the form in which Slack hands it over (entities, ``<url>``, ``<mailto:…>``,
    ``<#C…|name>``, ``<@U…|name>``). A person without a name beside the id is left as they are."""
    if "<" not in text and "&" not in text:
        return text
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text))
    text = _CHANNEL.sub(r"#\1", text)
    text = _NAMED.sub(r"@\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def code_block(text: str) -> str:
    """A block to copy from. A fence inside the text is broken with an invisible character so that it cannot end it."""
    unbroken = _FENCE.sub(lambda found: _BREAK.join(found[0]), text)
    return "```\n" + escape(unbroken) + "\n```"


def quoted(text: str) -> str:
    """A quotation, every line marked."""
    return "\n".join(f"> {line}" for line in escape(text).splitlines() or [""])


def mention(user: str) -> str:
    """Ring a person (``U…``), a user group (``S…``), or show a plain name as it is."""
    if re.fullmatch(r"[UW][A-Z0-9]{2,}", user):
        return f"<@{user}>"
    if re.fullmatch(r"S[A-Z0-9]{2,}", user):
        return f"<!subteam^{user}>"
    return escape(user)


def mentioned_users(text: str) -> list[str]:
    """The ids of the people mentioned as ``<@U…>`` or ``<@U…|name>``, in order."""
    return _USER.findall(text)
