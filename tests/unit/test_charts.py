"""Charts: their colours, their page of the manual, the numbers and days of their axes."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations, pairwise
from math import dist
from typing import Any

import pytest
from tinycss2.color4 import parse_color

from bookbuilder.charts.chart_data import ChartData, ChartSpec, DataSeries, NumberUnit
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.draw_chart import draw_chart
from bookbuilder.charts.drawing import PAPER, Bar, Dot, Stroke
from bookbuilder.charts.number_labels import axis_labels, value_labels
from bookbuilder.charts.svg import page_svg
from bookbuilder.charts.time_ticks import time_ticks
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.html.chart_colours import SERIES, text_colour
from bookbuilder.html.contrast import ratio
from bookbuilder.locales import load
from bookbuilder.markdown.data_files import StoredFile, read_rows
from bookbuilder.markdown.directives.chart.chart_data_texts import chart_data_texts
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.world import World
from tests.cases.case import ROOT

THEME = tomllib.loads((ROOT / "styles/dossier/theme.toml").read_text(encoding="utf-8"))


def extended(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a theme that extends another one."""
    return {
        **base,
        **{k: extended(base.get(k, {}), v) if isinstance(v, dict) else v for k, v in own.items()},
    }


def grounds(theme: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], tuple[str, str]]]:
    """Return the colours of series of each medium, and what they stand on."""
    chart, web = theme["chart"], theme["web"]
    return {
        "print": (chart, (theme["color"]["paper"], theme["color"]["tint"])),
        "web": (chart, (web["paper"], web["tint"])),
        "sepia": (chart, (web["sepia"]["paper"], web["sepia"]["tint"])),
        "dark": (chart["dark"], (web["dark"]["paper"], web["dark"]["tint"])),
        "ebook": (chart["ebook"], ("#ffffff", "#000000")),
    }


THEMES = {
    path.parent.name: extended(THEME, tomllib.loads(path.read_text(encoding="utf-8")))
    for folder in ("styles", "docs/styles")
    for path in sorted((ROOT / folder).glob("*/theme.toml"))
}
GROUNDS = {
    f"{name} {medium}": found for name, theme in THEMES.items() for medium, found in grounds(theme).items()
}


class Letters:
    """A typeface whose letters are all half as wide as high."""

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return len(text) * size * (0.55 if bold else 0.5)


STYLE = ChartStyle(320, 400, 8, Letters())

# -- colours -----------------------------------------------------------------------------------------------------------

SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}
"""What eyes without a kind of cones see of linear red, green and blue (Machado, Oliveira and Fernandes, 2009)."""


