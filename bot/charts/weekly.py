"""The weekly chart: complaints' clocks kept and late by day, and under them the posts by engagement."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.charts.chart import Chart
from bot.text.weekdays import WEEKDAYS
from bot.text.words import Words, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by every kind of colour vision (Okabe and Ito's blue, vermilion and green), and by their numbers without any.
_KEPT: Final = "#0072B2"
_LATE: Final = "#D55E00"
_ENGAGED: Final = "#009E73"
_INK: Final = "#222222"
_SOFT: Final = "#666666"
# Six inches across: on a telephone (360 points) the smallest type comes to eleven points.
_WIDTH: Final = 6.0
_DPI: Final = 180
_TYPE: Final = 13.0
_TITLE: Final = 15.5
# A share of the axis under which a number does not fit inside its part of a bar.
_ROOM: Final = 0.1
# The axis over the highest bar, on which its number stands.
_HEAD: Final = 1.2


def draw(chart: Chart, t: Words, font: Path | None) -> bytes:
    """The chart as a PNG, labelled in ``t``'s language with ``font``; in English where there is none, or where it lacks a
    character that is needed. The library stays in the memory of whoever calls this: the bot has it called by a program of
    its own (`bot.charts.apart`)."""
    figure = _figure(chart, t, font)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=_DPI)
    return png.getvalue()


def _figure(chart: Chart, t: Words, font: Path | None) -> Figure:
    # Imported here: half a second and forty megabytes, and who only asks what a chart shows does without. Not pyplot, which
    # keeps what it draws and belongs to one thread.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    pen = _pen(t, font)
    heights = [3.4] * bool(chart.days) + [1.4 + 0.45 * len(chart.posts)] * bool(chart.posts)
    figure = Figure(figsize=(_WIDTH, sum(heights)), facecolor="white")
    figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.12, hspace=0.06)
    FigureCanvasAgg(figure)
    parts: Sequence[Axes] = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0].tolist()
    if chart.days:
        _clocks(parts[0], chart, pen)
    if chart.posts:
        _posts(parts[-1], chart, pen)
    return figure


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes on the chart: the words, and what every text is set in (none: the library's own font)."""

    t: Words
    font: Any = None

    def set(self, size: float = _TYPE, **more: Any) -> dict[str, Any]:
        """The keywords of a text of this size."""
        if self.font is None:
            return {"fontsize": size, **more}
        sized = self.font.copy()
        sized.set_size(size)
        return {"fontproperties": sized, **more}


def _pen(t: Words, font: Path | None) -> _Pen:
    from matplotlib.font_manager import FontPath, FontProperties
    from matplotlib.ft2font import FT2Font

    if t.language == "en":
        return _Pen(t)
    if font is None:
        return _Pen(words("en"))
    faces = [FT2Font(str(font), face_index=n) for n in range(FT2Font(str(font)).num_faces)]
    # Of a collection for all of East Asia, the face with the mainland's forms.
    place = next((n for n, face in enumerate(faces) if face.family_name.endswith((" SC", " CN"))), 0)
    if not all(faces[place].get_char_index(ord(sign)) for sign in _signs(t)):
        return _Pen(words("en"))
    return _Pen(t, FontProperties(fname=FontPath(str(font), place)))


def _signs(t: Words) -> set[str]:
    """Every character that a label may have."""
    labels = (_title(t), _kept(t, 0), _late(t, 0), _rate_title(t, 0), _most_title(t, 0, 0), _formula(t), _reads(t, 0))
    return set("".join((*labels, *(t(day) for day in WEEKDAYS), "0123456789-.,%D")).replace(" ", "").replace("\n", ""))


def _title(t: Words) -> str:
    return t("每天按时和超时的投诉时限")


def _kept(t: Words, n: int) -> str:
    return t("按时 {n}", n=n)


def _late(t: Words, n: int) -> str:
    return t("超时 {n}", n=n)


def _rate_title(t: Words, n: int) -> str:
    return t("各条微博的互动率（n = {n}）", n=n)


def _most_title(t: Words, most: int, n: int) -> str:
    return t("互动率最高的 {most} 条微博（n = {n}）", most=most, n=n)


