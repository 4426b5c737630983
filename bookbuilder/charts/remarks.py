"""Remarks in a chart: above it, each with a thin line down to the place that it is about, or below a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bookbuilder.charts.chart_data import ChartData, ChartNote
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MIDDLE, MUTED, START, ChartLabel, Stroke
from bookbuilder.charts.wrapped_text import wrapped

_WIDEST = 13.0
"""The width of a remark, in sizes of the type."""
_GAP = 0.6


@dataclass(frozen=True, slots=True)
class PlacedNotes:
    """The lines of remarks, and where the place of each is: their labels begin at a height of 0."""

    labels: tuple[ChartLabel, ...]
    places: tuple[tuple[float, float], ...]
    height: float

    def drawn(self, top: float, foot: Callable[[float], float]) -> tuple[list[ChartLabel], list[Stroke]]:
        """Return the labels from a height on, and the lines from each down to the foot of its place."""
        labels = [replace(label, y=label.y + top) for label in self.labels]
        thickness = 0.05 * labels[0].size if labels else 0.0
        lines = [
            Stroke(((x, begin), (x, foot(x))), MUTED, thickness)
            for x, end in self.places
            if (begin := _below_all(x, top + end, labels)) < foot(x)
        ]
        return labels, lines


def _below_all(x: float, begin: float, labels: Sequence[ChartLabel]) -> float:
    """Return where a line begins that stands on no remark: below those of other places, too."""
    boxes = (label.box for label in labels)
    return max((bottom for left, _, right, bottom in boxes if left <= x <= right), default=begin)


def place_of(note: ChartNote, data: ChartData) -> int | None:
    """Return the category or the day that a remark is about; None if it names none."""
    for index, label in enumerate(data.labels):
        if note.at == label or (data.days and note.at == data.days[index].isoformat()):
            return index
    return None


def notes_above(notes: Iterable[tuple[float, str]], style: ChartStyle) -> PlacedNotes:
    """Return remarks at places along a chart, in as many rows as they need so that none meets another, and none stands on
    the line of another: those further on stand lower."""
    size = style.size
    labels: list[ChartLabel] = []
    places: list[tuple[float, float]] = []
    taken = float("-inf")
    depth = height = 0.0
    for x, text in sorted(notes):
        lines = wrapped(text, min(_WIDEST * size, style.width * 0.45), style, 3)
        width = max(map(style.text, lines))
        start, anchor, at = x - width / 2, MIDDLE, x
        if start < 0:
            start, anchor, at = 0.0, START, 0.0
        elif start + width > style.width:
            start, anchor, at = style.width - width, END, style.width
        depth = height if start < taken + _GAP * size else 0.0
        for number, line in enumerate(lines):
            y = depth + (1.0 + number * style.line) * size
            labels.append(ChartLabel(line, at, y, size, style.text(line), anchor))
        end = depth + (len(lines) * style.line + 0.1) * size
        places.append((x, end))
        taken, height = max(taken, start + width), max(height, end)
    return PlacedNotes(tuple(labels), tuple(places), height + 0.3 * size if labels else 0.0)


def remarks_below(
    notes: Iterable[ChartNote], data: ChartData, width: float, style: ChartStyle
) -> dict[int, tuple[str, ...]]:
    """Return the lines of remarks below rows, by the row."""
    found: dict[int, tuple[str, ...]] = {}
    for note in notes:
        index = place_of(note, data)
        if index is not None:
            found[index] = found.get(index, ()) + wrapped(note.text, width, style, 3)
    return found
