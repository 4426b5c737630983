"""The frame of charts with a row for each category: names before or above the rows, and where each row is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import MUTED, ChartDrawing, ChartLabel, Stroke
from bookbuilder.charts.remarks import remarks_below
from bookbuilder.charts.row_names import row_names
from bookbuilder.charts.value_axis import zero_rule

BETWEEN, DENSE = 0.65, 0.3
"""The space between two categories, in the size of the type; the same where there are many."""
MANY = 24
LEAST = 0.25
"""The share of a chart that bars have; else their names stand above them."""
SMALLEST = 5.0
"""The size that the type of a chart with many rows is never below."""


@dataclass(frozen=True, slots=True)
class RowFrame:
    """Rows: where the shapes of them begin, the middle of each, the labels of names and remarks, the first and the last
    height, from where to where the line of zero goes, which leaves out the words between rows, and the `gap` at both sides
    of words that no other line stands in."""

    start: float
    middles: tuple[float, ...]
    labels: tuple[ChartLabel, ...]
    top: float
    bottom: float
    free: tuple[tuple[float, float], ...]
    gap: float

    def zero_rules(self, x: float, style: ChartStyle) -> Iterator[Stroke]:
        """Yield the line of zero."""
        return (zero_rule((x, begin), (x, end), style) for begin, end in self.free)

    def joining(self, x: float, above: float, below: float, thickness: float) -> Iterator[Stroke]:
        """Yield a thin line from one height down to another one; it leaves out the words between rows."""
        y = above
        for box in sorted((label.box for label in self.labels), key=lambda box: box[1]):
            if box[0] - self.gap < x < box[2] + self.gap and y < box[3] and box[1] < below:
                if box[1] > y:
                    yield Stroke(((x, y), (x, box[1])), MUTED, thickness)
                y = box[3]
        if y < below:
            yield Stroke(((x, y), (x, below)), MUTED, thickness)


def row_frame(
    data: ChartData, spec: ChartSpec, top: float, thick: float, beside: float, style: ChartStyle
) -> RowFrame:
    """Return the rows of a chart from a height on, for shapes of a thickness, with so much room beside them for values."""
    size = style.size
    between = DENSE if len(data.labels) > MANY else BETWEEN
    rows = row_names(data.labels, style)
    if style.width - rows.width - beside < LEAST * style.width:
        rows = row_names(data.labels, style, above=True)
    remarks = remarks_below(spec.notes, data, style.width - rows.width, style)
    labels: list[ChartLabel] = []
    middles: list[float] = []
    free: list[tuple[float, float]] = []
    half, y = thick / 2 + 0.1 * style.size, top
    for index, lines in enumerate(rows.texts):
        above = len(lines) * style.line * size if rows.above else 0.0
        beside_lines = 0.0 if rows.above else len(lines) * style.line * size
        pitch = max(thick, beside_lines) + between * size + above
        middles.append(y + above + (pitch - above) / 2)
        labels += rows.labels(lines, middles[-1], y + between / 2 * size, style)
        begin, end = (middles[-1] - half, middles[-1] + half) if rows.above else (y, y + pitch)
        free = [*free[:-1], (free[-1][0], end)] if free and free[-1][1] == begin else [*free, (begin, end)]
        y += pitch
        own = remarks.get(index, ())
        for line in own:
            labels.append(
                ChartLabel(
                    line, rows.width + 0.3 * size, y + 0.75 * size, size, style.text(line), colour=MUTED
                )
            )
            y += style.line * size
        y += 0.2 * size if own else 0.0
    return RowFrame(rows.width, tuple(middles), tuple(labels), top, y, tuple(free), 0.2 * size)


def bar_thickness(data: ChartData, thickness: float) -> float:
    """Return the thickness of a bar in sizes of the type: a little less where there are many."""
    return thickness * 0.83 if len(data.labels) > MANY else thickness


def fitted(draw: Callable[[ChartStyle], ChartDrawing], style: ChartStyle) -> ChartDrawing:
    """Return a drawing in a size of type in which it is not higher than the page; in the smallest one if there is none."""
    drawing = draw(style)
    while drawing.height > style.highest and style.size > SMALLEST:
        style = replace(style, size=max(style.size * max(style.highest / drawing.height, 0.85), SMALLEST))
        drawing = draw(style)
    return drawing


def widest(texts: Sequence[str], style: ChartStyle) -> float:
    """Return the width of the widest text; 0 for none."""
    return max(map(style.text, texts), default=0.0)
