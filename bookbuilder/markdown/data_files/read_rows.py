"""Parses a data file by its kind, and proves that its rows have as many cells as its first."""

from __future__ import annotations

from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report, Span
from bookbuilder.markdown.cell_count import cell_count
from bookbuilder.markdown.data_files.csv_rows import csv_rows
from bookbuilder.markdown.data_files.data_rows import RAGGED, UNREAD, DataRows
from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.phrases import Phrase

CSV, XLSX = (".csv", ".tsv", ".txt"), (".xlsx",)


def read_rows(stored: StoredFile, sheet: str, span: Span, report: Report) -> DataRows | None:
    """Return the rows of a file; None after reporting, at a place in it or at `span`, what is wrong (`data.*`).

    `sheet` is the name of a sheet of a spreadsheet (empty: its first).
    """
    path = stored.path
    if stored.problem:
        report(UNREAD, span, hint=stored.hint, path=path, problem=stored.problem)
        return None
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in CSV and sheet:
        problem = Phrase("it has no sheet {sheet!r}", sheet=sheet)
        report(UNREAD, span, hint="a CSV file has no sheets: take sheet out", path=path, problem=problem)
        return None
    if suffix in CSV:
        rows = csv_rows(path, stored.data, report)
    elif suffix in XLSX:
        from bookbuilder.markdown.data_files.xlsx_rows import xlsx_rows  # loads a library that few books need

        rows = xlsx_rows(path, stored.data, sheet, report)
    else:
        report(UNREAD, span, hint="save it as CSV or XLSX", path=path, problem="it is neither CSV nor XLSX")
        return None
    if rows is None:
        return None
    if len(rows) < 2:
        report(UNREAD, Span(path), path=path, problem="it has no row below the names of its columns")
        return None
    names = rows[0]
    ragged = [row for row in rows if len(row) != len(names)]
    for row in ragged[:RAGGED_ROWS]:
        place = row[len(names)].span if len(row) > len(names) else row[-1].span
        hint = (
            "put a cell that holds the sign between cells in quotation marks"
            if len(row) > len(names)
            else "write the sign between cells also before a cell that is empty"
        )
        report(RAGGED, place, hint=hint, cells=cell_count(len(row)), columns=len(names))
    return None if ragged else DataRows(path, tuple(names), tuple(map(tuple, rows[1:])))


RAGGED_ROWS = 20
"""Rows of another length that are reported one by one; a file with more has another fault."""
