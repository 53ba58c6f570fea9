"""The Web API: one module for each family of methods, and here what they are all called through."""

from __future__ import annotations

from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Call
from bot.workspace.web_api import auth, chat, conversations, files, reactions, usergroups, users, views
from bot.workspace.web_api.call import Api, Methods, require

METHODS: Methods = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}


def call(api: Api, method: str, token: str | None, args: Json) -> Json:
    """Call a method as whoever has the token; the answer's body. Raises Refused with Slack's error code.

    Every call is put down in ``site.calls``.
    """
    site = api.site
    try:
        found = METHODS.get(method)
        if found is None:
            raise Refused("unknown_method", extra={"req_method": method})
        _check_token(api, token, is_for_app=found.is_for_app)
        if not found.is_for_app:
            require(site, *found.scopes)
        site.counter.call(method)
        answer = {"ok": True, **found.run(api, args)}
    except Refused as refused:
        site.calls.append(Call(method, site.clock(), args, False, refused.code))
        raise
    site.calls.append(Call(method, site.clock(), args, True))
    return answer


def _check_token(api: Api, token: str | None, *, is_for_app: bool) -> None:
    tokens = api.site.tokens
    if not token:
        raise Refused("not_authed")
    if token not in (tokens.bot, tokens.app):
        raise Refused("invalid_auth")
    if api.site.are_tokens_revoked:
        raise Refused("token_revoked")
    if is_for_app != (token == tokens.app):
        raise Refused("not_allowed_token_type")
