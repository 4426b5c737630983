"""Parses a table written as a list of lists: an item is a row, an item in it a cell, which may hold blocks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document import nodes
from bookbuilder.document.walk import walk
from bookbuilder.markdown.cell_count import cell_count
from bookbuilder.markdown.directive import Call
from bookbuilder.markdown.merged_cells import merge_cells, set_head_rows

ROW = Rule(
    "table.row",
    "this row has {cells}, but another has {columns}",
    "In a table that is written as a list each item is a row, and each item in it a cell; all rows have as many. A cell that"
    " is joined with its neighbour holds ^^ or <<, one without words is a hyphen and nothing behind it.",
)
HELD = Rule(
    "cell.block",
    "a cell cannot hold this",
    "A cell holds paragraphs, lists, quotations, code and figures. A heading would belong to the text around the table,"
    " nobody can listen to a table inside a table, and a box or a new page would tear it apart.",
)
_REFUSED = (nodes.Box, nodes.Heading, nodes.Rule, nodes.PageBreak, nodes.Pending, nodes.Table)


def list_rows(blocks: tuple[nodes.Block, ...]) -> nodes.List | None:
    """Return the list that a table is written as, if blocks begin with one: each of its items is only a list."""
    first = blocks[0] if blocks else None
    if isinstance(first, nodes.List) and all(_cells(row) is not None for row in first.items):
        return first
    return None


def table(rows: nodes.List, call: Call, report: Report) -> nodes.Table:
    """Return the table of a list of lists. Reports `table.row`, `table.head`, `cell.*`."""
    table_rows = [_row(item, report) for item in rows.items]
    width = max(len(row.cells) for row in table_rows)
    for row in table_rows:
        if len(row.cells) != width:
            report(
                ROW, row.span, cells=cell_count(len(row.cells)), columns=width, hint="give each row as many"
            )
    even = [
        replace(row, cells=row.cells + (nodes.Cell((), span=row.span),) * (width - len(row.cells)))
        for row in table_rows
    ]
    signs = [[_sign(cell, call) for cell in _cells(item) or ()] for item in rows.items]
    top = replace(even[0], cells=tuple(replace(cell, scope="col") for cell in even[0].cells))
    parts = set_head_rows([top], even[1:], call.options.get("head", "1"), rows.span, report)
    marks = [row + [""] * (width - len(row)) for row in signs]
    return nodes.Table(*merge_cells(*parts, marks, report), span=rows.span)


def _cells(row: nodes.Item) -> tuple[nodes.Item, ...] | None:
    match row.blocks:
        case (nodes.List(items=cells),):
            return cells
        case _:
            return None


def _sign(cell: nodes.Item, call: Call) -> str:
    """Return the sign that merges a cell with another; empty if it holds something else."""
    return call.signs.get(cell.blocks[0].span, "") if len(cell.blocks) == 1 else ""


def _row(item: nodes.Item, report: Report) -> nodes.Row:
    return nodes.Row(tuple(_cell(cell, report) for cell in _cells(item) or ()), span=item.span)


def _cell(item: nodes.Item, report: Report) -> nodes.Cell:
    """Return a cell; one with only a plain paragraph is as in a drawn table."""
    match item.blocks:
        case ():
            return nodes.Cell((), span=item.span)
        case (nodes.Paragraph(content=content, id="", classes=(), lang=""),):
            return nodes.Cell(content, span=content[0].span)
        case blocks:
            return nodes.Cell((), blocks=tuple(_fit(blocks, report)), span=item.span)


def _fit(blocks: tuple[nodes.Block, ...], report: Report) -> Iterator[nodes.Block]:
    """Yield the blocks that a cell can hold; others, and blocks that contain such, are reported."""
    for block in blocks:
        wrong = next((node for node in walk(block) if isinstance(node, _REFUSED)), None)
        if wrong is None:
            yield block
        else:
            report(HELD, wrong.span, hint="put it above or below the table")
