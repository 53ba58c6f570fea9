"""What a person may have meant whose words are not understood where they are typed: told to them, with a button that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import ModuleType
from typing import Final

from bot.cards.spoken import LINE_MOST, NAMES, RUN, RUNS
from bot.commands.voiced import voiced
from bot.errors import UnknownWord
from bot.text.ids import KINDS, Kind, read_id
from bot.text.mrkdwn import escape
from bot.text.offers import Offer
from bot.text.verbs import Verb, find, nearest, split, takes_id, to_form, unknown
from bot.text.width import cut, plain
from bot.text.words import Phrase, phrase, series

# Copied along with a command, or said around it.
_AROUND: Final = " \t\n`'\"*_~“”‘’「」『』【】()（）《》，。,.！!？?；;：:、"
_LABEL_MOST: Final = 40
_WAYS: Final = RUNS - 1
# Words for a sub-command that are not its own.
_OTHER_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("处理", "接手", "我来", "我来处理"), "claim"),
    **dict.fromkeys(("派给", "分派", "分给", "交给"), "assign"),
    **dict.fromkeys(("转给", "移交", "转到"), "handover"),
    **dict.fromkeys(("结案", "关闭", "完成", "解决", "结了"), "resolve"),
    **dict.fromkeys(("合并", "并到"), "merge"),
    **dict.fromkeys(("同意", "批准", "审核通过", "过了"), "approve"),
    **dict.fromkeys(("打回", "驳回"), "return"),
    **dict.fromkeys(("发布", "发了", "已发布", "登记发布"), "published"),
    **dict.fromkeys(("删除", "撤销", "不发了"), "withdraw"),
    **dict.fromkeys(("打开", "看", "看看", "详情"), "show"),
}
# What is longer than this may be words to keep, and no command.
_COMMAND_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Way:
    """A command, a sub-command of it and what follows."""

    command: str
    verb: Verb
    rest: str

    @property
    def line(self) -> str:
        """As a button says it: ``complaint claim C-31``."""
        return f"{self.command.removeprefix('/')} {self.verb.word} {self.rest}".strip()

    @property
    def shown(self) -> Phrase:
        """As its reader types it, to stand in mrkdwn."""
        return self._typed(escape(cut(self.rest, _LABEL_MOST)))

    @property
    def label(self) -> Phrase:
        """The same on a button."""
        return self._typed(cut(" ".join(self.rest.split()), _LABEL_MOST))

    def _typed(self, rest: str) -> Phrase:
        if not rest:
            return phrase("{command} {word}", command=self.command, word=self.verb.name)
        return phrase("{command} {word} {after}", command=self.command, word=self.verb.name, after=rest)


def not_understood(text: str, command: str, verbs: Sequence[Verb], offers: tuple[Offer, ...] = ()) -> UnknownWord:
    """The refusal of words behind ``command`` that begin with none of its sub-commands. It says what may have been meant, with
    a button for each; ``offers`` are what else can be done with the words."""
    word = _first(text)
    ways = _elsewhere(text) or _near(text, {command: verbs}) or aloud(text)
    if not ways:
        refused = unknown(word, command, verbs, offers)
        # A word near one of ours in front of a whole sentence may be chance.
        return UnknownWord(refused.said, refused.advice, offers=offers) if len(text.split()) > 1 else refused
    said = phrase("没有“{word}”这个子命令。", word=escape(cut(word, _LABEL_MOST)))
    return UnknownWord(said, _asked(ways), offers=_buttons(ways, text, offers))


def unheard(text: str) -> UnknownWord:
    """The same for words without a command: a form for them is offered, whatever they are."""
    # Imported here: it knows every command, and they know this.
    from bot.commands import spoken

    modules = {module.COMMAND: module.VERBS for module in spoken.MODULES.values()}
    word = _first(text)
    said = phrase("没听懂“{word}”。", word=escape(cut(word, _LABEL_MOST)))
    if ways := _near(text, modules) or aloud(text):
        return UnknownWord(said, _asked(ways), offers=_buttons(ways, text, _forms(text)))
    near = next(((command, verb) for command, verbs in modules.items() if (verb := nearest(word, verbs))), None)
    advice = phrase("直接说要做什么，例如“认领 31”“日报”“搜索 酸奶”；“帮助”看全部用法。")
    if near:
        advice = phrase(
            "您是不是想说“{usage}”？“帮助”看全部用法。", usage=near[1].usage(spoken.name_of(spoken.MODULES[near[0]]))
        )
    return UnknownWord(said, advice, offers=_forms(text))


def searching(text: str) -> tuple[Offer, ...]:
    """The button that looks for the words among all cases."""
    from bot.commands import weibo

    verb = next(one for one in weibo.VERBS if one.word == "search")
    way = Way(weibo.COMMAND, verb, text.strip())
    # It may stand beside other ways: each button of a message has a name of its own.
    return (Offer(way.label, f"{RUN}.{_WAYS}", way.line),) if len(way.line) <= LINE_MOST else ()


def must_be_here(kind: Kind, verb: Verb, rest: str, command: str) -> None:
    """Raise UnknownWord where the id behind a sub-command is of another kind of case, with the command that is for it; or
    where there are several ids behind one that takes one."""
    if not takes_id(verb, kind):
        return
    word, *others = rest.split() or [""]
    # Nearly always it is typed as it is shown, or its number alone.
    if not others and word.removeprefix(f"{kind}-").isdecimal():
        return
    if others and " " not in verb.after.message and all(read_id(one, kind) for one in (word, *others)):
        ways = [Way(command, verb, one) for one in (word, *others)]
        raise UnknownWord(phrase("一次只办一件。"), phrase("要办哪件，点哪件。"), offers=_buttons(ways))
    if (other := _lettered(word)) in (None, kind):
        return
    assert other is not None
    case, module = read_id(word, other) or "", _modules()[other]
    same = find(verb.word, module.VERBS) or next((v for v in module.VERBS if set(v.aliases) & set(verb.aliases)), None)
    after = rest[len(word) :].strip()
    show = next(one for one in module.VERBS if one.word == "show")
    way = Way(module.COMMAND, same, f"{case} {after}".strip()) if same else Way(module.COMMAND, show, case)
    said = phrase(
        "{case} 是{kind}，不归 `{command}` 管。",
        case=case,
        kind=NAMES[module.COMMAND.removeprefix("/")],
        command=command,
    )
    raise UnknownWord(said, _asked([way]), offers=_buttons([way]))


def for_another(text: str) -> list[Way]:
    """What words that may be anything mean for certain: a sub-command of another command with its case, and nothing more
    where the case has no letter."""
    return [way for way in _elsewhere(text) if _is_certain(way)]


def _is_certain(way: Way) -> bool:
    first, *others = way.rest.split() or [""]
    return _lettered(first) is not None or (plain(first).isdecimal() and not others)


def _elsewhere(text: str) -> list[Way]:
    """The words read as they would be without a command, and without what was copied along with them."""
    # Imported here: it knows every command, and they know this.
    from bot.commands import spoken

    try:
        meant = spoken.read(text.strip(_AROUND))
    except UnknownWord:
        return []
    found = []
    for one in meant.choices if isinstance(meant, spoken.Unclear) else (meant,):
        word, rest = split(one.text)
        verb = find(word, spoken.MODULES[one.command].VERBS)
        # 今天 is a sub-command, 今天 送来的是坏的 is not; nor is 要 退款 something about oneself.
        if verb is not None and verb.word != "me" and (verb.after.message or not rest):
            found.append(Way(one.command, verb, rest))
    return found


def _near(text: str, modules: Mapping[str, Sequence[Verb]]) -> list[Way]:
    """A word nearly right in front of a case's id."""
    word, rest = split(text.strip(_AROUND))
    first = rest.split(maxsplit=1)[0] if rest else ""
    found: list[tuple[float, Way]] = []
    for command, verbs in modules.items():
        verb = find(_OTHER_WORDS.get(word, ""), verbs) or nearest(word, verbs)
        kind = next((kind for kind, module in _modules().items() if command == module.COMMAND), None)
        if verb is not None and kind is not None and takes_id(verb, kind) and read_id(first, kind):
            found.append((_likeness(word, verb), Way(command, verb, rest)))
    best = max((likeness for likeness, _ in found), default=0)
    return [way for likeness, way in found if likeness == best]


