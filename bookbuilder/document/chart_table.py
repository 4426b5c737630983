"""Reads the data of a chart from the table that the description of its figure ends with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from bookbuilder.charts.chart_data import ChartData, ChartNote, ChartSpec, DataSeries, NumberUnit
from bookbuilder.document import drawn_figures, nodes
from bookbuilder.document.text_sources import MARK
from bookbuilder.document.walk import plain, walk

TIMELINE = "timeline"
"""The kind of chart that has words beside its days, and no numbers."""
_MACHINE = re.compile(r"(-?[0-9.]++)(?:(%)|([smhdwy])? ?(.*))")
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
"""Characters that XML, and so a drawing, cannot hold (XML 1.0, 2.2), and a control that nobody sees."""


def chart_table(figure: nodes.Figure) -> nodes.Table | None:
    """Return the data of a chart or a map; None for a figure without one."""
    last = figure.description[-1] if figure.drawn and figure.description else None
    return last if isinstance(last, nodes.Table) else None


def chart_file_name(figure: nodes.Figure) -> str:
    """Return the name of a file with the data of a chart: that of its anchor."""
    return f"{figure.id}.csv"


def charts(chapter: nodes.Chapter) -> Iterator[nodes.Figure]:
    """Yield the charts of a chapter."""
    return (node for node in walk(chapter) if isinstance(node, nodes.Figure) and node.chart)


def chart_spec(figure: nodes.Figure) -> ChartSpec:
    """Return how the data of a chart are drawn."""
    chart = figure.chart or drawn_figures.Chart("bar")
    notes = tuple(ChartNote(note.at, note.text) for note in chart.notes)
    return ChartSpec(chart.kind, chart.stack, notes, chart.totals)


def chart_data(figure: nodes.Figure) -> ChartData:
    """Return the data of a chart whose facts are localized. What is no number counts as none."""
    table = chart_table(figure)
    if table is None or not table.head:
        return ChartData((), ())
    rows = [row.cells for row in table.body]
    names = [_text(cell) for cell in table.head[-1].cells]
    if figure.chart and figure.chart.kind == TIMELINE:
        texts = tuple(_text(row[1]) if len(row) > 1 else "" for row in rows)
        times = [time for row in rows if (time := _time(row[0]))]
        firsts, ends = zip(*times, strict=True) if times and len(times) == len(rows) else ((), ())
        return ChartData(texts, (), days=firsts, ends=ends)
    days = tuple(day for row in rows if (day := _day(row[0])))
    columns = [[number_of(row[index]) for row in rows] for index in range(1, len(names))]
    units = [unit for column in columns for _, unit in filter(None, column)]
    series = tuple(
        DataSeries(name, tuple(number[0] if number else None for number in column))
        for name, column in zip(names[1:], columns, strict=True)
    )
    return ChartData(
        tuple(_text(row[0]) for row in rows),
        series,
        units[0] if units else NumberUnit(),
        days if len(days) == len(rows) else (),
    )


def number_of(cell: nodes.Cell) -> tuple[Decimal, NumberUnit] | None:
    """Return the number of a cell, and what it counts; None if it holds no fact that is a number."""
    value = _value(cell)
    match = _MACHINE.fullmatch(value.machine) if value and not value.time else None
    if match is None:
        return None
    try:
        number = Decimal(match[1])
    except InvalidOperation:  # a range
        return None
    of = match[4]
    if match[2]:
        return number, NumberUnit("percent")
    if not of:
        return number, NumberUnit()
    return number, NumberUnit("money" if _CURRENCY.fullmatch(of) else "quantity", of)


def _day(cell: nodes.Cell) -> dt.date | None:
    value = _value(cell)
    if value is None or not value.time:
        return None
    try:
        return dt.date.fromisoformat(value.machine)
    except ValueError:  # an hour
        return None


def _time(cell: nodes.Cell) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of an event; None if its cell holds neither a day nor a period."""
    value = _value(cell)
    first, _, last = (value.machine if value else "").partition("/")
    try:
        begin = dt.date.fromisoformat(first)
        return begin, dt.date.fromisoformat(last) if last else begin
    except ValueError:
        return None


def _value(cell: nodes.Cell) -> nodes.Value | None:
    return next((node for node in walk(cell.content) if isinstance(node, nodes.Value)), None)


def _text(cell: nodes.Cell) -> str:
    return " ".join(_UNPRINTED.sub("", MARK.sub("", plain(cell.content))).split())
