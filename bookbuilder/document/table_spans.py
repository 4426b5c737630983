"""Finds the column where each table cell begins if cells span rows, and which rows must be kept on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.document.nodes import Row


def columns(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """Yield for each row the column, from 0, in which each of its cells begins.

    >>> from bookbuilder.document.nodes import Cell
    >>> tall, cell = Cell((), rows=2), Cell(())
    >>> tuple(columns((Row((tall, cell)), Row((cell,)))))
    ((0, 1), (1,))
    """
    taken: dict[int, int] = {}
    for number, row in enumerate(rows):
        begins, column = [], 0
        for cell in row.cells:
            while taken.get(column, 0) > number:
                column += 1
            begins.append(column)
            for covered in range(column, column + cell.columns):
                taken[covered] = number + cell.rows
            column += cell.columns
        yield tuple(begins)


def column_count(rows: Sequence[Row]) -> int:
    """Return how many columns a table has.

    >>> from bookbuilder.document.nodes import Cell
    >>> column_count((Row((Cell((), columns=2), Cell(()))), Row((Cell(()),))))
    3
    """
    return max(
        (
            begin + cell.columns
            for row, begins in zip(rows, columns(rows), strict=True)
            for begin, cell in zip(begins, row.cells, strict=True)
        ),
        default=0,
    )


KEPT_ROWS = 8
"""The most rows that a cell may span and still be kept on one page."""


def keep_with_next(rows: Sequence[Row]) -> Iterator[bool]:
    """Yield for each row whether a cell spans it and the next one, so that both belong on one page.

    Longer cells may break across pages, and so may cells that overlap like shingles: a run of rows that must stay together
    and does not fit below the table's head would drive the head away.

    >>> from bookbuilder.document.nodes import Cell
    >>> tuple(keep_with_next((Row((Cell((), rows=2), Cell(()))), Row((Cell(()),)), Row((Cell((), rows=9),)))))
    (True, False, False)
    """
    end = run = 0
    for number, row in enumerate(rows):
        end = max([end, *(number + cell.rows for cell in row.cells if cell.rows <= KEPT_ROWS)])
        run = run + 1 if end > number + 1 and run < KEPT_ROWS else 0
        yield run > 0
