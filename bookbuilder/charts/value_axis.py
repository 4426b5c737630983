"""Draws the axis of values: rules across the chart, with their numbers beside or below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, INK, MIDDLE, MUTED, RULE, ChartLabel, Shape, Stroke
from bookbuilder.charts.scales import LinearScale

Printed = Callable[[Decimal], str]
THIN, MEDIUM = 0.05, 0.09
"""The thickness of rules, and of the line of zero, in the size of the type."""


def number_width(ticks: Sequence[Decimal], printed: Printed, style: ChartStyle) -> float:
    """Return the width of the widest number of an axis."""
    return max(style.text(printed(tick)) for tick in ticks)


def level_rules(
    ticks: Sequence[Decimal],
    scale: LinearScale,
    start: float,
    end: float,
    printed: Printed | None,
    style: ChartStyle,
) -> tuple[list[Shape], list[ChartLabel]]:
    """Return level rules from a start to an end, and before each its number, if it is `printed`. That of zero is drawn last
    by `zero_rule`."""
    shapes: list[Shape] = []
    labels = []
    for tick in ticks:
        y = scale(tick)
        shapes.append(Stroke(((start, y), (end, y)), RULE, THIN * style.size))
        if printed is not None:
            text = printed(tick)
            labels.append(
                ChartLabel(
                    text,
                    start - 0.5 * style.size,
                    y + 0.32 * style.size,
                    style.size,
                    style.text(text),
                    END,
                    MUTED,
                )
            )
    return shapes, labels


def upright_rules(
    ticks: Sequence[Decimal],
    scale: LinearScale,
    top: float,
    bottom: float,
    printed: Printed,
    style: ChartStyle,
) -> tuple[list[Shape], list[ChartLabel]]:
    """Return upright rules, and below each its number, but for those that have no room: of these every second one, or every
    third."""
    shapes: list[Shape] = [
        Stroke(((scale(tick), top), (scale(tick), bottom)), RULE, THIN * style.size) for tick in ticks
    ]
    texts = [(tick, printed(tick)) for tick in ticks]
    widest = max(style.text(text) for _, text in texts) + 0.6 * style.size
    step = abs(scale(ticks[1]) - scale(ticks[0])) if len(ticks) > 1 else widest
    every = next((number for number in range(1, len(ticks) + 1) if step * number >= widest), len(ticks))
    labels = [
        ChartLabel(text, scale(tick), bottom + 1.25 * style.size, style.size, style.text(text), MIDDLE, MUTED)
        for tick, text in texts
        if (tick / (ticks[1] - ticks[0]) if len(ticks) > 1 else 0) % every == 0
    ]
    return shapes, labels


def zero_rule(first: tuple[float, float], last: tuple[float, float], style: ChartStyle) -> Stroke:
    """Return the line that bars stand on."""
    return Stroke((first, last), INK, MEDIUM * style.size)
