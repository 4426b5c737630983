"""Writes the data of charts as CSV, to be attached to a PDF: numbers without units, days as 2022-01-17."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from io import StringIO

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
                data = _rows(table).encode()
                yield Attachment(chart_file_name(figure), CSV, data, "Data", plain(figure.caption))


def _rows(table: nodes.Table) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (*table.head, *table.body):
        writer.writerow(map(_text, row.cells))
    return text.getvalue()


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
