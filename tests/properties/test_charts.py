"""Charts of any data: no text meets another one, nothing is outside the drawing, or the data are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.charts.chart_data import ChartData, ChartNote, ChartSpec, DataSeries, NumberUnit
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.chart_style import ChartStyle, line_distance
from bookbuilder.charts.draw_chart import chart_refusal, draw_chart
from bookbuilder.charts.drawing import (
    INK,
    PAPER,
    RULE,
    Bar,
    ChartDrawing,
    ChartLabel,
    Dot,
    Point,
    Shape,
    Stroke,
    mirrored,
)
from bookbuilder.charts.svg import page_svg
from bookbuilder.diagnostics import Findings
from bookbuilder.html.chart_typeface import BookTypeface
from bookbuilder.html.font_scripts import fit_fonts, font_stacks
from bookbuilder.html.fonts import fonts
from bookbuilder.locales import Locale, load
from bookbuilder.world import World
from tests.cases.case import ROOT

WORDS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "Mai",
        "Vereinigte Staaten",
        "Donaudampfschifffahrtsgesellschaft",
        "Polen",
        "a",
        "EU, NATO und Vereinte Nationen",
    ),
    "en": ("May", "United States", "Organization for Security and Co-operation in Europe", "Poland", "I"),
    "ar": ("مايو", "الولايات المتحدة الأمريكية", "منظمة الأمن والتعاون في أوروبا", "بولندا", "NATO"),
    "ja": ("5月", "アメリカ合衆国", "欧州安全保障協力機構", "ポーランド", "NATO"),
}
TAGS = {"de": "de-DE", "en": "en-US", "ar": "ar-EG", "ja": "ja-JP"}
SIZES = ((317.0, 8.2, 420.0), (640.0, 14.0, 1024.0), (340.0, 13.4, 2040.0))
"""Print, a page on a screen, a phone."""
UNITS = (NumberUnit(), NumberUnit("money", "USD"), NumberUnit("percent"), NumberUnit("quantity", "km"))


@cache
def medium(language: str) -> tuple[Locale, BookTypeface]:
    world = World(ROOT)
    locale = load(TAGS[language], world)
    fitted = fit_fonts(fonts(world, Findings()), locale.script)
    return locale, BookTypeface(
        fitted, font_stacks({"sans": "Alegreya Sans"}, fitted, locale.script, "")["sans"]
    )


numbers = st.one_of(
    st.integers(-1000, 1000).map(Decimal),
    st.decimals(0, 100, places=1),
    st.integers(10**6, 10**13).map(Decimal),
    st.decimals("0.00001", "0.01", places=5),
)


@st.composite
def data_of(draw: st.DrawFn, language: str) -> ChartData:
    count = draw(st.integers(1, 6) | st.integers(1, 60))
    values = draw(st.sampled_from((numbers, numbers.map(abs), st.integers(0, 10**9).map(Decimal))))
    optional: st.SearchStrategy[Decimal | None] = draw(st.sampled_from((values, values, st.none() | values)))
    most = draw(st.sampled_from((1, 2, 6)))
    names = draw(
        st.lists(st.sampled_from(WORDS[language]), min_size=min(most, 2), max_size=most, unique=True)
    )
    series = tuple(DataSeries(name, tuple(draw(optional) for _ in range(count))) for name in names)
    unit = draw(st.sampled_from(UNITS))
    kind = draw(st.sampled_from(("days", "words", "years")))
    if kind == "days":
        step = draw(st.sampled_from((1, 7, 31, 366)))
        days = tuple(dt.date(2022, 1, 17) + dt.timedelta(step * number) for number in range(count))
        return ChartData(tuple(day.isoformat() for day in days), series, unit, days)
    if kind == "years":
        return ChartData(tuple(str(1990 + number) for number in range(count)), series, unit)
    labels = draw(st.lists(st.sampled_from(WORDS[language]), min_size=count, max_size=count))
    return ChartData(tuple(labels), series, unit)


def style_of(width: float, size: float, highest: float, locale: Locale, typeface: BookTypeface) -> ChartStyle:
    return ChartStyle(width, highest, size, typeface, locale.direction == "rtl", line_distance(locale.script))


def edges(shape: Shape) -> tuple[float, float, float, float]:
    match shape:
        case Bar(x, y, width, height):
            return x, y, x + width, y + height
        case Dot(x, y, radius):
            return x - radius, y - radius, x + radius, y + radius
        case _:
            points = (
                shape.points if isinstance(shape, Stroke) else [at for ring in shape.rings for at in ring]
            )
            xs, ys = zip(*points, strict=True)
            return min(xs), min(ys), max(xs), max(ys)


def inked(label: ChartLabel) -> tuple[float, float, float, float]:
    """Return the edges of a text without the slack of its measuring."""
    start, top, end, bottom = label.box
    return start + 0.02 * (end - start), top + 0.06 * label.size, end - 0.02 * (end - start), bottom


def meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def faults(drawing: ChartDrawing) -> list[str]:
    found = []
    for label in drawing.labels:
        start, top, end, bottom = inked(label)
        if start < -0.5 or top < -0.5 or end > drawing.width + 0.5 or bottom > drawing.height + 0.5:
            found.append(f"outside: {label}")
    for shape in drawing.shapes:
        start, top, end, bottom = edges(shape)
        if start < -0.5 or top < -0.5 or end > drawing.width + 0.5 or bottom > drawing.height + 0.5:
            found.append(f"outside: {shape}")
    for shape, label in product(drawing.shapes, drawing.labels):
        if isinstance(shape, Stroke) and is_bare(shape, label.size):
            if any(crosses(one, other, inked(label)) for one, other in pairwise(shape.points)):
                found.append(f"{label.text} on a line: {shape}")
    for one, other in combinations(drawing.labels, 2):
        a, b = inked(one), inked(other)
        if meet(a, b):
            found.append(f"{one.text} on {other.text}: {a} {b}")
    return found


THIN = 0.1
"""The thickness of what joins and leads, in sizes of the type; lines of data are thicker."""


def is_bare(stroke: Stroke, size: float) -> bool:
    """Whether no text may stand on a line: that of zero, and the thin ones between bars, from remarks and to names. The
    rules of an axis are so light that text may, and lines inside bars are no lines to a reader."""
    thin = stroke.thickness < THIN * size and not stroke.filled and stroke.colour not in (RULE, PAPER)
    return stroke.colour == INK or thin


def crosses(one: Point, other: Point, box: tuple[float, float, float, float]) -> bool:
    """Whether a straight line goes through a box (Liang and Barsky, 1984)."""
    begin, end = 0.0, 1.0
    for at, low, high in ((0, box[0], box[2]), (1, box[1], box[3])):
        way = other[at] - one[at]
        if not way:
            if not low < one[at] < high:
                return False
            continue
        near, far = sorted(((low - one[at]) / way, (high - one[at]) / way))
        begin, end = max(begin, near), min(end, far)
    return begin < end


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", chart_kinds())
@given(st.data())
def test_nothing_collides_and_nothing_is_outside(kind: str, language: str, given_data: st.DataObject) -> None:
    data = given_data.draw(data_of(language))
    stack = given_data.draw(st.sampled_from(("", *chart_kinds()[kind].stacks)))
    places = given_data.draw(st.lists(st.sampled_from(data.labels), max_size=3))
    notes = tuple(ChartNote(place, given_data.draw(st.sampled_from(WORDS[language]))) for place in places)
    totals = (
        given_data.draw(st.lists(st.sampled_from(data.labels), max_size=2)) if kind == "waterfall" else []
    )
    spec = ChartSpec(kind, stack, notes, tuple(totals))
    if chart_refusal(data, spec) is not None:
        return
    locale, typeface = medium(language)
    width, size, highest = given_data.draw(st.sampled_from(SIZES))
    style = style_of(width, size, highest, locale, typeface)
    style = replace(style, hyphenated=lambda word: range(2, len(word) - 1, 3))
    drawing = draw_chart(data, spec, style, locale)
    # In a mirrored drawing the start of a label is at its right.
    if style.rtl:
        drawing = mirrored(drawing)
    assert faults(drawing)[:3] == []
    assert "nan" not in page_svg(drawing)
