"""Rows at the head and the foot of a table that print repeats on each of its pages, and that say there how it goes on.

The HTML has all that such a row may ever say (`html.repeated_rows`): a cell has an element for each, with the rows of the
body between which a page begins where it is said. What is said is chosen where the row is laid out, and for the plan of the
pages it is asked how much there is to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.marks import mark, marks

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout.block import SkipStack

CARRIED = "carried"
"""The class of a row with sums."""
REPEATED = frozenset(("continued", "group-again", CARRIED))
"""The classes of such rows."""
AFTER, UNTIL = "data-after", "data-until"
"""The attributes of what is said at the head of a page that begins with a row behind one and up to another, by their numbers
in the body, from 0; and at the foot of the page before. What has none is said at the head of each page but the first."""


def is_repeated(row: Box) -> bool:
    """Whether a row of a table is one of those."""
    return not REPEATED.isdisjoint(classes_of(row.element))


def is_carried(row: Box) -> bool:
    """Whether it is one with sums."""
    return CARRIED in classes_of(row.element)


def repeated_rows(group: Box | None) -> list[Box]:
    """Return the rows of the head or the foot of a table that say how it goes on."""
    return [row for row in group.children if is_repeated(row)] if group is not None else []


def head_and_foot(table: Box) -> tuple[Box | None, Box | None]:
    """Return the groups of a table that are repeated on each of its pages."""
    head = next((group for group in table.children if group.is_header), None)
    return head, next((group for group in table.children if group.is_footer), None)


def row_number(table: Box, skip_stack: SkipStack) -> int:
    """Return the number of the row of the body with which a page begins; 0 for that with which the table begins."""
    if not skip_stack:
        return 0
    ((at, inside),) = skip_stack.items()
    bodies = [group for group in table.children[:at] if not (group.is_header or group.is_footer)]
    return sum(len(group.children) for group in bodies) + (next(iter(inside)) if inside else 0)


def say(rows: Sequence[Box], begins: int, *, always: bool = False) -> None:
    """Leave in rows what is said where a page begins with a row of the body (0: none does); what is said at each page but
    the first, `always`."""
    for cell in _cells(rows):
        words = marks(cell).words
        if words is None:
            words = mark(cell).words = tuple(cell.children)
        # Of their own in each part: two of one page may hold them, in columns.
        cell.children = [word.deepcopy() for word in words if _is_said(word, begins, always=always)]


def say_all(rows: Sequence[Box]) -> None:
    """Put everything into rows that they may say: so wide are their columns."""
    for cell in _cells(rows):
        words = marks(cell).words
        if words is not None:
            cell.children = list(words)


def said_by_row(table: Box, count: int) -> list[tuple[int, ...]]:
    """Return for each row of the body, of which there are so many, what the rows of a table say where a page begins with it,
    as numbers: where they are the same, the rows are as high. A sum is as high as another."""
    columns: list[list[int]] = []
    head, foot = head_and_foot(table)
    for row in (*repeated_rows(head), *repeated_rows(foot)):
        for cell in row.children:
            said = [-1] * count
            for number, word in enumerate(marks(cell).words or cell.children):
                after, until = _range(word) or (0, count - 1)
                for begins in range(after + 1, min(until + 1, count)):
                    said[begins] = 0 if is_carried(row) else number
            columns.append(said)
    return [tuple(said[number] for said in columns) for number in range(count)]


def _cells(rows: Sequence[Box]) -> Iterator[Box]:
    for row in rows:
        yield from row.children


def _is_said(word: Box, begins: int, *, always: bool) -> bool:
    known = _range(word)
    return known[0] < begins <= known[1] if known else always or begins > 0


def _range(word: Box) -> tuple[int, int] | None:
    """Return the rows between which a page begins where something is said; None if it is said wherever one does."""
    if word.element is None or word.element.get(AFTER) is None:
        return None
    return int(word.element.get(AFTER, "0")), int(word.element.get(UNTIL, "0"))
