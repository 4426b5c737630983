"""Puts the numbers of a category side by side, onto one another, or as shares of their whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bookbuilder.charts.chart_data import ChartData, ChartSpec, NumberUnit, sums


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a category: from a number to another one, of a series. `value` is the number that it stands for."""

    category: int
    series: int
    start: Decimal
    end: Decimal
    value: Decimal


def as_shares(data: ChartData) -> ChartData:
    """Return data with each number as its share of the whole of its category, in per cent."""
    wholes = [above for _, above in sums(data)]
    series = tuple(
        replace(
            one,
            values=tuple(
                None if value is None or not whole else value * 100 / whole
                for value, whole in zip(one.values, wholes, strict=True)
            ),
        )
        for one in data.series
    )
    return replace(data, series=series, unit=NumberUnit("percent"))


def segments(data: ChartData, spec: ChartSpec) -> Iterator[Segment]:
    """Yield the parts of each category in the order of the series: on top of one another if they are stacked, those below
    zero downwards; else each from zero."""
    zero = Decimal(0)
    for category in range(len(data.labels)):
        below = above = zero
        for index, series in enumerate(data.series):
            value = series.values[category]
            if value is None:
                continue
            start = zero if not spec.stack else below if value < 0 else above
            yield Segment(category, index, start, start + value, value)
            below, above = below + min(value, zero), above + max(value, zero)


def extent(data: ChartData, spec: ChartSpec) -> tuple[Decimal, Decimal]:
    """Return the smallest and the largest number that bars reach, and zero."""
    ends = [segment.end for segment in segments(data, spec)]
    return min((*ends, Decimal(0))), max((*ends, Decimal(0)))
