"""Makes several tables of the boxes of one that is parted by its columns, one below the other.

The element says where (`data-parted`, which `read.table_placements` sets once a layout has shown that it has no room): how
many columns each table begins with, and the columns with which the tables behind the first one begin. The HTML stays that
of one table, and so does the structure of the PDF: what the tables repeat are copies of boxes, which are artifacts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.marks import mark
from bookbuilder.formats.pdf.engine.pages.repeated_rows import is_carried, is_repeated
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box

PARTED = "data-parted"
"""The attribute of a table: the number of repeated columns, and those that begin a table, from 0, with spaces between."""
GAP = 2.0
"""In em: the space between two tables."""


def column_edges(table: Box) -> list[int]:
    """Return the columns of a table, from 0, before which no cell reaches over them, but those that reach over all."""
    rows = [row for group in table.children for row in group.children if not is_repeated(row)]
    cells = [cell for row in rows for cell in row.children]
    width = max((cell.grid_x + cell.colspan for cell in cells), default=0)
    crossed = {
        column
        for cell in cells
        if cell.colspan < width
        for column in range(cell.grid_x + 1, cell.grid_x + cell.colspan)
    }
    return [column for column in range(1, width) if column not in crossed]


def _wrap_table(theirs: Function) -> Function:
    def wrap_table(box: boxes.TableBox, children: Sequence[Box]) -> Box:
        asked = box.element.get(PARTED, "") if box.element is not None else ""
        children = list(children)
        whole: boxes.BlockBox = theirs(box, children)
        if not asked or type(whole) is not boxes.BlockBox:
            return whole
        repeated, *begins = map(int, asked.split())
        table = whole.get_wrapped_table()
        captions = [child for child in whole.children if child is not table]
        end = max(cell.grid_x + cell.colspan for cell in _cells(table))
        wrappers: list[Box] = []
        for number, (begin, behind) in enumerate(pairwise([repeated, *begins, end])):
            part = _Part(number, repeated, range(begin, behind))
            wrapper = theirs(
                box.copy(), [*(() if number else captions), *part.columns(table), *part.groups(table)]
            )
            mark(wrapper.get_wrapped_table()).part = number
            if number:
                wrapper.style["margin_top"] = Dimension(GAP * table.style["font_size"], "px")
            wrapper.style["margin_break"] = "discard"
            wrappers.append(wrapper)
        holder = boxes.BlockBox.anonymous_from(box, wrappers)
        holder.style = holder.style.copy()
        holder.style["margin_break"] = "discard"  # WeasyPrint asks the box around as well
        return holder

    return wrap_table


def _cells(table: Box) -> Iterator[Box]:
    for group in table.children:
        for row in group.children:
            yield from row.children


class _Part:
    """One of the tables: its number from 0, how many columns are repeated in it, and the others that it has."""

    def __init__(self, number: int, repeated: int, own: range) -> None:
        self.number, self.repeated, self.own = number, repeated, own

    def columns(self, table: Box) -> Iterator[Box]:
        """Yield the column groups, with widths in per cent that make a hundred again."""
        kept = [
            (group, [column for column in group.children if self._has(column.grid_x)])
            for group in table.column_groups
        ]
        total = sum(_percent(column) for _, columns in kept for column in columns)
        for group, columns in kept:
            if columns:
                yield _with_children(group, [_scaled(column, total) for column in columns])

    def groups(self, table: Box) -> Iterator[Box]:
        """Yield the groups of rows, with the cells of this table."""
        for group in table.children:
            rows = [_with_children(row, list(self._cells(row))) for row in group.children]
            # Sums are carried where their columns are.
            rows = [
                row
                for row in rows
                if not is_carried(row) or sum(bool(cell.children) for cell in row.children) > 1
            ]
            made = _with_children(group, rows)
            mark(made).part = self.number
            if rows:
                yield made

    def _has(self, column: int) -> bool:
        return column < self.repeated or column in self.own

    def _cells(self, row: Box) -> Iterator[Box]:
        for cell in row.children:
            columns = [
                column for column in range(cell.grid_x, cell.grid_x + cell.colspan) if self._has(column)
            ]
            if columns:
                repeated = self.number and cell.grid_x < self.repeated
                cell = _repeated(cell) if repeated else cell.copy()
                cell.colspan = len(columns)
                yield cell


def _with_children(box: Box, children: list[Box]) -> Box:
    assert isinstance(box, boxes.ParentBox), "a group, or a row"
    return box.copy_with_children(children)


def _percent(column: Box) -> float:
    width = column.style["width"]
    return float(width.value) if getattr(width, "unit", "") == "%" else 0.0


def _scaled(column: Box, total: float) -> Box:
    column = column.copy()
    if share := _percent(column):
        column.style = column.style.copy()
        column.style["width"] = Dimension(100 * share / total, "%")
    return column


def _repeated(cell: Box) -> Box:
    """Return a copy of a cell that says nothing new: it is no part of the text, calls no note and is no place to go to."""
    copied = cell.deepcopy()
    mark(copied).repeated = True
    for box in (copied, *copied.descendants()):
        box.footnote = None
        box.string_set = None
        if box.style["anchor"]:
            box.style = box.style.copy()
            box.style["anchor"] = None
    return copied


PATCH = Patch(
    "A table that is too wide is parted by its columns into several, where its element says so.",
    Kind.LAYOUT,
    (Change("weasyprint.formatting_structure.build:wrap_table", "553a9b0e8a111fe0", _wrap_table),),
)
