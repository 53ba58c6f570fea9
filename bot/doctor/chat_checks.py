"""Judging what the chat answered: tokens, scopes, channels, people. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.config import Settings
from bot.doctor.findings import Finding, fail, ok, warn
from bot.domain.people import ROLES, company, role_name
from bot.jobs.directory import Told
from bot.manifest import HANDLE, METHODS, manifest, scopes
from bot.store.people import Channel
from bot.text.words import Phrase, phrase

# What the chat says to a token that is not, or no longer, good.
_BAD_TOKEN: Final = frozenset(("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"))


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """What the chat answered. ``refused`` and ``app_refused`` are its error codes for the bot's and the app's token (empty:
    it took them); ``unreached`` is why no answer came at all. ``scopes`` is None where it does not say. ``skew`` is by how
    many seconds this machine's clock is ahead of its; ``not_told`` is why it did not tell of people and channels."""

    url: str
    team: str = ""
    unreached: str = ""
    refused: str = ""
    app_refused: str = ""
    has_app_token: bool = True
    scopes: frozenset[str] | None = None
    skew: float | None = None
    told: Told | None = None
    not_told: str = ""


def tokens(chat: ChatFacts) -> Iterator[Finding]:
    """Whether the chat is there and takes the tokens."""
    if chat.unreached:
        yield fail(
            "chat",
            phrase("连不上 {url}：{error}", url=chat.url, error=chat.unreached),
            phrase("请检查网络、代理和 SLACK_API_URL。"),
        )
        return
    if chat.refused:
        yield _refused("chat", "SLACK_BOT_TOKEN", chat.refused)
        return
    yield ok("chat", phrase("连得上，令牌有效：{team}。", team=chat.team))
    if chat.app_refused:
        yield _refused("app_token", "SLACK_APP_TOKEN", chat.app_refused)
    elif chat.has_app_token:
        yield ok("app_token", phrase("可以建立连接。"))


def _refused(check: str, name: str, code: str) -> Finding:
    if code in _BAD_TOKEN:
        advice = phrase("请到应用的设置页重新安装，把新的令牌写进 {name}。", name=name)
    elif code == "missing_scope":
        advice = phrase("应用级令牌要有 connections:write：请在应用的 Basic Information 页重新生成。")
    else:
        advice = phrase("请检查 {name}。", name=name)
    return fail(check, phrase("聊天平台不接受 {name}（{code}）。", name=name, code=code), advice)


def missing_scopes(chat: ChatFacts) -> Iterator[Finding]:
    """The scopes that the program needs and the bot's token does not have, each with its line of the manifest."""
    if chat.scopes is None:
        return
    lines = _manifest_lines()
    missing = [scope for scope in scopes() if scope not in chat.scopes]
    for scope in missing:
        uses = [name.replace("_", ".", 1) for name, needed in METHODS.items() if scope in needed]
        yield fail(
            "scopes",
            phrase("机器人缺少权限 {scope}（{uses}）。", scope=scope, uses="、".join(uses) or "/"),
            phrase(
                "清单第 {line} 行：{written}。请用 guanwei manifest 的输出更新应用，再重新安装到工作区。",
                line=lines[scope],
                written=f'"{scope}"',
            ),
        )
    if not missing:
        yield ok("scopes", phrase("{n} 项权限都有。", n=len(scopes())))


def _manifest_lines() -> Mapping[str, int]:
    """On which line of `guanwei manifest` each scope stands."""
    written = json.dumps(manifest(), ensure_ascii=False, indent=2).splitlines()
    return {line.strip().strip(',"'): number for number, line in enumerate(written, start=1)}


def company_of(settings: Settings, chat: ChatFacts) -> Iterator[Finding]:
    """Whether the channels and people of the settings are there, as far as the chat told."""
    if chat.told is not None:
        yield from channels(settings, chat.told)
        # Without users:read.email nobody has an e-mail address, and nobody is to be blamed for that.
        if chat.scopes is None or "users:read.email" in chat.scopes:
            yield from people(settings, chat.told)
    elif chat.not_told:
        yield fail(
            "people",
            phrase("问不到人员和频道（{error}）。", error=chat.not_told),
            phrase("先处理上面的权限问题，再运行一次 guanwei doctor。"),
        )