def linear(colour: str) -> tuple[float, ...]:
    parsed = parse_color(colour)
    assert parsed is not None and not isinstance(parsed, str)
    return tuple(
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parsed.to("srgb").coordinates
    )


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    """Return a colour in CIELAB, white point D65."""
    r, g, b = (min(max(c, 0.0), 1.0) for c in rgb)
    white = (0.9505, 1.0, 1.089)
    xyz = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    x, y, z = (
        c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116
        for c in (value / whole for value, whole in zip(xyz, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHT[sight]))


@pytest.mark.parametrize("medium", GROUNDS)
@pytest.mark.parametrize("sight", SIGHT)
def test_colours_are_told_apart_by_all_eyes(medium: str, sight: str) -> None:
    colours = [GROUNDS[medium][0][name] for name in SERIES]
    least = min(dist(seen(one, sight), seen(other, sight)) for one, other in combinations(colours, 2))
    assert least >= 14, "differences below 10 are hard to see in small areas"


@pytest.mark.parametrize("medium", GROUNDS)
def test_colours_stand_out(medium: str) -> None:
    colours, grounds = GROUNDS[medium]
    named = [colours[name] for name in SERIES]
    assert all((ratio(colour, ground) or 0) >= 3 for colour in named for ground in grounds)
    assert all((ratio(colour, text_colour(colour)) or 0) >= 4.5 for colour in named)
    if not medium.endswith("ebook"):  # readers choose its ground, so there neighbours are parted by a gap
        assert all((ratio(one, other) or 0) >= 3 for one, other in pairwise(named))


# -- the manual --------------------------------------------------------------------------------------------------------


def test_the_page_lists_the_kinds() -> None:
    page = (ROOT / "docs/charts.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE))
    assert listed == {name: kind.doc for name, kind in chart_kinds().items()}


# -- axes --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "unit", "texts"),
    [
        ("de-DE", "Millionen US-Dollar", ["0", "0,5", "1,0", "1,5"]),
        ("en-US", "million US dollars", ["0", "0.5", "1.0", "1.5"]),
        ("ja-JP", "万米ドル", ["0", "50", "100", "150"]),
        ("ar-EG", "مليون دولار أمريكي", ["٠", "٠٫٥", "١٫٠", "١٫٥"]),
    ],
)
def test_an_axis_counts_as_its_readers_do(tag: str, unit: str, texts: list[str]) -> None:
    ticks = [Decimal(number * 500_000) for number in range(4)]
    printed = axis_labels(ticks, NumberUnit("money", "USD"), load(tag, World(ROOT)))
    assert (printed.unit, [printed(tick) for tick in ticks]) == (unit, texts)


def test_values_have_three_digits_and_small_ones_their_first() -> None:
    numbers = [Decimal(317345000), Decimal(1234567), Decimal(20_000), Decimal(1)]
    printed = value_labels(numbers, NumberUnit(), load("de-DE", World(ROOT)))
    assert [printed(number) for number in numbers] == ["317", "1", "0,02", "≈0"]


@pytest.mark.parametrize(
    ("tag", "days", "texts"),
    [
        ("de-DE", 5, ["17. Jan.", "18", "19", "20", "21", "22"]),
        ("de-DE", 28, ["17. Jan.", "24. Jan.", "31. Jan.", "7. Feb.", "14. Feb."]),
        ("en-US", 28, ["Jan 23", "Jan 30", "Feb 6", "Feb 13"]),
        ("en-US", 200, ["Feb/2022", "Mar", "Apr", "May", "Jun", "Jul", "Aug"]),
        ("de-DE", 5000, ["2024", "2026", "2028", "2030", "2032", "2034"]),
    ],
)
def test_an_axis_of_time_begins_weeks_as_the_region_does(tag: str, days: int, texts: list[str]) -> None:
    first = dt.date(2022, 1, 17)

    def place(day: dt.date) -> float:
        return (day - first).days / days * 300

    ticks = time_ticks(first, first + dt.timedelta(days), place, STYLE, load(tag, World(ROOT)))
    found = [f"{tick.text}/{tick.below}" if tick.below else tick.text for tick in ticks]
    assert [text.replace("\u00a0", " ") for text in found] == texts


# -- drawings ----------------------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_numbers() -> None:
    values = tuple(map(Decimal, (4, 2, -1)))
    data = ChartData(("a", "b", "c"), (DataSeries("x", values),))
    drawing = draw_chart(data, ChartSpec("bar"), STYLE, load("de-DE", World(ROOT)))
    lengths = [shape.width for shape in drawing.shapes if isinstance(shape, Bar)]
    assert [round(length / lengths[1], 3) for length in lengths] == [2, 1, 0.5]


def charts() -> Iterator[tuple[ChartData, ChartSpec]]:
    days = tuple(dt.date(2022, 1, 17) + dt.timedelta(number) for number in range(30))
    for kind in chart_kinds():
        series = tuple(DataSeries(name, tuple(map(Decimal, range(1, 31)))) for name in ("one", "two"))
        yield ChartData(tuple(map(str, days)), series, NumberUnit(), days), ChartSpec(kind)


def test_a_chart_takes_little_time() -> None:
    locale = load("de-DE", World(ROOT))
    made = [(data, spec) for data, spec in charts() if chart_kinds()[spec.kind].refusal(data, spec) is None]
    for data, spec in made:
        draw_chart(data, spec, STYLE, locale)
    begin = time.process_time()
    for data, spec in made:
        page_svg(draw_chart(data, spec, STYLE, locale))
    assert (time.process_time() - begin) / len(made) < 0.015


def test_a_book_without_charts_loads_nothing_that_draws() -> None:
    rooms = (
        "pipeline.make_editions",
        "pipeline.finish_chapter",
        "formats.web.render",
        "formats.epub.render",
        "formats.pdf.render",
    )
    code = f"import sys, {', '.join(f'bookbuilder.{room}' for room in rooms)}; from bookbuilder.checks.check import checks"
    code += "; checks(); print(*(name for name in sys.modules if name.startswith('bookbuilder.charts.')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(found.stdout.split()) <= {
        "bookbuilder.charts.chart_data",
        "bookbuilder.charts.kind_names",
        "bookbuilder.charts.kinds",
    }


def settings(theme: Mapping[str, Any]) -> set[str]:
    return {name for name, value in theme["chart"].items() if isinstance(value, str)}


