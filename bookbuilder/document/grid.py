"""Says in which column each cell of a table begins, where cells above reach down into a row (HTML, 4.9.12.1)."""

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
            for one in range(column, column + cell.columns):
                taken[one] = number + cell.rows
            column += cell.columns
        yield tuple(begins)


def reaching(rows: Sequence[Row]) -> Iterator[bool]:
    """Yield for each row whether a cell reaches from it, or from above, into the next one."""
    end = 0
    for number, row in enumerate(rows, 1):
        end = max([end, *(number - 1 + cell.rows for cell in row.cells)])
        yield end > number