def channels(settings: Settings, told: Told) -> Iterator[Finding]:
    """Whether the bot finds every channel of the settings and is in it."""
    by_name = {name: channel for channel in told.channels for name in (channel.name, channel.id)}
    wrong = 0
    named = _channels(settings)
    for ref, keys in named.items():
        # As `bot.jobs.directory` does at the start.
        joined = ref in (settings.channels.desk, settings.channels.complaints, settings.channels.announcements)
        found = _channel(ref, by_name.get(ref.removeprefix("#")), told, keys, joined=joined)
        if found is not None:
            wrong += 1
            yield found
    if not wrong:
        yield ok("channels", phrase("{n} 个频道都在，机器人也在里面。", n=len(named)))


def _channel(ref: str, channel: Channel | None, told: Told, keys: str, *, joined: bool) -> Finding | None:
    place: dict[str, object] = {"ref": ref, "keys": keys, "bot": HANDLE}
    if channel is None:
        return fail(
            "channels",
            phrase("找不到频道 {ref}（{keys}）。", **place),
            phrase("名字写错了就改 guanwei.toml；是私有频道，请在里面输入 /invite @{bot}。", **place),
        )
    if channel.id in told.archived:
        return fail(
            "channels",
            phrase("频道 {ref}（{keys}）已归档。", **place),
            phrase("请恢复这个频道，或在 guanwei.toml 里换一个。"),
        )
    if not channel.member:
        return warn(
            "channels",
            phrase("机器人不在频道 {ref}（{keys}）里。", **place),
            phrase("请在 {ref} 里输入 /invite @{bot}；机器人启动时也会自己加入。", **place)
            if joined
            else phrase("请在 {ref} 里输入 /invite @{bot}。", **place),
        )
    return None


def _channels(settings: Settings) -> Mapping[str, str]:
    """Each channel that the settings name, with the keys that name it."""
    given = [
        ("channels.desk", settings.channels.desk),
        ("channels.complaints", settings.channels.complaints),
        ("channels.announcements", settings.channels.announcements),
        *((f"departments.{key}.channel", one.channel) for key, one in settings.departments.items()),
    ]
    found: dict[str, list[str]] = {}
    for key, ref in given:
        if ref is not None:
            found.setdefault(ref, []).append(key)
    return {ref: "、".join(keys) for ref, keys in found.items()}


def people(settings: Settings, told: Told) -> Iterator[Finding]:
    """Whether everyone the settings name is (still) there, and every role has somebody."""
    who = company(settings, told.people, told.groups, told.channels)
    everyone = {person.id for person in told.people}
    gone = 0
    for ref, keys in _people(settings).items():
        if ref in who.unresolved or (_is_id(ref) and ref not in everyone):
            gone += 1
            yield fail("people", *_gone(ref, keys))
    for role in ROLES:
        if not any(user in everyone for user in who.roles[role]):
            yield fail(
                "people",
                phrase("角色“{role}”（roles.{key}）现在一个人也没有。", role=role_name(role), key=role),
                phrase("请在 guanwei.toml 里写上在职的同事。"),
            )
            gone += 1
    if not gone:
        yield ok("people", phrase("设置里的人都找得到，每个角色都有人。"))


def _gone(ref: str, keys: str) -> tuple[Phrase, Phrase]:
    if ref.startswith("@") or ref.startswith("S"):
        return (
            phrase("找不到用户组 {ref}，或组里没有人（{keys}）。", ref=ref, keys=keys),
            phrase("请在聊天工具里建好这个组，或改 guanwei.toml。"),
        )
    return (
        phrase("找不到 {ref}（{keys}）：可能已经离开，或邮箱变了。", ref=ref, keys=keys),
        phrase("请在 guanwei.toml 里换成在职的同事。"),
    )


def _is_id(ref: str) -> bool:
    return "@" not in ref and not ref.startswith("S")


def _people(settings: Settings) -> Mapping[str, str]:
    """Each person or group that the settings name, with the keys that name it."""
    given = [(f"roles.{role}", ref) for role in ROLES for ref in getattr(settings.roles, role)]
    for key, department in settings.departments.items():
        given.append((f"departments.{key}.head", department.head))
        given += [(f"departments.{key}.members", ref) for ref in department.members]
        if department.group:
            given.append((f"departments.{key}.group", department.group))
    found: dict[str, list[str]] = {}
    for key, ref in given:
        found.setdefault(ref, []).append(key)
    return {ref: "、".join(keys) for ref, keys in found.items()}
