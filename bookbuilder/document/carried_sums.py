"""Adds up the columns of a table whose sums print carries from page to page, in the form of the locale."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.document.nodes import Cell, Table
from bookbuilder.document.table_notes import calls_table_note
from bookbuilder.document.table_spans import columns
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale
from bookbuilder.locales.number_shape import NumberShape, number_shape
from bookbuilder.locales.numbers import number, separators, sign

DASHES = frozenset(("", "-", "–", "—", "−", "…"))
"""What stands in a cell of a column of numbers for none."""


@dataclass(frozen=True, slots=True)
class CarriedColumn:
    """A column that is added up: the sum behind each row of the body as it is printed, and the cells that cannot be
    added."""

    sums: tuple[str, ...]
    wrong: tuple[Cell, ...]


def carried_column(table: Table, column: int, locale: Locale) -> CarriedColumn:
    """Return the sums of a column, from 0. Cells that reach over several columns, and empty ones, add nothing; a cell is
    wrong if it is no number in the form of the locale, or has another unit or currency than the first one."""
    shapes: list[NumberShape | None] = []
    wrong: list[Cell] = []
    first: NumberShape | None = None
    for cell in _cells(table, column):
        text = "" if cell is None else cell_text(cell)
        shape = None if text in DASHES else number_shape(text, locale)
        first = first or shape
        if cell is not None and text not in DASHES and (shape is None or not _can_be_added(shape, first)):
            wrong.append(cell)
            shape = None
        shapes.append(shape)
    decimals = max((shape.decimals for shape in shapes if shape is not None), default=0)
    total, sums = Decimal(0), []
    for shape in shapes:
        total += shape.value if shape is not None else 0
        sums.append(_printed(total, decimals, first, locale))
    return CarriedColumn(tuple(sums), tuple(wrong))


def cell_text(cell: Cell) -> str:
    """Return the text of a cell without the calls of notes in it."""
    return plain(tuple(node for node in cell.content if not calls_table_note(node))).strip()


def _cells(table: Table, column: int) -> Iterator[Cell | None]:
    """Yield for each row of the body the cell that is the column's own; None if there is none."""
    for row, begins in zip(table.body, columns(table.body), strict=True):
        own = (cell for cell, at in zip(row.cells, begins, strict=True) if at == column and cell.columns == 1)
        yield next(own, None)


def _can_be_added(shape: NumberShape, first: NumberShape | None) -> bool:
    return first is None or (shape.exact and (shape.before, shape.unit) == (first.before, first.unit))


def _printed(total: Decimal, decimals: int, first: NumberShape | None, locale: Locale) -> str:
    if first is None:
        return number(total, locale)
    text = number(abs(total), locale, decimals)
    decimal, group = separators(locale)
    if first.decimal_sign != decimal:
        text = text.translate(str.maketrans(decimal + group, ".,"))
    minus = sign(locale, western=first.zero == "0") if total < 0 else ""
    digits = str.maketrans(
        {digit: chr(ord(first.zero) + unicodedata.decimal(digit)) for digit in text if digit.isdecimal()}
    )
    return f"{minus}{first.before}{text.translate(digits)}{first.unit}"
