"""Aligns the columns of a table that are numbers: to the end, and in print at the decimal sign."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bookbuilder.document import nodes
from bookbuilder.document.carried_sums import DASHES, cell_text
from bookbuilder.document.table_notes import calls_table_note
from bookbuilder.document.table_spans import columns
from bookbuilder.document.walk import plain
from bookbuilder.locales import Locale, numbers
from bookbuilder.locales.number_shape import NumberShape, number_shape

PAD = "pad"
"""The kind of invisible digits, which stand in for those that a number has not and others of its column have."""


def with_aligned_numbers(table: nodes.Table, locale: Locale, *, padded: bool) -> nodes.Table:
    """Return a table whose columns of numbers are aligned to the end, where its author has not said how.

    A column is one of numbers if every cell of its body is a number in the form of the locale, with a sign or a unit, or is
    empty or a dash, but for cells that reach over several columns. A hyphen before one becomes a minus sign. If `padded`,
    numbers in columns that are aligned to the end get invisible digits, so that the decimal signs stand below each other.

    In a script that runs to the left numbers run to the right too, so columns of them stand at its beginning, on the right,
    even if the author has aligned them to the end; and digits that are added would come on the other side of a number.
    """
    if table.lang and table.lang.split("-")[0].casefold() != locale.language:
        return table
    leftward = locale.direction == "rtl"
    cells = _cells_by_column(table.body)
    shapes = {index: _shapes(column, locale) for index, column in cells.items()}
    before = nodes.Align.END if leftward else nodes.Align.NONE
    heads = _cells_by_column(table.head)
    ends = {
        index
        for index, column in cells.items()
        if shapes[index] is not None and all(one.align is before for one in (*column, *heads.get(index, ())))
    }
    pads: dict[int, str] = {}
    for index, column in cells.items() if padded and not leftward else ():
        if shapes[index] and (index in ends or all(cell.align is nodes.Align.END for cell in column)):
            pads |= _pads(column, shapes[index] or ())
    negative = {
        id(cell): numbers.sign(locale, western=shape.zero == "0")
        for index, column in cells.items()
        for cell, shape in zip(column, shapes[index] or (), strict=bool(shapes[index]))
        if shape is not None and shape.value.is_signed()
    }
    if not ends and not pads and not negative:
        return table

    align = nodes.Align.START if leftward else nodes.Align.END

    def changed(rows: Sequence[nodes.Row]) -> tuple[nodes.Row, ...]:
        return tuple(
            replace(
                row,
                cells=tuple(
                    _changed(
                        cell, pads, align if begin in ends else cell.align, minus=negative.get(id(cell), "")
                    )
                    for cell, begin in zip(row.cells, begins, strict=True)
                ),
            )
            for row, begins in zip(rows, columns(rows), strict=True)
        )

    return replace(table, head=changed(table.head), body=changed(table.body))


def _cells_by_column(rows: Sequence[nodes.Row]) -> Mapping[int, list[nodes.Cell]]:
    """Return the cells of each column by its index, without those that reach over several columns."""
    result: dict[int, list[nodes.Cell]] = defaultdict(list)
    for row, begins in zip(rows, columns(rows), strict=True):
        for cell, begin in zip(row.cells, begins, strict=True):
            if cell.columns == 1:
                result[begin].append(cell)
    return result


def _shapes(column: Sequence[nodes.Cell], locale: Locale) -> list[NumberShape | None] | None:
    """Return the shapes of the numbers of a column, None for an empty cell; None for a column that is none of numbers."""
    shapes: list[NumberShape | None] = []
    for cell in column:
        text = cell_text(cell)
        shape = None if text in DASHES else number_shape(text, locale)
        if cell.blocks or cell.scope or (shape is None and text not in DASHES):
            return None
        shapes.append(shape)
    return shapes if any(shapes) else None


def _pads(column: Sequence[nodes.Cell], shapes: Sequence[NumberShape | None]) -> dict[int, str]:
    """Return the invisible digits of cells, by their identity; nothing if the numbers have several units, which are not as
    wide as each other. A cell is in one place of a table alone."""
    known = [shape for shape in shapes if shape is not None]
    most = max(shape.decimals for shape in known)
    if len({shape.unit for shape in known}) > 1:
        return {}
    return {
        id(cell): ("" if shape.decimals else shape.decimal_sign) + shape.zero * (most - shape.decimals)
        for cell, shape in zip(column, shapes, strict=True)
        if shape is not None and shape.decimals < most
    }


def _changed(cell: nodes.Cell, pads: Mapping[int, str], align: nodes.Align, *, minus: str) -> nodes.Cell:
    pad = pads.get(id(cell))
    if minus:
        cell = replace(cell, content=_with_minus(cell.content, minus))
    content = _padded(cell.content, pad) if pad else None
    if content is not None:
        cell = replace(cell, content=content)
    return replace(cell, align=align) if cell.columns == 1 and align is not cell.align else cell


def _with_minus(content: tuple[nodes.Inline, ...], minus: str) -> tuple[nodes.Inline, ...]:
    """Return a number with a minus sign before it, which is as wide as a digit, instead of a hyphen."""
    match content:
        case (nodes.Text(text) as first, *rest) if text.startswith(("-", numbers.MINUS)):
            return (replace(first, text=f"{minus}{text[1:]}"), *rest)
        case (nodes.Styled(content=inner) as first, *rest):
            return (replace(first, content=_with_minus(inner, minus)), *rest)
        case _:
            return content


def _padded(content: tuple[nodes.Inline, ...], pad: str) -> tuple[nodes.Inline, ...] | None:
    """Return inlines with invisible digits behind their last digit and the calls of notes there; None if it stands in a link
    or the like."""
    for index in range(len(content) - 1, -1, -1):
        node = content[index]
        if calls_table_note(node):
            continue
        end = max(
            (n for n, sign in enumerate(plain((node,)), 1) if unicodedata.category(sign) == "Nd"), default=0
        )
        if not end:
            continue
        hidden, behind = nodes.Styled(PAD, (nodes.Text(pad),)), content[index + 1 :]
        if end == len(plain((node,))) and all(
            calls_table_note(one) or isinstance(one, nodes.NoteRef) for one in behind
        ):
            return (*content, hidden)  # the call of a note stays at its number
        parts = _parted(node, end, hidden, pad)
        return None if parts is None else (*content[:index], *parts, *behind)
    return None


def _parted(node: nodes.Inline, end: int, hidden: nodes.Styled, pad: str) -> tuple[nodes.Inline, ...] | None:
    """Return a node with invisible digits behind a character of its text."""
    match node:
        case nodes.Text(text):
            return (replace(node, text=text[:end]), hidden, replace(node, text=text[end:], id=""))
        case nodes.Value(text, expansions=expansions):
            first = replace(
                node, text=text[:end], expansions=tuple(one for one in expansions if one[1] <= end)
            )
            later = tuple(
                (start - end, stop - end, words) for start, stop, words in expansions if start >= end
            )
            return (first, hidden, nodes.Value(text[end:], "", expansions=later, span=node.span))
        case nodes.Styled(content=inner):
            padded = _padded(inner, pad)
            return None if padded is None else (replace(node, content=padded),)
        case _:
            return None
