"""Finds the widths of the columns of a table with which it is lowest: as few lines as can be, for the rows together.

The words of the cells are known, so the lines of a cell of some width are counted, filled one after the other. From widths
between the least and the widest that each column asks for, a piece of width goes from one column to another as long as that
makes the table lower. (The area model of Wang and Wood 1997 and of Hurst, Li and Marriott 2009 finds the same kind of
widths; counted lines need no estimate of them.)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations
from math import ceil

STEPS = (64.0, 24.0, 8.0, 3.0, 1.0)
"""In px: the pieces of width that are moved, the large ones first."""
MOST_MOVES = 60
"""Moves of one step; there are seldom ten."""
MOST_CELLS = 400
"""Cells that are counted; of a longer table, those of the rows with the most text."""
_TORN = 0.5
"""Lines: how much worse a line is that needs a hyphen."""


@dataclass(frozen=True, slots=True)
class WordRun:
    """The words of a paragraph: where each one begins and ends on a line without end, in px."""

    begins: tuple[float, ...]
    ends: tuple[float, ...]

    def lines(self, width: float) -> float:
        """Return how many lines the words take, if they are so wide; words that are wider are hyphenated."""
        begins, ends, count, first = self.begins, self.ends, 0.0, 0
        while first < len(ends):
            after = bisect_right(ends, begins[first] + width)
            if after == first:  # the word alone is wider
                pieces = ceil((ends[first] - begins[first]) / max(width, 1.0))
                count += pieces - 1 + _TORN * (pieces - 1)
                after = first + 1
            count += 1
            first = after
        return count


@dataclass(frozen=True, slots=True)
class CellText:
    """The text of a cell in one column: its row, its column, its paragraphs, the height of its lines, and how much of the
    column's width is padding and border, in px."""

    row: int
    column: int
    runs: tuple[WordRun, ...]
    line: float
    edges: float

    def height(self, width: float) -> float:
        """Return how high the text is in a column of a width, in px."""
        return self.line * sum(run.lines(width - self.edges) for run in self.runs)

    @property
    def length(self) -> float:
        """How long the text is on one line."""
        return sum(run.ends[-1] for run in self.runs if run.ends)


@dataclass(slots=True)
class _Table:
    columns: list[list[CellText]]
    rows: int
    known: dict[tuple[int, float], list[float]] = field(default_factory=dict)

    def heights(self, column: int, width: float) -> list[float]:
        """Return how high the cells of a column are in each row."""
        key = column, round(width, 1)
        if key not in self.known:
            found = [0.0] * self.rows
            for cell in self.columns[column]:
                found[cell.row] = cell.height(width)
            self.known[key] = found
        return self.known[key]

    def cost(self, widths: Sequence[float]) -> tuple[float, float]:
        """Return how high the table is, and the heights of all its cells together, in px."""
        each = [self.heights(column, width) for column, width in enumerate(widths)]
        return sum(map(max, zip(*each, strict=True))), sum(map(sum, each))


def lowest_table(
    cells: Sequence[CellText], least: Sequence[float], most: Sequence[float], width: float
) -> list[float]:
    """Return the widths of the columns of a table of some width, in px, with which its rows are lowest; each is at least
    its `least`, which fit together. `most` are the widths with which nothing is broken."""
    spare = width - sum(least)
    wishes = [max(wide - narrow, 0.0) for wide, narrow in zip(most, least, strict=True)]
    share = spare / (sum(wishes) or 1.0)
    widths = [narrow + wish * share for narrow, wish in zip(least, wishes, strict=True)]
    if not any(wishes):
        widths = [narrow + spare / len(least) for narrow in least]
    table = _read(cells, len(least))
    if not table.rows:
        return widths
    best = table.cost(widths)
    for step in STEPS:
        for _ in range(MOST_MOVES):
            moved = _best_move(table, widths, least, step, best)
            if moved is None:
                break
            best, widths = moved
    return widths


def _best_move(
    table: _Table, widths: Sequence[float], least: Sequence[float], step: float, best: tuple[float, float]
) -> tuple[tuple[float, float], list[float]] | None:
    """Return what the table costs if a piece of width goes from one column to another, and the widths then; None if no such
    move makes it lower."""
    found = None
    for giver, taker in permutations(range(len(widths)), 2):
        if widths[giver] - step < least[giver]:
            continue
        tried = list(widths)
        tried[giver] -= step
        tried[taker] += step
        cost = table.cost(tried)
        if cost < best:
            best, found = cost, tried
    return None if found is None else (best, found)


def _read(cells: Sequence[CellText], columns: int) -> _Table:
    if len(cells) > MOST_CELLS:
        by_row: dict[int, float] = {}
        for cell in cells:
            by_row[cell.row] = by_row.get(cell.row, 0.0) + cell.length
        longest = sorted(by_row, key=lambda row: -by_row[row])[: max(MOST_CELLS // columns, 1)]
        kept = frozenset(longest)
        cells = [cell for cell in cells if cell.row in kept]
    numbers = {row: number for number, row in enumerate(dict.fromkeys(cell.row for cell in cells))}
    by_column: list[list[CellText]] = [[] for _ in range(columns)]
    for cell in cells:
        by_column[cell.column].append(
            CellText(numbers[cell.row], cell.column, cell.runs, cell.line, cell.edges)
        )
    return _Table(by_column, len(numbers))
