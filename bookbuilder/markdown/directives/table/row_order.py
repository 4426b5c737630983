"""Finds the columns of a data file by their names, and orders its rows as the option `sort` says."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from bookbuilder.diagnostics import Findings, Report, Rule, nearest
from bookbuilder.facts import Interval
from bookbuilder.markdown.data_files import DataRows
from bookbuilder.markdown.directive import Call
from bookbuilder.markdown.directives.table.column_values import CellValue, ColumnKind, column_values
from bookbuilder.phrases import Phrase

NO_COLUMN = Rule(
    "data.column",
    "{path} has no column {name!r}",
    "Columns are called by the first row of the file. A name of several words stands in single quotes:"
    " `show=\"Month 'Sum in EUR'\"`.",
)


class _Key(NamedTuple):
    """What a cell is sorted by: its letters and text, or a number."""

    letters: str = ""
    text: str = ""
    number: Decimal = Decimal(0)


def column_index(name: str, rows: DataRows, option: str, call: Call, report: Report) -> int | None:
    """Return the index of the column of this name, which stands in an option; reports `data.column` if there is none."""
    known = [cell.text for cell in rows.names]
    if name in known:
        return known.index(name)
    hint = nearest(name, known) or Phrase(
        "its columns are {columns}", columns=", ".join(filter(None, known[:10]))
    )
    report(NO_COLUMN, call.places.get(option, call.span), hint=hint, path=rows.path, name=name)
    return None


def row_order(
    rows: DataRows, values: Mapping[int, Sequence[CellValue | None]], sign: str, call: Call, report: Report
) -> list[int]:
    """Return the indexes of the rows as `sort` orders them: numbers by their values, days by time, text by its letters.
    Empty cells come last. `values` are those of columns that are no text, `sign` stands before decimals in others."""
    order = list(range(len(rows.rows)))
    for wanted in reversed(call.options.get("sort", "").split(",")):
        words = wanted.split()
        way = words.pop() if len(words) > 1 and words[-1] in ("asc", "desc") else "asc"
        name = " ".join(words).strip("'")
        index = column_index(name, rows, "sort", call, report) if name else None
        if index is None:
            continue
        keys: list[_Key | None] = [_key(value) for value in values.get(index) or _numbers(rows, index, sign)]
        if all(key is None for key in keys):
            keys = [_letters(row[index].text) if row[index].text else None for row in rows.rows]
        filled = [place for place in order if keys[place] is not None]
        filled.sort(key=lambda place: keys[place] or _Key(), reverse=way == "desc")
        order = [*filled, *(place for place in order if keys[place] is None)]
    return order


def _key(value: CellValue | None) -> _Key | None:
    """Return what a value is sorted by; a day by the number that the calendar counts it with."""
    if value is None:
        return None
    if isinstance(value, Interval):
        value = value.first
    return _Key(number=value if isinstance(value, Decimal) else Decimal(value.toordinal()))


def _numbers(rows: DataRows, index: int, sign: str) -> Sequence[CellValue | None]:
    """Return the numbers of a column that is text or is not printed, if all its cells are numbers; else nothing."""
    findings = Findings()
    cells = [row[index] for row in rows.rows]
    numbers = column_values(ColumnKind("number"), cells, sign, findings)
    return [None] * len(cells) if findings.failed else numbers


def _letters(text: str) -> _Key:
    """Return what a text is sorted by: its letters without accents and case, then itself.

    >>> sorted(["Zürich", "ärmer", "Arm"], key=_letters)
    ['Arm', 'ärmer', 'Zürich']
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return _Key("".join(letter for letter in apart if not unicodedata.combining(letter)), text)
