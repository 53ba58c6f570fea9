"""The chart as it comes out: no character without a glyph, in Chinese with a font and in English without."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import structlog

from bot.charts import fonts
from bot.charts.chart import Chart, Kept, Post
from bot.charts.fonts import find_font, known_font
from bot.charts.weekly import _figure, draw
from bot.text.words import words

MONDAY = date(2026, 11, 16)
DAYS = tuple((MONDAY + timedelta(days=n), Kept(kept, late)) for n, (kept, late) in enumerate([(12, 2), (15, 0), (9, 4), (0, 0), (7, 1), (0, 3), (300, 1)]))  # fmt: skip
POSTS = (Post("D-7", MONDAY, 5_000, 160, 0.032), Post("D-128", MONDAY, 3_400_000, 12_000, 0.00353))
CHART = Chart(DAYS, POSTS, 9)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def strict() -> Iterator[None]:
    """A character without a glyph is a warning of the library's, and here an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def font() -> Path:
    found = find_font()
    assert found is not None, "the tests need a Chinese font: apt-get install fonts-noto-cjk"
    return found


def labels(language: str, font: Path | None, chart: Chart = CHART) -> str:
    """All that is written on a chart."""
    from matplotlib.text import Text

    figure = _figure(chart, words(language), font)
    return "\n".join(text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("language", ["zh", "zh-Hant", "en"])
@pytest.mark.parametrize("chart", [CHART, Chart(DAYS, (), 0), Chart((), POSTS, 2)])
def test_it_is_a_picture_in_which_every_character_has_a_glyph(chart: Chart, language: str, font: Path) -> None:
    assert draw(chart, words(language), font).startswith(PNG)


def test_every_number_is_written_on_it(font: Path) -> None:
    told = labels("zh", font).split("\n")
    for number in ("12", "2", "15", "9", "4", "7", "1", "3", "300", "按时 343", "超时 11"):
        assert number in told
    assert "3.20%  阅读 5,000" in told
    assert "0.35%  阅读 3,400,000" in told
    assert "互动率最高的 2 条微博（n = 9）" in told


def test_who_reads_traditional_chinese_has_it_in_that(font: Path) -> None:
    told = labels("zh-Hant", font)
    assert "按時 343" in told and "閱讀" in told


def test_without_a_font_the_labels_are_english_and_need_none() -> None:
    assert draw(CHART, words("zh"), None).startswith(PNG)
    told = labels("zh", None)
    assert "Complaint clocks kept and late, by day" in told
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in told)


def test_a_font_that_lacks_a_character_is_none() -> None:
    import matplotlib

    latin = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    assert "Complaint clocks" in labels("zh", latin)


def test_fonts_are_found_by_their_names_the_best_one_first(tmp_path: Path) -> None:
    assert find_font([tmp_path, tmp_path / "missing"]) is None
    for name in (
        "simhei.ttf",
        "DejaVuSans.ttf",
        "deep/NotoSansCJK-Bold.ttc",
        "deep/Noto Sans CJK-Regular.ttc",
        "x.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert find_font([tmp_path]) == tmp_path / "deep/Noto Sans CJK-Regular.ttc"


def test_that_there_is_none_is_said_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: (tmp_path,))
    known_font.cache_clear()
    try:
        with structlog.testing.capture_logs() as logs:
            assert [known_font(), known_font()] == [None, None]
        assert [line["event"] for line in logs] == ["charts.no_font"]
    finally:
        known_font.cache_clear()


def test_a_bot_that_draws_nothing_never_loads_the_library() -> None:
    program = "import bot.app, bot.cli, bot.cards.digests, sys; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
