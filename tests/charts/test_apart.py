"""A chart drawn by a program of its own: the same picture, and whatever becomes of the program, it is gone and that is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.apart import NotDrawn, drawn, environment
from bot.charts.chart import Chart, Kept, Post
from bot.charts.order import Order, read, written
from bot.charts.weekly import draw
from bot.text.words import words
from tests.charts.test_chart import CHART, PNG, font
from tests.terminal import ROOT, TOKENS, Terminal

__all__ = ["font"]

PICTURE = PNG + b"IEND\xaeB`\x82"
ORDER = Order(CHART, "en", None)
NUMBER = st.integers(0, 10**12)
CHARTS = st.builds(
    Chart,
    st.lists(st.tuples(st.dates(), st.builds(Kept, NUMBER, NUMBER)), max_size=31).map(tuple),
    st.lists(st.builds(Post, st.text(), st.dates(), NUMBER, NUMBER, st.none() | st.floats(0, 1)), max_size=6).map(
        tuple
    ),
    NUMBER,
)


def says(code: str) -> list[str]:
    """A program in the place of ours."""
    return [sys.executable, "-c", f"import os, sys, time\n{code}"]


def draws(code: str, before: str = "") -> list[str]:
    """Our program, but for the drawing itself: ``code``, which returns the picture."""
    body = "\n".join(f"    {line}" for line in code.splitlines())
    program = "import bot.charts.__main__ as program"
    return says(f"import signal\n{before}\n{program}\ndef png(line):\n{body}\nprogram._png = png\nprogram.main()")


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
def test_it_is_the_picture_that_would_be_drawn_here(language: str, font: Path) -> None:
    assert drawn(Order(CHART, language, font)) == draw(CHART, words(language), font)


def test_without_a_font_it_is_labelled_in_english_as_here() -> None:
    assert drawn(Order(CHART, "zh", None)) == draw(CHART, words("zh"), None)


@given(CHARTS, st.sampled_from(["zh", "zh-Hant", "en"]), st.none() | st.text(min_size=1).map(Path))
def test_the_order_arrives_as_it_was_given(chart: Chart, language: str, where: Path | None) -> None:
    line = written(Order(chart, language, where))
    assert read(line) == Order(chart, language, where)
    assert line.count(b"\n") == 1


def test_the_largest_order_fits_into_a_pipe_that_nobody_reads_yet() -> None:
    day = date(2026, 12, 31)
    month = tuple((day, Kept(10**9, 10**9)) for _ in range(31))
    posts = tuple(Post(f"D-{10**9}", day, 10**12, 10**12, 0.123456789012345678) for _ in range(6))
    assert len(written(Order(Chart(month, posts, 10**9), "zh-Hant", Path("/字" * 100)))) < 4_096


def test_it_is_drawn_wherever_the_bot_was_started_whatever_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "bot.py", "matplotlib.py"):
        (tmp_path / name).write_text("raise SystemExit('not this one')", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert drawn(ORDER).startswith(PNG)


def test_a_bot_that_has_its_report_drawn_loads_none_of_the_library() -> None:
    program = """
