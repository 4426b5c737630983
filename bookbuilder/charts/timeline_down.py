"""Draws a timeline from above: a line in proportion to time, and beside it, as near as there is room, what happened."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import (
    END,
    MUTED,
    PAPER,
    RULE,
    Bar,
    ChartDrawing,
    ChartLabel,
    Dot,
    Shape,
    Stroke,
)
from bookbuilder.charts.scales import TimeScale
from bookbuilder.charts.spread_places import spread
from bookbuilder.charts.time_events import TimeEvent, period_tracks
from bookbuilder.charts.wrapped_text import wrapped

_DAY = 2.2
"""The height of a line for each, at least, in sizes of the type."""
_LOOSE = 6.0
"""The height beyond that of the words in which proportions are seen, if the page has it."""
_MOST_LINES = 6
_DOT, _HALF = 0.34, 0.3
_TRACK = 0.8
"""From a period to one beside it that overlaps."""
_BESIDE = 1.2
"""From the line to the times before it, and to the words behind it."""


def drawn_down(events: tuple[TimeEvent, ...], style: ChartStyle) -> ChartDrawing:
    """Return events along a line; thin lines lead to those that had to give way to the words of others."""
    tracks = period_tracks([(event.first.toordinal(), event.last.toordinal()) for event in events])
    drawn, deepest = _drawn(events, tracks, max(tracks), style)
    # Many a period is as short as a dot, and takes no track.
    return drawn if deepest == max(tracks) else _drawn(events, tracks, deepest, style)[0]


def _drawn(
    events: tuple[TimeEvent, ...], tracks: Sequence[int], room: int, style: ChartStyle
) -> tuple[ChartDrawing, int]:
    """Return events with room for so many tracks beside the line, and which is the last one that has a period."""
    size = style.size
    line = max(style.text(event.time) for event in events) + _BESIDE * size
    beside = line + (_BESIDE + room * _TRACK) * size
    texts = [wrapped(event.text, style.width - beside, style, _MOST_LINES) for event in events]
    rooms = [(len(lines) * style.line + 0.7) * size for lines in texts]
    needed = max(sum(rooms), _DAY * size * len(events))
    height = max(needed, min(needed + _LOOSE * size, style.highest))
    scale = _scale(events, rooms[0] / 2, height - rooms[-1] / 2)
    spans = [_span(event, scale, size) for event in events]
    middles = spread([min(start + _DOT * size, end) for start, end in spans], rooms, 0.0, height)
    shapes: list[Shape] = [Stroke(((line, scale.start), (line, scale.end)), RULE, 0.12 * size)]
    labels: list[ChartLabel] = []
    dots: list[Shape] = []
    rows = zip(events, spans, tracks, middles, texts, strict=True)
    for event, (start, end), track, middle, lines in rows:
        if end > start:
            x = line + track * _TRACK * size
            shapes.append(Bar(x - _HALF * size, start, 2 * _HALF * size, end - start, "2"))
        else:
            dots += [Dot(line, start, (_DOT + 0.1) * size, PAPER), Dot(line, start, _DOT * size, "1")]
        first = middle - (len(lines) - 1) * style.line / 2 * size
        if not start - 0.3 * size <= first <= end + 0.3 * size:
            shapes += _leads(line, (beside - line) / size, min(start + _DOT * size, end), first, size)
        x, width = line - _BESIDE * size, style.text(event.time)
        labels.append(ChartLabel(event.time, x, first + 0.32 * size, size, width, END, MUTED))
        labels += [
            ChartLabel(text, beside, first + (0.32 + number * style.line) * size, size, style.text(text))
            for number, text in enumerate(lines)
        ]
    deepest = max(
        (track for track, (start, end) in zip(tracks, spans, strict=True) if end > start), default=0
    )
    return ChartDrawing(style.width, height, (*shapes, *dots), tuple(labels)), deepest


def _scale(events: tuple[TimeEvent, ...], start: float, end: float) -> TimeScale:
    return TimeScale(events[0].first, max(event.last for event in events), start, end)


def _span(event: TimeEvent, scale: TimeScale, size: float) -> tuple[float, float]:
    """Return where an event begins and ends along the line; one that is shorter than a dot is a moment."""
    start, end = scale(event.first), scale(event.last)
    return (start, end) if end - start > 2 * _DOT * size else (start, start)


def _leads(line: float, beside: float, place: float, middle: float, size: float) -> list[Shape]:
    """Return thin lines from a place on the line to what stands before and behind it."""
    ends = ((-0.5, -_BESIDE + 0.15), (beside - _BESIDE + 0.5, beside - 0.15))
    return [
        Stroke(((line + near * size, place), (line + far * size, middle)), RULE, 0.07 * size)
        for near, far in ends
    ]
