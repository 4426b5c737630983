"""Sets the head rows of a table and merges its cells: `^^` with the cell above, `<<` with the cell to its left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.nodes import Row
from bookbuilder.phrases import Phrase

UP, LEFT = "^^", "<<"
MERGE_MARKS = frozenset((UP, LEFT))
"""The only content of a merged cell; behind a backslash it is text."""

HEAD = Rule(
    "table.head",
    "this table cannot have a head of {value} rows",
    "{head=2} above a table says that its second row heads the columns as well. The number is that of the rows of the head,"
    " and below them stands at least one row.",
)
ALONE = Rule(
    "cell.alone",
    "{mark} has no cell {side} that it could join",
    "^^ alone in a cell joins it with the cell above, << with the cell to its left. The first row of the body cannot reach"
    " into the head, since the head is set again on every page that the table goes over to.",
)
SHAPE = Rule(
    "cell.shape",
    "this cell interrupts the cells that are joined around it",
    "Cells that are joined make a rectangle: every cell of it but the first holds ^^ or <<. Otherwise nobody can say how"
    " far it reaches.",
)
NO_ROW = Rule(
    "row.joined",
    "no cell begins in this row",
    "Each cell of this row is joined with the one above, so the row is nothing but a taller one above it. Readers that"
    " speak count rows that there are not.",
)
NO_COLUMN = Rule(
    "column.joined",
    "no cell begins in this column",
    "Each cell of this column is joined with the one to its left, so the column is nothing but a wider one there. Readers"
    " that speak count columns that there are not.",
)

Place = tuple[int, int]
"""Row and column, from 0."""


def set_head_rows(
    head: Sequence[Row], body: Sequence[Row], rows: str, span: Span, report: Report
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return head and body of a table, with `rows` rows in the head. Reports `table.head`."""
    more = int(rows) - 1 if rows.isascii() and rows.isdecimal() and len(rows) < 4 else -1
    if more and not 0 < more < len(body):
        report(HEAD, span, value=rows, hint="write a number of rows, and leave some for the body")
        more = 0
    moved = (
        replace(row, cells=tuple(replace(cell, scope="col") for cell in row.cells)) for row in body[:more]
    )
    return (*head, *moved), tuple(body[more:])


def merge_cells(
    head: Sequence[Row], body: Sequence[Row], marks: Sequence[Sequence[str]], report: Report
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return head and body of a table with its cells merged.

    All rows are equally long; `marks` are the source texts of their cells. Cells that cannot be merged are reported
    (`cell.alone`, `cell.shape`, `row.joined`, `column.joined`) and stay as written.
    """
    if all(MERGE_MARKS.isdisjoint(row) for row in marks):
        return tuple(head), tuple(body)
    rows = (*head, *body)
    groups = _groups(marks, len(head), rows, report)
    for first, places in tuple(groups.items()):
        if wrong := _gap(first, places):
            cell_in_the_way = rows[wrong[0]].cells[wrong[1]]
            report(SHAPE, cell_in_the_way.span, hint="join it as well, or take away the ^^ and << around it")
            del groups[first]
    for wrong, rule, what in _empty(groups, len(rows), len(rows[0].cells)):
        report(rule, rows[wrong[0]].cells[wrong[1]].span, hint=Phrase("leave the {what} out", what=what))
        axis = 0 if rule is NO_ROW else 1
        groups = {
            first: places
            for first, places in groups.items()
            if all(place[axis] != wrong[axis] for place in places)
        }
    gone = {place for first, places in groups.items() for place in places if place != first}
    merged_rows = []
    for number, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row.cells):
            if (number, column) in gone:
                continue
            down, along = (groups.get((number, column)) or ((number, column),))[-1]
            merged = replace(cell, rows=down - number + 1, columns=along - column + 1)
            cells.append(merged)
        merged_rows.append(replace(row, cells=tuple(cells)))
    return tuple(merged_rows[: len(head)]), tuple(merged_rows[len(head) :])


def _groups(
    marks: Sequence[Sequence[str]], head: int, rows: Sequence[Row], report: Report
) -> dict[Place, list[Place]]:
    """Return the positions of merged cells, in the order of the table, by the first of them."""
    first: dict[Place, Place] = {}
    groups: dict[Place, list[Place]] = {}
    for number, row in enumerate(marks):
        for column, mark in enumerate(row):
            place = (number, column)
            other = place
            if mark == UP and number not in (0, head):
                other = first[number - 1, column]
            elif mark == LEFT and column:
                other = first[number, column - 1]
            elif mark in MERGE_MARKS:
                side = Phrase("above it") if mark == UP else Phrase("to its left")
                hint = "begin a row lower" if mark == UP else "begin a column further right"
                if mark == UP and number and number == head:
                    hint = Phrase(
                        "say it again here, or give the table a head of {head} rows: {{head={head}}} "
                        "above it",
                        head=head + 1,
                    )
                report(ALONE, rows[number].cells[column].span, mark=mark, side=side, hint=hint)
            first[place] = other
            groups.setdefault(other, []).append(place)
    return {place: places for place, places in groups.items() if len(places) > 1}


def _gap(first: Place, places: Sequence[Place]) -> Place | None:
    """Return the first position that a group lacks to be a rectangle."""
    width = max(column for _, column in places) - first[1] + 1
    last = max(number for number, _ in places)
    for index, place in enumerate(places):
        want = (first[0] + index // width, first[1] + index % width)
        if place != want:
            return want
    index = len(places)
    return None if index // width + first[0] > last else (first[0] + index // width, first[1] + index % width)


def _empty(groups: dict[Place, list[Place]], rows: int, columns: int) -> Iterator[tuple[Place, Rule, str]]:
    """Yield rows and columns in which no cell begins."""
    down, along = [0] * rows, [0] * columns
    for first, places in groups.items():
        for place in places:
            if place != first:
                down[place[0]] += 1
                along[place[1]] += 1
    yield from (((number, 0), NO_ROW, "row") for number in range(rows) if down[number] == columns)
    yield from (((0, column), NO_COLUMN, "column") for column in range(columns) if along[column] == rows)
