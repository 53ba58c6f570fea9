"""views.*: modals and the App Home."""

from __future__ import annotations

from bot.workspace import modals
from bot.workspace.kinds import Json, Refused
from bot.workspace.web_api.call import Api, Method, Methods, needed, structure, word


def _view(args: Json) -> Json:
    value = structure(args, "view", "invalid_arguments")
    if value is None:
        raise Refused("invalid_arguments", messages=["missing required field: view"])
    if not isinstance(value, dict):
        raise Refused("invalid_arguments", messages=["must be a view object [json-pointer:/view]"])
    return value


def _open(api: Api, args: Json) -> Json:
    view = _view(args)
    trigger = api.site.triggers.exchange(needed(args, "trigger_id"))
    return {"view": modals.open_modal(api.site, trigger, view)}


def _push(api: Api, args: Json) -> Json:
    view = _view(args)
    trigger = api.site.triggers.exchange(needed(args, "trigger_id"))
    return {"view": modals.push_modal(api.site, trigger, view)}


def _update(api: Api, args: Json) -> Json:
    found = modals.find(api.site, word(args, "view_id"), word(args, "external_id"))
    if found is None:
        raise Refused("not_found")
    return {"view": modals.update_view(api.site, found, _view(args), word(args, "hash"))}


def _publish(api: Api, args: Json) -> Json:
    user = needed(args, "user_id")
    if user not in api.site.people:
        raise Refused("user_not_found")
    if not api.site.manifest.has_home:
        raise Refused("not_enabled")
    return {"view": modals.publish_home(api.site, user, _view(args), word(args, "hash"))}


METHODS: Methods = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
