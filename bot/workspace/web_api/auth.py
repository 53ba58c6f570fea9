"""auth.test, apps.connections.open, team.info, bots.info, api.test: who the app is and how it connects."""

from __future__ import annotations

from bot.workspace.kinds import Json, Refused
from bot.workspace.web_api.call import Api, Method, Methods, word


def _auth_test(api: Api, args: Json) -> Json:
    site = api.site
    return {
        "url": f"{site.url}/",
        "team": site.company.name,
        "user": site.people[site.bot_user].handle,
        "team_id": site.company.team_id,
        "user_id": site.bot_user,
        "bot_id": site.bot_id,
        "is_enterprise_install": False,
    }


def _open_connection(api: Api, args: Json) -> Json:
    address = api.site.url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={api.sockets.ticket()}&app_id={api.site.app_id}"}


def _team_info(api: Api, args: Json) -> Json:
    company = api.site.company
    return {"team": {"id": company.team_id, "name": company.name, "domain": company.domain}}


def _bots_info(api: Api, args: Json) -> Json:
    site = api.site
    if word(args, "bot") not in (None, site.bot_id):
        raise Refused("bot_not_found")
    name = site.people[site.bot_user].real_name
    return {"bot": {"id": site.bot_id, "app_id": site.app_id, "user_id": site.bot_user, "name": name, "deleted": False}}


def _api_test(api: Api, args: Json) -> Json:
    if error := word(args, "error"):
        raise Refused(error, extra={"args": args})
    return {"args": args}


METHODS: Methods = {
    "api.test": Method(_api_test),
    "auth.test": Method(_auth_test),
    "apps.connections.open": Method(_open_connection, ("connections:write",), is_for_app=True),
    "bots.info": Method(_bots_info, ("users:read",)),
    "team.info": Method(_team_info, ("team:read",)),
}
