"""Parses a sheet of an XLSX file into rows of cells: numbers and days as values, formulas by their stored results."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bookbuilder.diagnostics import Report, Span, nearest
from bookbuilder.limits import DATA_CELLS, DATA_COLUMNS, DATA_ROWS, UNPACKED
from bookbuilder.markdown.data_files.data_rows import ERROR_CELL, FORMULA, LARGE, UNREAD, DataCell
from bookbuilder.phrases import Phrase

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, OSError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError),
    *(NotImplementedError, RecursionError),
)
"""What openpyxl and its libraries raise for damaged files; it has no exception of its own for that. `NotImplementedError`
comes from zipfile, for strong encryption and unknown compression, `RecursionError` from deep XML."""
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What stands in the format of a number as it is."""
ENTRIES = 1_000
"""Files in a spreadsheet."""
SHEET_ROWS = 1 << 20
"""Rows of the largest sheet of a spreadsheet program."""
DIGITS = 15
"""Digits of a number that spreadsheet programs keep; what lies behind is noise (0.1 + 0.2)."""


def xlsx_rows(path: str, data: bytes, sheet: str, report: Report) -> list[list[DataCell]] | None:
    """Return the rows of a sheet, its first if none is named, without empty rows and columns at its edges; None after
    reporting what is wrong (`data.file`, `data.large`, `data.formula`, `data.error`)."""
    try:
        if problem := _refused(data):
            report(UNREAD, Span(path), path=path, problem=problem)
            return None
        results, formulas = (
            load_workbook(BytesIO(data), read_only=True, data_only=only, keep_links=False)
            for only in (True, False)
        )
        names = [one.title for one in results.worksheets]
        if (sheet and sheet not in names) or not names:
            problem = Phrase("it has no sheet {sheet!r}", sheet=sheet) if sheet else "it has no sheet"
            report(UNREAD, Span(path), hint=nearest(sheet, names), path=path, problem=problem)
            return None
        number = names.index(sheet) if sheet else 0
        return _rows(path, results.worksheets[number], formulas.worksheets[number], report)
    except MemoryError:
        raise
    except _DAMAGED:
        hint = "open it in a spreadsheet program, and save it anew as XLSX, without a password"
        report(UNREAD, Span(path), hint=hint, path=path, problem="it is no whole XLSX file")
        return None


def _refused(data: bytes) -> str:
    """Return why a file is not unpacked; empty if it can be. zipfile unpacks no more than the sizes that a file states."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
            return Phrase(
                "unpacked, it has more than {unpacked} MB or {entries} files",
                unpacked=UNPACKED >> 20,
                entries=ENTRIES,
            )
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                content = archive.read(entry)
                if _DECLARES.search(content) or b"\0" in content[:200]:
                    return "it declares entities, or is not UTF-8"
    return ""


def _rows(path: str, results: Any, formulas: Any, report: Report) -> list[list[DataCell]] | None:
    """Return the cells of a sheet; `formulas` is the sheet with formulas in the place of their results."""
    rows: list[tuple[int, list[DataCell]]] = []
    broken, count = False, 0
    for number, row, sources in _filled(results, formulas):
        wide, count = len(row) > DATA_COLUMNS, count + len(row)
        if wide or len(rows) > DATA_ROWS or count > DATA_CELLS:
            limit = (
                Phrase("{data_columns} columns", data_columns=DATA_COLUMNS)
                if wide
                else Phrase("{data_rows} rows", data_rows=DATA_ROWS)
            )
            limit = (
                limit
                if wide or len(rows) > DATA_ROWS
                else Phrase("{data_cells} cells", data_cells=DATA_CELLS)
            )
            report(LARGE, Span(path, number, DATA_COLUMNS + 1 if wide else 0), path=path, limit=limit)
            return None
        cells = []
        for column, (cell, source) in enumerate(zip(row, sources, strict=True), 1):
            span = Span(path, number, column)
            if getattr(cell, "data_type", "") == "e":
                report(
                    ERROR_CELL, span, hint="mend the formula, and save the file", text=str(cell.value)[:20]
                )
                broken = True
            elif getattr(cell, "value", None) is None and getattr(source, "data_type", "") == "f":
                report(FORMULA, span, hint="open the file in a spreadsheet program, and save it")
                broken = True
            cells.append(_cell(cell, span))
        rows.append((number, cells))
    width = max((len(cells) for _, cells in rows), default=0)
    if broken:
        return None
    return [
        cells + [DataCell("", Span(path, number, column + 1)) for column in range(len(cells), width)]
        for number, cells in rows
    ]


def _filled(results: Any, formulas: Any) -> Iterator[tuple[int, tuple[Any, ...], tuple[Any, ...]]]:
    """Yield the number of each row of a sheet that is not empty, and its cells up to the last that is not, with results and
    with formulas."""
    for sheet in (results, formulas):
        # What a file says about its size may be wrong; without it the rows themselves count.
        sheet.reset_dimensions()
    rows = islice(zip(results.iter_rows(), formulas.iter_rows()), SHEET_ROWS)
    for number, (row, sources) in enumerate(rows, 1):
        width = max(
            (column for column, cell in enumerate(sources, 1) if str(_content(cell)).strip()), default=0
        )
        if width:
            yield number, row[:width], sources[:width]


def _content(cell: Any) -> object:
    value = getattr(cell, "value", None)
    return "" if value is None else value


def _cell(cell: Any, span: Span) -> DataCell:
    value = _content(cell)
    match value:
        case bool():
            return DataCell(str(value).lower(), span)
        case int() | float():
            number = Decimal(f"{value:.{DIGITS}g}")
            percent = "%" in _QUOTED.sub("", str(cell.number_format))
            shown = (number * 100).normalize() if percent else number
            return DataCell(f"{number:f}", span, shown, percent=percent)
        case dt.timedelta():
            return DataCell(_hours_and_minutes(value), span)
        case dt.datetime() if value.time() == dt.time():
            return DataCell(value.date().isoformat(), span, value.date())
        case dt.date():
            return DataCell(
                value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat(), span
            )
    return DataCell(str(value).strip(), span)


def _hours_and_minutes(duration: dt.timedelta) -> str:
    """Return a duration as spreadsheets show it (`[h]:mm:ss`).

    >>> _hours_and_minutes(dt.timedelta(hours=30, minutes=5)), _hours_and_minutes(dt.timedelta(minutes=-90))
    ('30:05:00', '-1:30:00')
    """
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < dt.timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
