"""The catalogue in the tree: every message of the program in English, none that is gone, none said past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages import Catalog, Message

from bot.copycheck.exemptions import exemptions
from bot.copycheck.families import all_families
from bot.copycheck.rules import Rule
from bot.copycheck.whole import whole_rules
from bot.text.words import Phrase
from tools.words import CATALOGUE, PROGRAM, fresh, read, said_in, says, translations

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# Where Chinese is read and not said: what people may type, and what is looked for in their words.
READ = {
    "commands/digest.py": {"_WHICH"},
    "cards/campaign_lines.py": {"prize_text", "question_text", "orders_text"},
    "commands/campaign.py": {"VERBS"},
    "commands/campaign_list.py": {"_KINDS"},
    "commands/meant.py": {"_AROUND", "_OTHER_WORDS"},
    "commands/voiced.py": {"_NOUNS", "_CASES", "_BETWEEN"},
    "commands/list_words.py": {"_APART", "_BETWEEN"},
    "commands/draft.py": {"VERBS", "_revision", "_FIGURES", "_FIGURE", "_figures_apart", "_term_and_reason"},
    "commands/draft_views.py": {"_LISTS"},
    "commands/weibo.py": {"VERBS", "_PERIODS", "answer"},
    "domain/draft_schedule.py": {"read_when"},
    "domain/draft_kind.py": {"_KINDS", "_RISKY_WORDS"},
    "domain/figures.py": {"read_count"},
    "domain/posting/tone.py": {"_IDLE", "_TOPICS"},
    "commands/complaint.py": {"VERBS", "_INTO"},
    "commands/complaint_turns.py": {"VERBS"},
    "commands/guide.py": {"_ALL", "_HELPED"},
    "commands/spoken.py": {"_NAMES", "_GREETINGS", "read"},
    "commands/me.py": {"_AWAY", "_BACK", "_FROM", "_UNTIL"},
    "commands/me_words.py": {"_LANGUAGES", "_MUTED", "_OFF", "_ON", "_OWN", "_CASES", "_CHOICES"},
    "domain/digests/asked.py": {"_NAMES"},
    "domain/complaints/handover.py": {"_DO_NOT_KNOW"},
    "domain/finding.py": {"_MARKS", "_AT", "_TO"},
    "commands/complaint_words.py": {"_WHICH", "_NAMES", "_DAYS_AGO", "_DAY", "_SPANS", "_MONTH", "read_asked", "_bare"},
    "commands/feed.py": {"WORDS"},
    "cards/campaign_month.py": {"_WIDE"},
    "cards/draft.py": {"_brief"},
    "domain/campaigns/month.py": {"_WRITTEN", "_RELATIVE", "_SPOKEN"},
    "commands/rally.py": {"VERBS", "_LISTS", "_LATER"},
    "domain/complaints/facts.py": {"_LABELS", "_LABEL", "_ENDS", "read_finding"},
    # What is put into a reply is said on Weibo, in Chinese.
    "domain/replies.py": {"filled", "_greeted"},
    "domain/notice_lines.py": {
        *("_MONEY", "_COUNTED", "_TIMES", "_BETWEEN", "_PAIR", "_UNATTRIBUTED", "_fen", "_counted", "read_number"),
    },
    "domain/triage/reading.py": {"_SENTENCE", "_CLAUSE"},
    # A post is Chinese, and so is what is added to it.
    "domain/rallies/starters.py": {"_SAYS_SO", "_NUMBER", "proposed", "disclosed"},
    "handlers/complaint.py": {"report_of"},
    "handlers/quoted_message.py": {"_QUOTED"},
    "manifest.py": {"NAME"},
    "text/changes.py": {"_IN_NUMBERS", "_MARKS"},
    "text/ids.py": {"_ID"},
    "text/likeness.py": {"_COMMON"},
    "text/masking.py": {"_NAMED", "_SPOKEN", "_BETWEEN"},
    "text/vocabulary.py": {"VERDICTS", "CATEGORIES", "SEVERITIES"},
    "text/numerals.py": {"NUMERALS", "_DIGITS", "_UNITS", "counted"},
    "text/until.py": {"read_until"},
    "text/verbs.py": {"_ID_AHEAD", "_SAID_ID", "_QUOTES", "_BETWEEN", "_ASKS_FOR_HELP", "_at_colon"},
    "text/simplified.py": {"as_simplified"},
    "text/moments.py": {
        "_WORDS",
        "_DAYS",
        "_WEEKDAYS",
        "_DATE",
        "_CLOCK",
        "_AFTERNOON",
        "_SPOKEN",
        "_LATER",
        "_MINUTES",
        "_later",
        "_day",
        "_time",
        "read_moment",
    },
}
SPEAKING = ("cards", "commands", "handlers", "domain", "outbox", "store", "text", "jobs")
SPEAKING_FILES = ("app.py", "drawing.py", "errors.py", "http.py", "manifest.py")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read()


def ids(catalog: Catalog) -> set[Any]:
    return {message.id for message in catalog if message.id}


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_the_catalogue_has_every_message_and_none_that_is_gone(catalogue: Catalog) -> None:
    now, there = ids(fresh()), ids(catalogue)
    assert now - there == set(), "run `make words` and translate these"
    assert there - now == set(), "run `make words`: these are no longer said"
    assert "#~" not in CATALOGUE.read_text("utf-8"), "obsolete entries are kept for nothing"


def test_every_message_is_translated_and_none_by_guessing(catalogue: Catalog) -> None:
    assert [first(message) for message in catalogue if message.id and not translations(message)] == []
    assert [first(message) for message in catalogue if message.id and message.fuzzy] == []


def test_every_translation_has_the_places_of_its_message(catalogue: Catalog) -> None:
    wrong = {
        first(message): said
        for message in catalogue
        if message.id
        for said in translations(message)
        # "reopened once" needs no number.
        if not places(first(message)) - {"n"} <= places(said) <= places(first(message))
    }
    assert wrong == {}
    many = [m for m in catalogue if isinstance(m.id, tuple)]
    assert [first(m) for m in many if "n" not in places(translations(m)[-1])] == []


def test_commands_mentions_and_marks_are_kept(catalogue: Catalog) -> None:
    kept = re.compile(r"/(?:campaign|draft|complaint|rally|weibo)\b|(?<!@)guanwei [a-z]+|[🟢🟡🔴⚪⏰⚠✅⛔]")
    wrong = {
        first(message): said
        for message in catalogue
        if message.id
        for said in translations(message)
        if sorted(kept.findall(first(message))) != sorted(kept.findall(said))
    }
    assert wrong == {}


def test_english_has_no_chinese_but_quoted_examples(catalogue: Catalog) -> None:
    # What to write in a post stays Chinese: the post is.
    shown = [
        said
        for message in catalogue
        for said in translations(message)
        if CHINESE.search(said) and not all("copycheck" in f or "lexicon" in f for f, _ in message.locations)
    ]
    assert shown == []


def test_what_is_said_is_written_at_the_call() -> None:
    assert list(said_in('t("一" "二"); paper.t("三"); phrase("四", n=1); t(what); other("五"); "六".count("六")')) == [
        "一二",
        "三",
        "四",
    ]


def test_nothing_chinese_is_said_past_the_catalogue() -> None:
    found = list(chain.from_iterable(unmarked(path) for path in speaking()))
    assert found == [], "say it through t(…) or phrase(…)"


def test_a_sentence_that_is_not_marked_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('"""说明"""\nx = t("好")\ny = f"{x}，坏"\n', "utf-8")
    assert list(unmarked(module)) == ["module.py:3 ，坏"]


def test_every_rule_of_the_copy_check_speaks_through_the_catalogue(catalogue: Catalog) -> None:
    rules: list[Rule] = [family.rule for family in all_families()]
    rules += whole_rules()
    said = [rule.reason for rule in rules] + [rule.suggestion for rule in rules if rule.suggestion]
    said += [exemption.reason for exemption in exemptions()]
    assert len(said) > 100
    assert [one for one in said if not isinstance(one, Phrase) or catalogue.get(one.message) is None] == []


def speaking() -> Iterator[Path]:
    for folder in SPEAKING:
        yield from sorted((PROGRAM / folder).rglob("*.py"))
    yield from (PROGRAM / name for name in SPEAKING_FILES)


def unmarked(path: Path) -> Iterator[str]:
    """The Chinese in a module that is neither a message, nor told to programmers, nor read."""
    name = path.relative_to(PROGRAM).as_posix() if path.is_relative_to(PROGRAM) else path.name
    for part in ast.parse(path.read_text("utf-8")).body:
        if _names(part) & READ.get(name, set()):
            continue
        marked = {id(node) for call in ast.walk(part) for node in _meant(call)}
        for node in ast.walk(part):
            match node:
                case ast.Constant(value=str(text)) if id(node) not in marked and CHINESE.search(text):
                    yield f"{name}:{node.lineno} {text}"


def _names(part: ast.stmt) -> set[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return {part.name}
    if isinstance(part, ast.AnnAssign):
        return {ast.unparse(part.target)}
    return {ast.unparse(target) for target in part.targets} if isinstance(part, ast.Assign) else set()


def _meant(node: ast.AST) -> Iterator[ast.AST]:
    """The constants that may be Chinese: a message at its call, a docstring."""
    if isinstance(node, ast.Call) and says(node.func) and node.args:
        yield from ast.walk(node.args[0])
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