import sys
from bot.cards.digests import weekly
from tests.cards.test_weekly import facts, report
from tests.examples import paper
picture = weekly.draw(report(facts(kept=3, posts=2)), paper()).picture
print(len(picture.png()) > 10_000, [name for name in ("matplotlib", "numpy", "PIL") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=Terminal.env({}), capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == "True []"


def test_one_that_fails_is_told_with_the_last_that_it_said() -> None:
    with pytest.raises(NotDrawn) as told:
        drawn(ORDER, program=says("for n in range(99): print('line', n, file=sys.stderr)\nsys.exit(3)"))
    said = str(told.value)
    assert said.startswith("exit code 3\n") and said.endswith("line 98")
    assert "line 91\n" in said and "line 90\n" not in said


def test_a_font_that_is_none_is_a_failure_and_no_picture(tmp_path: Path) -> None:
    with pytest.raises(NotDrawn, match="exit code 1"):
        drawn(Order(CHART, "zh", tmp_path / "missing.ttf"))


def test_one_that_hangs_is_ended_when_its_time_is_over() -> None:
    with pytest.raises(NotDrawn, match=r"not drawn within 0.5 s$"):
        drawn(ORDER, program=says("time.sleep(300)"), seconds=0.5)


@pytest.mark.parametrize("code", ["print('hello')", "", f"os.write(1, {PNG!r})", f"os.write(1, b'x' + {PICTURE!r})"])
def test_what_is_no_whole_picture_is_not_taken_for_one(code: str) -> None:
    with pytest.raises(NotDrawn, match="no picture"):
        drawn(ORDER, program=says(code))


def test_one_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        drawn(ORDER, program=[str(tmp_path / "missing")])


def test_what_else_is_said_while_it_draws_is_no_part_of_the_picture() -> None:
    assert drawn(ORDER, program=draws(f"print('by the way', flush=True)\nreturn {PICTURE!r}")) == PICTURE


def test_no_secret_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**TOKENS, "GUANWEI_INTAKE_SECRET": "1ntake", "AWS_SECRET_ACCESS_KEY": "k3y"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NotDrawn) as told:
        drawn(ORDER, program=says("sys.exit(' '.join(f'{a}={b}' for a, b in os.environ.items()))"))
    said = str(told.value)
    assert f"PATH={os.environ['PATH']}" in said
    assert not any(name in said for name in ("SLACK", "GUANWEI", "AWS", "1ntake", "k3y", *TOKENS.values()))


def test_it_has_what_a_service_says_of_the_librarys_caches_and_finds_this_very_package() -> None:
    given = {"MPLCONFIGDIR": "/var/cache/matplotlib", "LC_ALL": "C.UTF-8", "PYTHONPATH": "/else", "HISTFILE": "/x"}
    assert environment(given) == {
        "MPLCONFIGDIR": "/var/cache/matplotlib",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": f"{ROOT}{os.pathsep}/else",
        "OPENBLAS_NUM_THREADS": "1",
    }
    assert environment({})["PYTHONPATH"] == str(ROOT)


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
def test_a_stop_that_is_told_to_all_at_once_leaves_it_to_the_bot() -> None:
    code = f"for name in (signal.SIGTERM, signal.SIGINT): os.kill(os.getpid(), name)\nreturn {PICTURE!r}"
    assert drawn(ORDER, program=draws(code)) == PICTURE


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_the_bot_however_that_ends(tmp_path: Path, end: signal.Signals) -> None:
    path = tmp_path / "drawing"
    os.mkfifo(path)
    code = f"drawing = open({str(path)!r}, 'w')\nprint('begun', file=drawing, flush=True)\ntime.sleep(300)"
    bot = f"from bot.charts.apart import drawn\nfrom tests.charts.test_apart import ORDER\ndrawn(ORDER, program={draws(code)!r})"
    running = subprocess.Popen(says(bot), cwd=ROOT, env=Terminal.env({}))
    try:
        with path.open() as drawing:
            assert drawing.readline() == "begun\n"
            running.send_signal(end)
            # Only its end closes this.
            assert drawing.read() == ""
    finally:
        running.kill()
        running.wait()


@pytest.mark.skipif(os.name == "nt", reason="no such thing there")
def test_it_lets_others_go_first_and_draws_where_that_may_not_be_said() -> None:
    asked = drawn(ORDER, program=draws(f"return {PNG!r} + str(os.nice(0)).encode() + {PICTURE[8:]!r}"))
    assert int(asked[len(PNG) : -8]) >= min(os.nice(0) + 5, 19)
    forbidden = "def nice(n): raise PermissionError(1, 'not permitted')\nos.nice = nice"
    assert drawn(ORDER, program=draws(f"return {PICTURE!r}", forbidden)) == PICTURE
