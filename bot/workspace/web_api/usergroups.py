"""usergroups.*: the groups that can be rung together."""

from __future__ import annotations

from bot.workspace.kinds import Json, Refused
from bot.workspace.web_api.call import Api, Method, Methods, flag, needed


def _list(api: Api, args: Json) -> Json:
    groups = []
    for group in api.site.company.groups:
        drawn: Json = {
            "id": group.id,
            "team_id": api.site.company.team_id,
            "is_usergroup": True,
            "name": group.name,
            "description": "",
            "handle": group.handle,
            "date_delete": 0,
            "user_count": len(group.users),
        }
        if flag(args, "include_users"):
            drawn["users"] = list(group.users)
        groups.append(drawn)
    return {"usergroups": groups}


def _users(api: Api, args: Json) -> Json:
    wanted = needed(args, "usergroup")
    for group in api.site.company.groups:
        if group.id == wanted:
            return {"users": list(group.users)}
    raise Refused("no_such_subteam")


METHODS: Methods = {
    "usergroups.list": Method(_list, ("usergroups:read",)),
    "usergroups.users.list": Method(_users, ("usergroups:read",)),
}
