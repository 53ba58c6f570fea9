"""users.*: the people."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.workspace.company import Person
from bot.workspace.kinds import Json, Refused
from bot.workspace.site import Site
from bot.workspace.web_api.call import Api, Method, Methods, cut, flag, needed


def draw(site: Site, person: Person, *, with_locale: bool) -> Json:
    """A person as Slack gives them; the e-mail only with the scope for it."""
    profile: Json = {
        "real_name": person.real_name,
        "display_name": person.handle,
        "real_name_normalized": person.real_name,
        "display_name_normalized": person.handle,
        "title": person.title,
        "team": site.company.team_id,
    }
    if person.email and site.manifest.grants("users:read.email"):
        profile["email"] = person.email
    offset = datetime.fromtimestamp(site.clock(), UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
    drawn: Json = {
        "id": person.id,
        "team_id": site.company.team_id,
        "name": person.handle,
        "deleted": not person.active,
        "color": person.color,
        "real_name": person.real_name,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }
    if person.active:
        drawn |= {
            "tz": person.tz,
            "tz_label": person.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": person.is_admin,
            "is_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
        }
    if with_locale:
        drawn["locale"] = person.locale
    return drawn


def _list(api: Api, args: Json) -> Json:
    page, more = cut(list(api.site.people.values()), args, usual=1000)
    with_locale = flag(args, "include_locale")
    return {
        "members": [draw(api.site, one, with_locale=with_locale) for one in page],
        "cache_ts": int(api.site.clock()),
        "response_metadata": more,
    }


def _info(api: Api, args: Json) -> Json:
    person = api.site.people.get(needed(args, "user"))
    if person is None:
        raise Refused("user_not_found")
    return {"user": draw(api.site, person, with_locale=flag(args, "include_locale"))}


def _by_email(api: Api, args: Json) -> Json:
    email = needed(args, "email").lower()
    for person in api.site.people.values():
        if person.email.lower() == email and person.active:
            return {"user": draw(api.site, person, with_locale=False)}
    raise Refused("users_not_found")


METHODS: Methods = {
    "users.list": Method(_list, ("users:read",)),
    "users.info": Method(_info, ("users:read",)),
    "users.lookupByEmail": Method(_by_email, ("users:read.email",)),
}
