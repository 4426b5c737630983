"""How a sum comes about: bars in rows, each of which begins where the one before ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import head
from bookbuilder.charts.chart_kind import ChartKind, ChartRefusal
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MUTED, START, Bar, ChartDrawing, ChartLabel, Shape
from bookbuilder.charts.number_labels import value_labels
from bookbuilder.charts.refusals import bars_refusal
from bookbuilder.charts.row_frame import bar_thickness, fitted, row_frame, widest
from bookbuilder.charts.scales import LinearScale
from bookbuilder.locales import Locale
from bookbuilder.phrases import Phrase

BAR = 1.2
_THIN = 0.06
"""What is thinner than this, in sizes of the type, is not seen as a bar."""
UP, DOWN = "1", "2"
"""The colours of what is added and of what is taken away; sums have that of quiet text."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A row: from a number to another one; `total`: it is a sum, from zero."""

    start: Decimal
    end: Decimal
    total: bool

    @property
    def value(self) -> Decimal:
        """What is printed beside the row."""
        return self.end - self.start


def draw(data: ChartData, spec: ChartSpec, style: ChartStyle, locale: Locale) -> ChartDrawing:
    """Return the rows, with thin lines from the end of one to the beginning of the next."""
    return fitted(partial(_drawn, data, spec, locale), style)


def _steps(data: ChartData, spec: ChartSpec) -> Iterator[_Step]:
    at = Decimal(0)
    for label, value in zip(data.labels, data.series[0].values, strict=True):
        if label in spec.totals:
            at = value if value is not None else at
            yield _Step(Decimal(0), at, total=True)
        else:
            yield _Step(at, at + (value or 0), total=False)
            at += value or 0


def _drawn(data: ChartData, spec: ChartSpec, locale: Locale, style: ChartStyle) -> ChartDrawing:
    size, bar = style.size, bar_thickness(data, BAR) * style.size
    steps = list(_steps(data, spec))
    printed = value_labels([step.value for step in steps], data.unit, locale)
    room = widest([printed(step.value) for step in steps], style) + 0.6 * size
    top = head(printed.unit, (), style)
    rows = row_frame(data, spec, top.end + (0.5 if top.end else 0.0) * size, bar, 2 * room, style)
    ends = [Decimal(0), *(step.end for step in steps)]
    start = rows.start + (room if any(step.value < 0 for step in steps) else 0.0)
    scale = LinearScale(min(ends), max(ends), start, max(style.width - room, start + size))
    shapes: list[Shape] = list(top.shapes)
    labels = [*top.labels, *rows.labels]
    for index, (step, middle) in enumerate(zip(steps, rows.middles, strict=True)):
        begin, end = sorted((scale(step.start), scale(step.end)))
        colour = MUTED if step.total else DOWN if step.value < 0 else UP
        shapes.append(Bar(begin, middle - bar / 2, end - begin, bar, colour))
        if index + 1 < len(steps):
            x = scale(step.end)
            below = rows.middles[index + 1] - bar / 2
            # Through a bar that is too thin to be seen, or the line would have a hole there.
            above = middle + (-bar if end - begin < _THIN * size else bar) / 2
            shapes += rows.joining(x, above, below, 0.06 * size)
        text, gap = printed(step.value), 0.35 * size
        width = style.text(text)
        before = _is_before(step, (begin, end), scale(Decimal(0)), width + gap)
        x, anchor = (begin - gap, END) if before else (end + gap, START)
        labels.append(ChartLabel(text, x, middle + 0.32 * size, size, width, anchor))
    shapes += rows.zero_rules(scale(Decimal(0)), style)
    return ChartDrawing(style.width, rows.bottom + 0.1 * size, tuple(shapes), tuple(labels))


def _is_before(step: _Step, ends: tuple[float, float], zero: float, room: float) -> bool:
    """Whether the value of a row stands before its bar: if it is taken away; the other way round, if it would stand on the
    line of zero."""
    if step.value < 0:
        return not zero < ends[0] < zero + room
    return zero - room < ends[1] < zero


def refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why data make no waterfall: it has one series."""
    if len(data.series) != 1:
        return ChartRefusal(
            Phrase("a waterfall has one series, and here are {count}", count=len(data.series)),
            "name one column with y",
        )
    if spec.stack:
        return ChartRefusal("a waterfall is not put onto another one", "leave stack out")
    return bars_refusal(data, spec)


KIND = ChartKind(
    "waterfall", "how a sum comes about: what is added, what is taken away, and sums between", draw, refusal
)
