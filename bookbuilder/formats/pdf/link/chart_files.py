"""Writes the data of charts as CSV, to be attached to a PDF: days as 2022-01-17, numbers with their unit in the head of the
column. A byte order mark comes first: without one, Excel takes UTF-8 for another encoding."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import count

from bookbuilder.document import nodes
from bookbuilder.document.chart_table import chart_file_name, chart_table, number_of
from bookbuilder.document.document import Document
from bookbuilder.document.walk import plain, walk
from bookbuilder.formats.pdf.link.link_input import Attachment

CSV = "text/csv"
"""RFC 4180."""


def chart_files(document: Document) -> Iterator[Attachment]:
    """Yield the data of each chart; a file has the name of its anchor, and its caption says what it is."""
    for galley in document.galleys:
        for figure in galley.summary.charts:
            table = chart_table(figure)
            if table is not None:
                data = _rows(table).encode("utf-8-sig")
                yield Attachment(chart_file_name(figure), CSV, data, "Data", plain(figure.caption))


def _rows(table: nodes.Table) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    *above, last = table.head or (None,)
    for row in above:
        writer.writerow(map(_text, row.cells))
    if last is not None:
        columns = ([row.cells[at] for row in table.body if at < len(row.cells)] for at in count())
        writer.writerow(_head(cell, column) for cell, column in zip(last.cells, columns, strict=False))
    for row in table.body:
        writer.writerow(map(_text, row.cells))
    return text.getvalue()


def _head(cell: nodes.Cell, column: Sequence[nodes.Cell]) -> str:
    """Return the head of a column, with what its numbers count if that is the same everywhere."""
    head, units = _text(cell), {number[1] for one in column if (number := number_of(one)) is not None}
    signs = {"%" if unit.kind == "percent" else unit.of for unit in units}
    sign = signs.pop() if len(signs) == 1 else ""
    if not sign or sign in head:
        return head
    return f"{head} ({sign})" if head else sign


def _text(cell: nodes.Cell) -> str:
    number = number_of(cell)
    if number is not None:
        return f"{number[0]:f}"
    day = next((node for node in walk(cell.content) if isinstance(node, nodes.Value) and node.time), None)
    return day.machine if day else _plain_digits(plain(cell.content))


def _plain_digits(text: str) -> str:
    """Return a text in the digits of machines, if it is a number.

    >>> _plain_digits("٢٠٢٢"), _plain_digits("٢ أ")
    ('2022', '٢ أ')
    """
    return "".join(str(unicodedata.decimal(digit)) for digit in text) if text.isdecimal() else text
