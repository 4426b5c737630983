"""Says how many cells a row of a table has."""

from __future__ import annotations

from bookbuilder.phrases import Phrase, counted


def cell_count(count: int) -> Phrase:
    """Return a number of cells in words for a message.

    >>> cell_count(1), cell_count(3)
    ('1 cell', '3 cells')
    """
    return counted(count, "1 cell", "{count} cells")