def _formula(t: Words) -> str:
    return t("（转发 + 评论 + 赞）÷ 阅读")


def _reads(t: Words, n: int) -> str:
    return t("阅读 {reads}", reads=f"{n:,}")


def _clocks(axes: Axes, chart: Chart, pen: _Pen) -> None:
    t = pen.t
    places = range(len(chart.days))
    kept, late = [day.kept for _, day in chart.days], [day.late for _, day in chart.days]
    bars = (
        axes.bar(places, kept, width=0.7, color=_KEPT),
        axes.bar(places, late, width=0.7, bottom=kept, color=_LATE),
    )
    top = max(a + b for a, b in zip(kept, late, strict=True))
    axes.set_ylim(0, top * _HEAD)
    for x, low, high in zip(places, kept, late, strict=True):
        _numbers(axes, x, low, high, top, pen)
    axes.set_title(_title(t), loc="left", pad=30, **pen.set(_TITLE, color=_INK))
    labels = (_kept(t, chart.kept.kept), _late(t, chart.kept.late))
    _legend(axes, bars, labels, pen)
    names = [f"{t(WEEKDAYS[day.weekday()])}\n{day:%m-%d}" for day, _ in chart.days]
    axes.set_xticks(places, names, **pen.set(color=_INK))
    _bare(axes, "bottom")
    axes.set_yticks([])


def _legend(axes: Axes, bars: Sequence[Any], labels: Sequence[str], pen: _Pen) -> None:
    written = pen.set(_TYPE)
    size: dict[str, Any] = {"prop": written["fontproperties"]} if pen.font is not None else {"fontsize": _TYPE}
    axes.legend(
        bars, labels, loc="lower left", bbox_to_anchor=(0, 0.99), ncols=len(labels), frameon=False,
        borderaxespad=0, handlelength=1, handleheight=1, columnspacing=1.5, labelcolor=_INK, **size,
    )  # fmt: skip


def _numbers(axes: Axes, x: int, kept: int, late: int, top: int, pen: _Pen) -> None:
    """Each part's number: inside it in white, or above the bar in the part's own colour where it does not fit."""
    above = kept + late + top * 0.03
    for number, low, colour in ((kept, 0, _KEPT), (late, kept, _LATE)):
        if not number:
            continue
        if number >= top * _HEAD * _ROOM:
            axes.text(x, low + number / 2, str(number), ha="center", va="center", **pen.set(color="white"))
        else:
            axes.text(x, above, str(number), ha="center", va="bottom", **pen.set(color=colour))
            above += top * _HEAD * _ROOM


def _posts(axes: Axes, chart: Chart, pen: _Pen) -> None:
    t = pen.t
    rates = [100 * (post.engagement or 0) for post in chart.posts]
    places = range(len(rates))
    axes.barh(places, rates, height=0.62, color=_ENGAGED)
    longest = max(rates) or 1
    # Beside the longest bar its number still has to stand.
    axes.set_xlim(0, longest * 1.95)
    for y, (post, rate) in enumerate(zip(chart.posts, rates, strict=True)):
        said = f"{rate:.2f}%  {_reads(t, post.reads)}"
        axes.text(rate + longest * 0.02, y, said, ha="left", va="center", **pen.set(color=_INK))
    axes.invert_yaxis()
    shown = len(chart.posts)
    title = _rate_title(t, shown) if shown == chart.measured else _most_title(t, shown, chart.measured)
    axes.set_title(title, loc="left", pad=10, **pen.set(_TITLE, color=_INK))
    axes.set_xlabel(_formula(t), loc="left", **pen.set(color=_SOFT))
    axes.set_yticks(
        places, [f"{post.id} {t(WEEKDAYS[post.day.weekday()])}" for post in chart.posts], **pen.set(color=_INK)
    )
    _bare(axes, "left")
    axes.set_xticks([])


def _bare(axes: Axes, line: str) -> None:
    """Only the one line that the bars stand on."""
    axes.tick_params(length=0)
    for name, spine in axes.spines.items():
        spine.set_visible(name == line)
        spine.set_color(_SOFT)
