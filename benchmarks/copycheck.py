"""How quick the copy check is, and how right: ``python -m benchmarks.copycheck``.

Ratios are of processor time, measured in turns in one process, medians of the rounds. The real posts and
the labelled
drafts are read from the folder beside the project where there is one; without it the project's own lines
are used.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.copycheck import Context, Report, check, warm
from bot.copycheck.engine import Engine, engine, make_engine, run
from bot.copycheck.forms import all_forms
from bot.copycheck.lexicon import Lexicon, lexicon
from bot.copycheck.lines import check_line
from tests.copycheck.cases import claims, innocents

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
ROUNDS = 5
# A post that holds one of these reports on medicine; the alarm rate is told without them too.
MEDICAL = (
    "病例",
    "肺炎",
    "疫情",
    "病毒",
    "医院",
    "医护",
    "确诊",
    "患者",
    "新冠",
    "核酸",
    "疫苗",
    "医生",
    "医疗",
    "隔离",
    "口罩",
)


def texts() -> list[str]:
    """The real posts, or the project's own lines."""
    path = SHARED / "posts-sample.jsonl"
    if not path.is_file():
        return [claim.text for claim in claims()] + innocents()
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    """How many times as long ``one`` takes as ``other``: the median over rounds in turns."""
    return statistics.median(seconds(one) / seconds(other) for _ in range(ROUNDS))


def ten_times(words: Lexicon) -> Lexicon:
    """The lexicon with nine made-up terms beside each of its own, which begin alike and never occur."""
    terms = dict(words.terms)
    for text, term in words.terms.items():
        for number in range(9):
            made = text + chr(0x9FA5 - number) + chr(0x9F00 + number)
            terms[made] = replace(term, text=made, boundary="free")
    return Lexicon(terms, words.guards)


def speed(posts: Sequence[str]) -> None:
    """Print the ratios."""
    import jieba

    def checked(using: Engine) -> Callable[[], object]:
        return lambda: [run(post, kind="promotion", at=None, context=Context(), using=using) for post in posts]

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    characters = sum(map(len, posts))
    faster = ratio(lambda: [jieba.lcut(post) for post in posts], checked(engine()))
    spent = seconds(checked(engine()))
    print(f"{len(posts)} posts, {characters} characters: {characters / spent:,.0f} characters/s with every rule on")
    print(f"throughput of bare jieba.lcut: × {faster:.2f} (wanted: at least 2)")
    larger = make_engine(ten_times(lexicon()), all_forms())
    checked(larger)()
    print(
        f"cost with 10 × {len(lexicon().terms)} terms: × {ratio(checked(larger), checked(engine())):.2f} (wanted: under 1.2)"
    )
    fresh = (
        "import time; from bot.copycheck import engine as e; t = time.process_time(); e.engine();"
        " print(time.process_time() - t)"
    )
    loads = [float(subprocess.check_output([sys.executable, "-c", fresh])) for _ in range(ROUNDS)]
    print(f"loading the lexicon: {statistics.median(loads) * 1000:.0f} ms (wanted: under 100)")


def alarms(posts: Sequence[str]) -> None:
    """Print how many real posts are flagged, and the twenty most frequent findings."""
    found: Counter[tuple[str, str]] = Counter()
    flagged: list[str] = []
    for post in posts:
        grave = [f for f in check(post).findings if f.level != "style"]
        found.update((f.rule, f.words) for f in grave)
        if grave:
            flagged.append(post)
    other = [post for post in posts if not any(word in post for word in MEDICAL)]
    aside = sum(post in set(other) for post in flagged)
    print(f"flagged at block or proof: {len(flagged)}/{len(posts)} = {len(flagged) / len(posts):.2%};", end=" ")
    print(f"without medical news {aside}/{len(other)} = {aside / len(other):.2%}")
    for (rule, words), count in found.most_common(20):
        print(f"  {count:4} {rule} {words}")


def scores() -> None:
    """Print the scores on the labelled drafts and on the innocent sentences."""
    drafts = SHARED / "copy-eval-dev.jsonl"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as out:
        for line in drafts.read_text("utf-8").splitlines():
            out.write(json.dumps(check_line(json.loads(line)), ensure_ascii=False) + "\n")
        out.flush()
        subprocess.run([sys.executable, str(SHARED / "score_copy.py"), str(drafts), out.name, "--show"], check=False)
    rows = [row.split("\t") for row in (SHARED / "must-not-flag.tsv").read_text("utf-8").splitlines()[1:] if row]
    flagged = sum(_flags(check(sentence), term) for sentence, term, _why in rows)
    print(f"innocent sentences flagged for the named term: {flagged}/{len(rows)}")


def _flags(report: Report, term: str) -> bool:
    return any(f.level != "style" and (term in f.words or f.words in term) for f in report.findings)


def main() -> None:
    """Print everything."""
    warm()
    posts = texts()
    speed(posts)
    if SHARED.is_dir():
        scores()
        alarms(posts)
    else:
        print("the labelled drafts are not here: no scores")


if __name__ == "__main__":
    main()
