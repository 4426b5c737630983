"""Writes names in a chart that are numbers, such as years, in the digits of its values."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.chart_table import chart_table
from bookbuilder.locales import Locale


def in_own_digits(figure: nodes.Figure, locale: Locale) -> nodes.Figure:
    """Return a chart with the names of its categories and series, and where they are named again, in the digits of a locale.

    The drawing, the table below it and the alternative text say the same then. What else authors write in figures stays.
    """
    table, chart = chart_table(figure), figure.chart
    if table is None or chart is None or locale.figures(0) == "0":
        return figure
    head = tuple(replace(row, cells=tuple(_own(cell, locale) for cell in row.cells)) for row in table.head)
    body = tuple(
        replace(row, cells=(_own(row.cells[0], locale), *row.cells[1:])) if row.cells else row
        for row in table.body
    )
    notes = tuple(replace(note, at=own_digits(note.at, locale)) for note in chart.notes)
    totals = tuple(own_digits(name, locale) for name in chart.totals)
    return replace(
        figure,
        chart=replace(chart, notes=notes, totals=totals),
        description=(*figure.description[:-1], replace(table, head=head, body=body)),
    )


def own_digits(name: str, locale: Locale) -> str:
    """Return a name in the digits of a locale, if it is a number: 2022 is ٢٠٢٢ in Egypt."""
    return locale.figures(name) if name.isascii() and name.isdecimal() else name


def _own(cell: nodes.Cell, locale: Locale) -> nodes.Cell:
    match cell.content:
        case (nodes.Text(text=text) as node,) if (shown := own_digits(text.strip(), locale)) != text.strip():
            return replace(cell, content=(replace(node, text=shown),))
        case _:
            return cell
