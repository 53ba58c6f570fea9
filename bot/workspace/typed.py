"""What a person types, as Slack sends it on: escaped, with names, channels, groups and links as tokens."""

from __future__ import annotations

import re

from bot.workspace.site import Site

_TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+(?:\|[^<>]*)?|#C[A-Z0-9]+(?:\|[^<>]*)?|!subteam\^S[A-Z0-9]+(?:\|[^<>]*)?)>")
_TYPED = re.compile(r"(?<![\w@#])([@#])([\w.\-]+)|(https?://[^\s<>|]+)")


def as_sent(site: Site, typed: str, *, with_names: bool = False, with_bells: bool = True) -> str:
    """What a person typed, as Slack sends it on: ``& < >`` escaped, names and channels and links turned to tokens.

    ``with_names`` adds ``|name`` as in slash commands. Tokens that a page's completion already made are kept.
    """
    out: list[str] = []
    at = 0
    for token in _TOKEN.finditer(typed):
        out += [_tokens(site, typed[at : token.start()], with_names, with_bells), token.group()]
        at = token.end()
    return "".join([*out, _tokens(site, typed[at:], with_names, with_bells)])


def _tokens(site: Site, typed: str, with_names: bool, with_bells: bool) -> str:
    def token(match: re.Match[str]) -> str:
        sign, name, link = match.groups()
        if link:
            return f"<{link}>"
        for cut in (name, name.rstrip(".-")):
            if made := _named(site, sign, cut, with_names, with_bells):
                return made + name[len(cut) :]
        return match.group()

    return _TYPED.sub(token, typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _named(site: Site, sign: str, name: str, with_names: bool, with_bells: bool) -> str | None:
    if sign == "#":
        row = site.state.one("SELECT id FROM channels WHERE name = ? AND kind <> 'im'", (name,))
        return f"<#{row['id']}|{name if with_names else ''}>" if row else None
    if with_bells and name in ("here", "channel", "everyone"):
        return f"<!{name}>"
    for group in site.company.groups:
        if group.handle == name:
            return f"<!subteam^{group.id}|@{name}>" if with_names else f"<!subteam^{group.id}>"
    for person in site.people.values():
        if person.handle == name:
            return f"<@{person.id}|{name}>" if with_names else f"<@{person.id}>"
    return None
