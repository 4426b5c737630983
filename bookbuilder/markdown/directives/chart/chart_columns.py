"""Finds the columns that a chart shows, in a file or a drawn table, and reads their numbers as facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.walk import plain, walk
from bookbuilder.markdown.data_files import DataCell, DataRows
from bookbuilder.markdown.directive import Call
from bookbuilder.markdown.directives.chart.guessed_kinds import guessed_kind
from bookbuilder.markdown.directives.table.column_values import (
    TIME,
    ColumnKind,
    column_kinds,
    column_values,
    decimal_sign,
    decimals_of,
    fact_options,
)
from bookbuilder.markdown.directives.table.data_table import OPTIONS as TABLE_OPTIONS
from bookbuilder.markdown.directives.table.data_table import read_file, table_of_columns
from bookbuilder.markdown.directives.table.data_texts import column_names
from bookbuilder.markdown.directives.table.row_order import column_index

OPTIONS = {
    "src": "the CSV or XLSX file that the chart is made from, beside the chapter or in the folder of the book",
    "x": "the name of the column with the categories or days (the first one, if not given)",
    "y": "the names of the columns with numbers (all others); those of several words in single quotes",
    "values": "what the columns hold, if that cannot be found out: `number`, `money:EUR`, `percent`, `quantity:km`, one word"
    " for all numbers or one for each column",
    **{name: TABLE_OPTIONS[name] for name in ("sort", "decimal", "translate", "sheet")},
}
WORDS = "timeline"
"""The kind of chart that has words beside its days, and no numbers."""
VALUES = Rule(
    "chart.values",
    "values={value} does not fit {columns} columns",
    "`values` says what the columns of a chart hold: in one word for all of its numbers, such as `money:EUR`, or in a word"
    " for each column, that of the categories first (`text` or `date`).",
)
NO_NUMBERS = Rule(
    "chart.columns",
    "this chart has no column of numbers",
    "A chart needs a column with categories or days, and at least one with numbers.",
)


NAMED = Rule(
    "chart.named",
    "{option} names columns of a data file, and this chart has none",
    "A table in the directive is drawn as it stands: its first column has the categories, all others have numbers. Its names"
    " are translated, and what calls them would not follow.",
)


def data_of_file(call: Call, report: Report) -> nodes.Table | None:
    """Return the data of the file that `src` names as a table; None if it cannot be made. Reports `data.*`, `chart.*`."""
    file = read_file(call, report)
    if file is None:
        return None
    rows = file.rows
    shown = _shown(rows, call, report)
    if shown is None:
        return None
    kinds = _kinds([[row[index] for row in rows.rows] for index in shown], call, report)
    return table_of_columns(file, shown, kinds, call, report)


def data_of_table(table: nodes.Table, call: Call, report: Report) -> nodes.Table | None:
    """Return a drawn table with its numbers and days as facts; cells that are facts already stay."""
    if not table.head or not table.body:
        report(NO_NUMBERS, table.span, hint="draw a table with a head and rows")
        return None
    for option in ("x", "y", "sort"):
        if option in call.options:
            report(NAMED, call.places.get(option, call.span), option=option, hint="take it out")
    call = dataclasses.replace(
        call, options={k: v for k, v in call.options.items() if k not in ("x", "y", "sort")}
    )
    rows = DataRows(
        "this table",
        tuple(map(_data_cell, table.head[-1].cells)),
        tuple(
            tuple(map(_data_cell, row.cells))
            for row in table.body
            if len(row.cells) == len(table.head[-1].cells)
        ),
    )
    shown = _shown(rows, call, report)
    if shown is None:
        return None
    columns = [[row[index] for row in rows.rows] for index in shown]
    kinds = _kinds(columns, call, report)
    sign = call.options.get("decimal", "") or decimal_sign(zip(kinds, columns, strict=True), report)
    cells = [
        _cells([row.cells[index] for row in table.body], column, kind, sign, report)
        for index, column, kind in zip(shown, columns, kinds, strict=True)
    ]
    head = replace(
        table.head[-1],
        cells=tuple(
            replace(table.head[-1].cells[index], align=nodes.Align.END if kind.numeric else nodes.Align.NONE)
            for index, kind in zip(shown, kinds, strict=True)
        ),
    )
    body = tuple(
        replace(row, cells=tuple(column[number] for column in cells)) for number, row in enumerate(table.body)
    )
    return replace(table, head=(head,), body=body, caption=())


def _cells(
    cells: Sequence[nodes.Cell], column: Sequence[DataCell], kind: ColumnKind, sign: str, report: Report
) -> list[nodes.Cell]:
    """Return the cells of a column, those with numbers or days as facts."""
    values = column_values(kind, column, sign, report)
    decimals = decimals_of(kind, values)
    result = []
    for cell, value in zip(cells, values, strict=True):
        if value is not None:
            options = fact_options(kind, value, decimals)
            cell = replace(
                cell, content=(nodes.Fact(options, cell.content, span=cell.span, translate=False),)
            )
        result.append(replace(cell, align=nodes.Align.END) if kind.numeric else cell)
    return result


def _data_cell(cell: nodes.Cell) -> DataCell:
    """Return a cell as one of a data file; empty if its value is a fact."""
    is_fact = any(isinstance(node, nodes.Fact) for node in walk(cell.content))
    return DataCell("" if is_fact else plain(cell.content).strip(), cell.span)


def _shown(rows: DataRows, call: Call, report: Report) -> list[int] | None:
    """Return the columns of a chart: categories first, then numbers. None after reporting what is missing."""
    x, y = call.options.get("x", "").strip("'"), column_names(call.options.get("y", ""))
    first = column_index(x, rows, "x", call, report) if x else 0
    others = [column_index(name, rows, "y", call, report) for name in y]
    if first is None or None in others:
        return None
    numbers = [index for index in others if index is not None] or [
        index for index in range(len(rows.names)) if index != first
    ]
    if not numbers:
        report(NO_NUMBERS, call.span, hint="name one with y")
        return None
    return [first, *numbers]


def _kinds(columns: Sequence[Sequence[DataCell]], call: Call, report: Report) -> list[ColumnKind]:
    """Return what the columns hold: as `values` says, else as their cells look."""
    words = call.options.get("values", "").split()
    place = call.places.get("values", call.span)
    if len(words) == 1:
        return [guessed_kind(columns[0]), *column_kinds(words * (len(columns) - 1), place, report)]
    if words and len(words) != len(columns):
        report(VALUES, place, value=call.options["values"], columns=len(columns))
        words = []
    if words:
        return column_kinds(words, place, report)
    if call.options.get("kind") == WORDS:
        return [ColumnKind(TIME), *(ColumnKind("text") for _ in columns[1:])]
    return [guessed_kind(columns[0]), *(guessed_kind(column, numbers=True) for column in columns[1:])]
