"""What several kinds of charts cannot show."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.charts.category_names import are_ordered
from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_head import COLOURS
from bookbuilder.charts.chart_kind import ChartRefusal
from bookbuilder.phrases import Phrase

MOST_CATEGORIES = 40
"""Bars of a chart that somebody looks at one by one."""
MOST_BARS = 48
"""Bars in all categories together."""
MOST_COLUMNS = 400
"""Columns that follow one another."""


def bars_refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why bars cannot show data: there are too many, or parts of a whole are below zero."""
    if not any(True for _ in data.numbers()):
        return ChartRefusal("it has no number")
    if len(data.labels) > MOST_CATEGORIES:
        return ChartRefusal(
            Phrase(
                "it has {count} categories, and more than {most_categories} cannot be read",
                count=len(data.labels),
                most_categories=MOST_CATEGORIES,
            ),
            "show the largest ones, and the rest as one",
        )
    bars = len(data.labels) * (1 if spec.stack else len(data.series))
    if bars > MOST_BARS:
        return ChartRefusal(
            Phrase(
                "it has {bars} bars, and more than {most_bars} have no room on a page",
                bars=bars,
                most_bars=MOST_BARS,
            ),
            "take stack=stacked, or kind=dot",
        )
    return too_many_series(data) or (negative_parts(data) if spec.stack == "share" else None)


def columns_refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why columns cannot show data: as bars, but those of days, years and numbers may be many."""
    in_order = bool(data.days) or are_ordered(data.labels)
    if not in_order or len(data.labels) <= MOST_CATEGORIES:
        return bars_refusal(data, spec)
    if len(data.labels) * len(data.series) > MOST_COLUMNS:
        return ChartRefusal(
            Phrase("it has more than {most_columns} columns, which are one area", most_columns=MOST_COLUMNS),
            "take kind=line",
        )
    return bars_refusal(replace(data, labels=data.labels[:1]), ChartSpec(spec.kind)) or (
        negative_parts(data) if spec.stack == "share" else None
    )


def too_many_series(data: ChartData) -> ChartRefusal | None:
    """Return why data have more series than colours can tell apart."""
    if len(data.series) <= COLOURS:
        return None
    return ChartRefusal(
        Phrase(
            "it has {count} series, and more than {colours} colours cannot be told apart",
            count=len(data.series),
            colours=COLOURS,
        ),
        "show fewer, or kind=multiples, which draws each by itself",
    )


def negative_parts(data: ChartData) -> ChartRefusal | None:
    """Return why data are no parts of a whole: there is one alone, one is below zero, or the whole is nothing."""
    if len(data.series) < 2:
        return ChartRefusal("one series is its own whole", "leave stack=share out")
    if any(value < 0 for value in data.numbers()):
        return ChartRefusal("a part of a whole cannot be below zero", "take stack=stacked, or no stack")
    for index, label in enumerate(data.labels):
        if not any(series.values[index] for series in data.series):
            return ChartRefusal(
                Phrase("the parts of {label!r} are nothing together", label=label), "leave the row out"
            )
    return None


MOST_PLACES = 10_000
"""Points of a line; more lie upon one another."""


def lines_refusal(data: ChartData, spec: ChartSpec) -> ChartRefusal | None:
    """Return why lines cannot show data: there are too few points or too many, or time runs backwards."""
    if not any(True for _ in data.numbers()):
        return ChartRefusal("it has no number")
    if len(data.labels) < 2:
        return ChartRefusal("it has one place, and a line goes from one to another", "take kind=bar")
    if len(data.labels) > MOST_PLACES:
        return ChartRefusal(
            Phrase(
                "it has {count} places, and more than {most_places} lie upon one another",
                count=len(data.labels),
                most_places=MOST_PLACES,
            )
        )
    if list(data.days) != sorted(data.days):
        return ChartRefusal("its days are not in order", "sort them: sort=…")
    if spec.stack:
        return ChartRefusal("lines are not put onto one another", "take kind=area")
    return too_many_series(data)