def test_the_theme_has_a_colour_for_each_series() -> None:
    assert settings(THEME) == set(SERIES)


# -- translation -------------------------------------------------------------------------------------------------------

CHAPTER = """\
# A

::: chart {#c kind=line alt="Text" credit="Source" note="Talks" at=2022-01-19 total="Sum" width=50%}
| Land   | 2021 | Share |
|--------|-----:|------:|
| Poland |  1.5 € | 2022-01-02 |
| Sum    |    – | 12 %  |

Caption.
:::
"""


def test_words_of_a_chart_are_units_and_its_numbers_are_not() -> None:
    found = {block.text: block.locked for block in blocks(CHAPTER, "a.md")}
    words = {"A", "Text", "Source", "Talks", "Sum", "Land", "Share", "Poland", "Caption."}
    assert {text for text, locked in found.items() if not locked} == words
    assert {text for text, locked in found.items() if locked} == {"2021", "1.5 €", "2022-01-02", "12 %", "–"}


def test_words_of_a_data_file_are_categories_and_names_of_series() -> None:
    data = b"Month;Sum;Other\nJanuary;200 USD;x\n2022-01-17;317 USD;y\n"
    rows = read_rows(StoredFile("a.csv", data), "", Span("a.md"), Findings())
    assert rows is not None
    texts = [cell.text for cell in chart_data_texts(rows, {"x": "Month", "y": "Sum"})]
    assert texts == ["Month", "Sum", "January"]


def test_later_series_have_a_line_inside_their_bars() -> None:
    series = tuple(DataSeries(name, (Decimal(5), Decimal(8))) for name in "abcdef")
    drawing = draw_chart(ChartData(("x", "y"), series), ChartSpec("bar"), STYLE, load("de-DE", World(ROOT)))
    lines = [shape for shape in drawing.shapes if isinstance(shape, Stroke) and shape.colour == PAPER]
    # The third to the sixth series: two bars each, and a field of the key.
    assert (
        [bool(line.dashes) for line in lines].count(False)
        == [bool(line.dashes) for line in lines].count(True)
        == 6
    )


def test_parts_of_a_bar_have_a_gap_between_them() -> None:
    series = tuple(DataSeries(name, (Decimal(value),)) for name, value in (("a", 5), ("b", 3), ("c", -2)))
    spec, locale = ChartSpec("bar", "stacked"), load("de-DE", World(ROOT))
    drawing = draw_chart(ChartData(("x",), series), spec, STYLE, locale)
    first, second, below = [shape for shape in drawing.shapes if isinstance(shape, Bar)][-3:]
    assert 0 < second.x - (first.x + first.width) < STYLE.size / 10
    assert below.x + below.width == pytest.approx(first.x), "both begin at zero"


def test_the_key_shows_what_the_chart_is_drawn_with() -> None:
    series = tuple(DataSeries(name * 60, (Decimal(5), Decimal(8))) for name in "abcdef")
    locale = load("de-DE", World(ROOT))
    keys = {}
    for kind in ("bar", "line", "area", "dot"):
        drawing = draw_chart(ChartData(("2001", "2002"), series), ChartSpec(kind), STYLE, locale)
        first = next(shape for shape in drawing.shapes if shape.colour == "3")
        keys[kind] = (type(first), bool(getattr(first, "dashes", ())), getattr(first, "filled", False))
    assert keys == {
        "bar": (Bar, False, False),
        "line": (Stroke, True, False),
        "area": (Stroke, False, True),
        "dot": (Dot, False, False),
    }


@pytest.mark.parametrize(
    ("count", "texts"),
    [
        (5, ["17. Jan.", "18. Jan.", "19. Jan.", "20. Jan.", "21. Jan."]),
        (120, ["Feb", "Mär", "Apr", "Mai", "2022"]),
    ],
)
def test_columns_of_many_days_have_an_axis_of_time(count: int, texts: list[str]) -> None:
    days = tuple(dt.date(2022, 1, 17) + dt.timedelta(number) for number in range(count))
    data = ChartData(tuple(map(str, days)), (DataSeries("a", (Decimal(5),) * count),), days=days)
    drawing = draw_chart(data, ChartSpec("column"), STYLE, load("de-DE", World(ROOT)))
    foot = max(shape.y + shape.height for shape in drawing.shapes if isinstance(shape, Bar))
    below = [label.text.replace("\u00a0", " ") for label in drawing.labels if label.y > foot + STYLE.size]
    assert below == texts
