"""Parses CSV (RFC 4180, with a comma, a semicolon or a tab between cells) into rows of cells with their places."""

from __future__ import annotations

import re
from functools import cache

from bookbuilder.diagnostics import BookbuilderError, Report, Span
from bookbuilder.limits import DATA_CELLS, DATA_COLUMNS, DATA_ROWS
from bookbuilder.markdown.data_files.data_rows import LARGE, QUOTE, UNREAD, DataCell
from bookbuilder.phrases import Phrase
from bookbuilder.world import decode

SEPARATORS = (",", ";", "\t")
_NAMED = re.compile(r"sep=(.)[ \t]*\n")
"""A first line by which spreadsheet programs say what stands between cells."""
_IN_QUOTES = re.compile(r'"(?:[^"]|"")*+"')


def csv_rows(path: str, data: bytes, report: Report) -> list[list[DataCell]] | None:
    """Return the rows of a file but for empty lines; None after reporting that it is no text (`data.file`), too long
    (`data.large`) or wrongly quoted (`data.quote`)."""
    try:
        text = decode(data, path)
    except BookbuilderError as error:
        hint = "save it as CSV in UTF-8: spreadsheet programs offer that beside plain CSV"
        report(UNREAD, error.diagnostics[0].span, hint=hint, path=path, problem="it is not UTF-8")
        return None
    if "\0" in text:
        report(
            UNREAD, Span(path, text.count("\n", 0, text.index("\0")) + 1), path=path, problem="it is no text"
        )
        return None
    named = _NAMED.match(text)
    start = named.end() if named else 0
    return _rows(path, text, start, separator_of(text), report)


def separator_of(text: str) -> str:
    """Return what stands between the cells of a file."""
    named = _NAMED.match(text)
    return named[1] if named and named[1] in SEPARATORS else _separator(text)


def _separator(text: str) -> str:
    """Return what most often stands in the first line, outside quotation marks: the sign between its cells.

    >>> _separator('"Summe, EUR";Monat\\n1,5;Mai'), _separator("one\\n1,5")
    (';', ',')
    """
    first = _IN_QUOTES.sub("", text.lstrip("\n")).partition("\n")[0]
    return max(SEPARATORS, key=first.count)


@cache
def _cell(separator: str) -> re.Pattern[str]:
    blank = " " if separator == "\t" else "[ \t]"
    sign = re.escape(separator)
    return re.compile(rf'{blank}*+(?:"((?:[^"]|"")*+)"{blank}*+(?=[{sign}\n]|\Z)|([^{sign}\n]*+))')


def _rows(path: str, text: str, start: int, separator: str, report: Report) -> list[list[DataCell]] | None:
    pattern, end = _cell(separator), len(text)
    rows: list[list[DataCell]] = []
    row: list[DataCell] = []
    cells = 0
    line, line_start, position = 1 + text.count("\n", 0, start), start, start
    while position < end or row:
        match = pattern.match(text, position)
        assert match is not None  # both of its parts may be empty
        quoted, bare = match.group(1, 2)
        begin = match.start(2 if quoted is None else 1)
        span = Span(path, line, begin - line_start + 1)
        if quoted is None and bare.startswith('"'):
            report(QUOTE, span, hint="write the mark twice, and one at each end of the cell")
            return None
        written = bare.rstrip() if quoted is None else quoted
        value = written if quoted is None else written.replace('""', '"')
        row.append(DataCell(value.strip(), span, exact=value == written and "\n" not in value))
        cells += 1
        if len(row) > DATA_COLUMNS or cells > DATA_CELLS:
            limit = (
                Phrase("{data_cells} cells", data_cells=DATA_CELLS)
                if cells > DATA_CELLS
                else Phrase("{data_columns} columns", data_columns=DATA_COLUMNS)
            )
            report(LARGE, span, path=path, limit=limit)
            return None
        if quoted is not None and "\n" in quoted:
            line += quoted.count("\n")
            line_start = match.start(1) + quoted.rindex("\n") + 1
        position = match.end()
        if position < end and text[position] != "\n":
            position += 1
            if position < end:
                continue
            row.append(DataCell("", Span(path, line, position - line_start + 1)))
        position, line, line_start = position + 1, line + 1, position + 1
        if len(row) > 1 or row[0].text:
            rows.append(row)
        if len(rows) > DATA_ROWS + 1:
            report(LARGE, row[0].span, path=path, limit=Phrase("{data_rows} rows", data_rows=DATA_ROWS))
            return None
        row = []
    return rows
