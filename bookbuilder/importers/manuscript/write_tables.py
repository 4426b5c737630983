"""Draws a table of a manuscript with bars; joined cells hold `^^` and `<<`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.diagnostics import Rule, Severity
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.write_inlines import WritingContext, inline_markdown

CELL = Rule(
    "import.cell",
    "a cell of this table holds more than a line; its paragraphs stand one behind the other",
    "A table that is drawn with bars has one line a cell. A table with a caption can be written as a list, whose cells hold"
    " paragraphs and lists.",
    Severity.NOTICE,
)
JOINED = Rule(
    "import.joined",
    "the joined cells of this table cannot be kept as they are; some stand alone",
    "Joined cells form a rectangle, a cell of the head ends with the head, and in each row and column a cell begins.",
    Severity.WARNING,
)
HEAD = Rule(
    "import.head",
    "this table has no row that heads it; its first row became one",
    "Readers who listen to a table hear the head of a column before each cell.",
    Severity.NOTICE,
)
UP, LEFT = "^^", "<<"
COLUMNS = 200
"""Columns of a table; a cell that says it extends further is cut."""
_ALIGN = {"start": ":--", "center": ":-:", "end": "--:"}


@dataclass(slots=True)
class _Grid:
    """A table as rows of equal length: in each place the cell that covers it, and where that cell begins."""

    rows: list[list[tuple[nodes.Cell, int, int] | None]]
    width: int


def table_markdown(table: nodes.Table, context: WritingContext) -> str:
    """Return a table drawn with bars. Reports `import.cell`, `import.joined`, `import.head`."""
    grid = _grid(table)
    if not grid.width:
        return ""
    wrong = False
    head = max(min(table.head, len(grid.rows)), 1)
    if not table.head and len(grid.rows) > 1:
        context.report(HEAD, context.span)
    while head < len(grid.rows) and any(_above(grid, head, column) for column in range(grid.width)):
        head += 1  # a cell of the head reaches further
    if head == len(grid.rows) and head > 1:
        head, wrong = max(min(table.head, head - 1), 1), True
    lines = [_texts(cells, context) for cells in _cells(grid)]
    marks = _marks(grid, head)
    if _impossible(marks):
        marks, wrong = [[""] * grid.width for _ in grid.rows], True
    if wrong:
        context.report(JOINED, context.span)
    drawn = [
        [mark or text for mark, text in zip(row_marks, row_texts, strict=True)]
        for row_marks, row_texts in zip(marks, lines, strict=True)
    ]
    aligns = [_ALIGN.get(align, "---") for align in _alignment(grid, head)]
    out = [f"| {' | '.join(row)} |" for row in drawn]
    out.insert(1, f"|{'|'.join(aligns)}|")
    return "\n".join([f"{{head={head}}}", *out] if head > 1 else out)


def _grid(table: nodes.Table) -> _Grid:
    """Return a table with every place filled."""
    rows: list[list[tuple[nodes.Cell, int, int] | None]] = []
    open_cells: dict[int, tuple[nodes.Cell, int, int, int]] = {}
    for number, cells in enumerate(table.rows):
        row: list[tuple[nodes.Cell, int, int] | None] = []
        coming = iter(cells)
        while len(row) < COLUMNS:
            column = len(row)
            if column in open_cells:
                cell, first_row, first_column, left = open_cells[column]
                row.append((cell, first_row, first_column))
                if left > 1:
                    open_cells[column] = (cell, first_row, first_column, left - 1)
                else:
                    del open_cells[column]
                continue
            cell_here = next(coming, None)
            if cell_here is None:
                if any(other > column for other in open_cells):
                    row.append(None)
                    continue
                break
            for offset in range(min(max(cell_here.columns, 1), COLUMNS - column)):
                if column + offset in open_cells:
                    break
                row.append((cell_here, number, column))
                if cell_here.rows > 1:
                    open_cells[column + offset] = (cell_here, number, column, cell_here.rows - 1)
        rows.append(row)
    width = max(map(len, rows), default=0)
    return _Grid([row + [None] * (width - len(row)) for row in rows], width)


def _above(grid: _Grid, row: int, column: int) -> bool:
    """Whether the cell at a place began in a row above."""
    place = grid.rows[row][column]
    return place is not None and place[1] < row


def _cells(grid: _Grid) -> Iterator[list[nodes.Cell | None]]:
    """Yield for each row the cells that begin at its places."""
    for number, row in enumerate(grid.rows):
        yield [
            place[0] if place is not None and place[1:] == (number, column) else None
            for column, place in enumerate(row)
        ]


def _marks(grid: _Grid, head: int) -> list[list[str]]:
    """Return the signs that join cells; the cell itself and what cannot be joined have none."""
    marks = []
    for number, row in enumerate(grid.rows):
        line = []
        for column, place in enumerate(row):
            if place is None or place[1:] == (number, column):
                line.append("")
            elif place[2] < column:
                line.append("" if place[1] < head <= number else LEFT)
            else:
                line.append("" if place[1] < head <= number else UP)
        marks.append(line)
    return marks


def _impossible(marks: list[list[str]]) -> bool:
    """Whether there is a row or a column in which no cell begins; our tables have none."""
    return any(all(row) for row in marks) or any(
        all(row[column] for row in marks) for column in range(len(marks[0]))
    )


def _texts(cells: list[nodes.Cell | None], context: WritingContext) -> list[str]:
    return [_cell_text(cell.blocks, context) if cell is not None else "" for cell in cells]


def _cell_text(blocks: tuple[nodes.Block, ...], context: WritingContext) -> str:
    """Return the text of a cell on one line."""
    texts = [text for text in nodes.block_inlines(blocks) if text]
    if len(texts) > 1 or any(not isinstance(block, nodes.Paragraph) for block in blocks):
        context.report(CELL, context.span)
    joined: list[nodes.Inline] = []
    for text in texts:
        joined += [*([nodes.Text(" ")] if joined else []), *text]
    return inline_markdown(tuple(joined), context)


def _alignment(grid: _Grid, head: int) -> list[str]:
    """Return how each column is aligned: as all cells of its body are that hold something."""
    result = []
    for column in range(grid.width):
        found = {
            place[0].align
            for row in grid.rows[head:] or grid.rows
            if (place := row[column]) is not None and place[0].blocks
        }
        result.append(found.pop() if len(found) == 1 else "")
    return result
