"""Timelines of days, years and periods: in order, in proportion, nothing on one another, nothing outside."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_kind import chart_kinds
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.draw_chart import draw_chart
from bookbuilder.charts.drawing import PAPER, Bar, Dot, mirrored
from bookbuilder.charts.time_events import period_tracks, time_events
from tests.properties.test_charts import SIZES, WORDS, faults, medium

days = st.dates(dt.date(900, 1, 1), dt.date(2100, 1, 1)) | st.dates(
    dt.date(2022, 1, 10), dt.date(2022, 2, 10)
)
years = st.integers(1, 2100).map(lambda year: (dt.date(year, 1, 1), dt.date(year, 12, 31)))
periods = st.tuples(days, st.integers(1, 40_000)).map(
    lambda given: (given[0], given[0] + dt.timedelta(given[1]))
)
times = days.map(lambda day: (day, day)) | years | periods


@pytest.mark.parametrize("language", WORDS)
@given(st.data())
def test_timelines_hold_events_of_every_kind(language: str, given_data: st.DataObject) -> None:
    found = given_data.draw(st.lists(times, min_size=1, max_size=12))
    words = st.sampled_from(WORDS[language])
    labels = tuple(" ".join(given_data.draw(st.lists(words, min_size=1, max_size=8))) for _ in found)
    firsts, ends = zip(*found, strict=True)
    locale, typeface = medium(language)
    width, size, highest = given_data.draw(st.sampled_from(SIZES))
    style = ChartStyle(width, highest, size, typeface, locale.direction == "rtl")
    data = ChartData(labels, (), days=firsts, ends=ends)
    drawing = draw_chart(data, ChartSpec("timeline"), style, locale)
    if style.rtl:
        drawing = mirrored(drawing)
    assert faults(drawing)[:3] == []
    shown = {label.text for label in drawing.labels}
    assert {event.time for event in time_events(data, locale)} <= shown
    marks = [one for one in drawing.shapes if isinstance(one, Bar | Dot) and one.colour != PAPER]
    assert len(marks) == len(found), "each event is a dot or a bar"
    bars = [one for one in marks if isinstance(one, Bar)]
    for one, other in combinations(bars, 2):
        apart = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
        above = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
        assert apart or above, "periods do not hide one another"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=12))
def test_tracks_part_what_overlaps(spans: list[tuple[int, int]]) -> None:
    ordered = sorted((start, start + length) for start, length in spans)
    tracks = period_tracks(ordered)
    for track in set(tracks):
        held = [span for span, own in zip(ordered, tracks, strict=True) if own == track and span[1] > span[0]]
        assert all(one[1] < other[0] for one, other in pairwise(held))


@pytest.mark.parametrize(("count", "across"), [(3, True), (12, False)])
def test_few_events_stand_above_an_axis(count: int, across: bool) -> None:
    locale, typeface = medium("de")
    firsts = tuple(dt.date(1900 + 10 * number, 1, 1) for number in range(count))
    data = ChartData(tuple(f"Jahr {number}" for number in range(count)), (), days=firsts, ends=firsts)
    drawn = [
        chart_kinds()["timeline"].draw(
            data, ChartSpec("timeline"), ChartStyle(width, 900, 14, typeface), locale
        )
        for width in (640, 340)
    ]
    level = [len({one.y for one in drawing.shapes if isinstance(one, Dot)}) == 1 for drawing in drawn]
    assert level == [across, False]