def _likeness(word: str, verb: Verb) -> float:
    if _OTHER_WORDS.get(word) == verb.word:
        return 1.0
    return max(SequenceMatcher(None, word, name).ratio() for name in (verb.word, *verb.aliases))


def aloud(text: str) -> list[Way]:
    """A whole sentence read for the case that is named in it, and what is to be done."""
    modules = _modules()
    heard = voiced(text, {kind: module.VERBS for kind, module in modules.items()})
    return [Way(modules[one.kind].COMMAND, one.verb, one.rest) for one in heard]


def _modules() -> Mapping[Kind, ModuleType]:
    # Imported here: it knows every command, and they know this.
    from bot.commands.spoken import KINDS_OF

    return KINDS_OF


def _first(text: str) -> str:
    return split(text.strip(_AROUND) or text)[0]


def _lettered(word: str) -> Kind | None:
    return next((kind for kind in KINDS if read_id(word, kind)), None) if plain(word)[:1].isalpha() else None


def _asked(ways: Iterable[Way]) -> Phrase:
    return phrase("您是不是想输入：{lines}？", lines=series(phrase("`{line}`", line=way.shown) for way in ways))


def _buttons(ways: Sequence[Way], text: str = "", forms: tuple[Offer, ...] = ()) -> tuple[Offer, ...]:
    """A button for each way; beneath long words, which may be a customer's, the forms for them too."""
    able = [way for way in ways if len(way.line) <= LINE_MOST][:_WAYS]
    buttons = tuple(Offer(way.label, f"{RUN}.{number}", way.line) for number, way in enumerate(able))
    return (*buttons, *forms) if len(text) > _COMMAND_MOST else buttons


def _forms(text: str) -> tuple[Offer, ...]:
    """The forms that words of any kind can be put into."""
    return (
        *to_form(phrase("登记为投诉"), "complaint.open", text),
        *to_form(phrase("写成稿件"), "draft.open", text),
        *to_form(phrase("写成活动通知"), "campaign.open", text),
    )
