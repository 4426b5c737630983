"""Draws a timeline of few events along the width of a page: an axis in proportion to time, and above it what happened."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.charts.chart_data import ChartData
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import (
    END,
    INK,
    PAPER,
    START,
    Bar,
    ChartDrawing,
    ChartLabel,
    Dot,
    Shape,
    Stroke,
)
from bookbuilder.charts.flag_rows import Flag, PlacedFlag, placed_flags
from bookbuilder.charts.line_frame import Places, names_of_places
from bookbuilder.charts.scales import BandScale, TimeScale
from bookbuilder.charts.time_events import TimeEvent, period_tracks
from bookbuilder.charts.wrapped_text import is_cut, wrapped
from bookbuilder.locales import Locale

MOST = 10
"""Events that are seen at once along a line."""
_LEAST = 32.0
"""The width of a drawing that has room for that, in sizes of the type."""
_WIDEST, _MOST_LINES = (16.0, 13.0, 10.0), 3
"""How wide words may be: less where they have no room, in sizes of the type."""
_DOT, _RING, _HALF = 0.42, 0.12, 0.36
"""The radius of a dot, the gap around it, and half the thickness of a period."""
_TRACK = 1.0
"""From a period to one above it that overlaps."""
_LIFT = 0.9
"""From the axis up to the lowest words."""


@dataclass(frozen=True, slots=True)
class _Words:
    """An event with its words in lines, its place along the axis, and where it ends; a moment ends where it is."""

    event: TimeEvent
    lines: tuple[str, ...]
    width: float
    start: float
    end: float

    @property
    def colour(self) -> str:
        """The colour of a moment, or of a period."""
        return "2" if self.end > self.start else "1"

    def flag(self, style: ChartStyle) -> Flag:
        """Return the room that the words take above the axis."""
        height = style.line * style.size * (1 + len(self.lines))
        return Flag(self.start, self.width + 0.4 * style.size, height)


def drawn_across(
    events: tuple[TimeEvent, ...], data: ChartData, style: ChartStyle, locale: Locale
) -> ChartDrawing | None:
    """Return events along an axis; None if that has no room for their words."""
    size = style.size
    if len(events) > MOST or style.width < _LEAST * size or len({event.first for event in events}) < 2:
        return None
    edge = (_DOT + _RING) * size
    scale = TimeScale(events[0].first, max(event.last for event in events), edge, style.width - edge)
    ways = (_placed(events, scale, widest * size, style) for widest in _WIDEST)
    words, rows = next(filter(None, ways), ((), ()))
    if not words:
        return None
    flags = [one.flag(style) for one in words]
    heights = [
        max((flag.height for flag, placed in zip(flags, rows, strict=True) if placed.row == row), default=0.0)
        for row in range(max(placed.row for placed in rows) + 1)
    ]
    feet = [sum(heights[row:]) + 0.25 * size * (len(heights) - 1 - row) for row in range(len(heights))]
    tracks = period_tracks([(one.start, one.end) for one in words])
    axis = feet[0] + (_LIFT + max(tracks) * _TRACK) * size
    shapes: list[Shape] = [Stroke(((0.0, axis), (style.width, axis)), INK, 0.09 * size)]
    labels: list[ChartLabel] = []
    for one, placed in zip(words, rows, strict=True):
        shapes += _line(one, feet[placed.row], axis, style)
        labels += _labels(one, placed, feet[placed.row], style)
    for one, track in zip(words, tracks, strict=True):
        if one.end > one.start:
            top = axis - (track * _TRACK + _HALF) * size
            shapes.append(Bar(one.start, top, one.end - one.start, 2 * _HALF * size, one.colour))
    for one in words:
        if one.end == one.start:
            shapes += [
                Dot(one.start, axis, (_DOT + _RING) * size, PAPER),
                Dot(one.start, axis, _DOT * size, "1"),
            ]
    places = Places((), BandScale(1, 0.0, style.width), scale)
    names, ticks, high = names_of_places(data, places, axis + 0.3 * size, style, locale)
    return ChartDrawing(style.width, axis + 0.3 * size + high, (*ticks, *shapes), (*labels, *names))


def _placed(
    events: tuple[TimeEvent, ...], scale: TimeScale, widest: float, style: ChartStyle
) -> tuple[tuple[_Words, ...], tuple[PlacedFlag, ...]] | None:
    """Return the words of events in lines of a width, each with its place; None if they have no room."""
    words = tuple(_words(event, scale, widest, style) for event in events)
    if any(is_cut(one.event.text, one.lines) for one in words):
        return None
    rows = placed_flags([one.flag(style) for one in words], style.width, 0.9 * style.size)
    return (words, rows) if rows else None


def _words(event: TimeEvent, scale: TimeScale, widest: float, style: ChartStyle) -> _Words:
    lines = wrapped(event.text, widest, style, _MOST_LINES)
    width = max(style.text(event.time, bold=True), *map(style.text, lines))
    start, end = scale(event.first), scale(event.last)
    if end - start < 2 * _DOT * style.size:
        end = start
    return _Words(event, lines, width, start, end)


def _line(one: _Words, foot: float, axis: float, style: ChartStyle) -> list[Shape]:
    """Return the thin line from the words of an event down to the axis: along the words, so that they belong to it."""
    size = style.size
    top = foot - style.line * size * (1 + len(one.lines)) + 0.3 * size
    return [Stroke(((one.start, top), (one.start, axis)), one.colour, 0.08 * size)]


def _labels(one: _Words, placed: PlacedFlag, foot: float, style: ChartStyle) -> list[ChartLabel]:
    size, gap = style.size, 0.4 * style.size
    at_start = placed.start == one.start
    x, anchor = (one.start + gap, START) if at_start else (one.start - gap, END)
    y = foot - style.line * size * len(one.lines) - 0.35 * size
    texts = [(one.event.time, True), *((line, False) for line in one.lines)]
    return [
        ChartLabel(
            text, x, y + number * style.line * size, size, style.text(text, bold=bold), anchor,
            INK, bold=bold,
        )
        for number, (text, bold) in enumerate(texts)
    ]  # fmt: skip
