"""Turns the tokens of a table into a table: its rows, with cells that are merged and rows that are heads."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.document.nodes import Align, Cell, Row, Table
from bookbuilder.markdown.attributes import TABLE_KEYS, attributes, token_attributes
from bookbuilder.markdown.cell_count import cell_count
from bookbuilder.markdown.conversion import Conversion
from bookbuilder.markdown.convert_inlines import inlines
from bookbuilder.markdown.merged_cells import merge_cells, set_head_rows
from bookbuilder.markdown.phone_option import with_phone
from bookbuilder.markdown.token_positions import PositionedSource

CELLS = Rule(
    "table.cells",
    "this row has {cells}, but the table has {columns} columns",
    "What stands in cells without a column would not be printed. A | that is meant as a sign needs a backslash.",
)
_ALIGN = {"left": Align.START, "center": Align.CENTER, "right": Align.END}


def convert_table(convert: Conversion, token: Token, inner: Sequence[Token], span: Span) -> Table:
    """Return a table from its tokens. Reports `table.*` and what is wrong with its attributes and cells."""
    source, report = convert.source, convert.report
    head: list[Row] = []
    body: list[Row] = []
    cells: list[Cell] = []
    marks: list[list[str]] = [[]]
    before = convert.conditions.count
    for index, part in enumerate(inner):
        if part.type in ("th_open", "td_open"):
            style = str(part.attrs.get("style", ""))
            align = _ALIGN.get(style.removeprefix("text-align:"), Align.NONE)
            scope = "col" if part.type == "th_open" else ""
            text = inner[index + 1]
            locate = source.locator(text, cell=True)
            content = inlines(text.children or (), locate, convert.context(text.content))
            cells.append(Cell(content, align, scope, span=locate(0)))
            marks[-1].append(text.content)
        elif part.type == "tr_close":
            row = Row(tuple(cells), span=cells[0].span if cells else span)
            emptied = convert.emptied([cell for cell in cells if cell.content], before)
            cells, before = [], convert.conditions.count
            if emptied and row.cells[0].scope != "col":  # a row of which nothing is left
                marks[-1] = []
                continue
            marks.append([])
            if row.cells and row.cells[0].scope == "col":
                head.append(row)
            else:
                body.append(row)
                _check_width(inner[index - 2], len(row.cells), source, report)
    table_attributes = attributes(token_attributes(token), TABLE_KEYS, span, report)
    parts = set_head_rows(head, body, table_attributes.options.get("head", "1"), span, report)
    table = Table(*merge_cells(*parts, marks[:-1], report), span=span, **table_attributes.node())
    return with_phone(table, table_attributes.options, span, report)


def _check_width(last: Token, columns: int, source: PositionedSource, report: Report) -> None:
    """Report a row with more cells than columns; `last` is its last token with a place. The parser drops them."""
    line = last.map[0] if last.map else 0
    source_cells = escapedSplit(source.lines[line].lstrip(" \t>").rstrip().removeprefix("|"))
    if source_cells and not source_cells[-1].strip():
        source_cells.pop()
    if last.map and len(source_cells) > columns:
        span = source.block(last)
        hint = "put a backslash before a | that is a sign, or give the head another column"
        report(CELLS, span, cells=cell_count(len(source_cells)), columns=columns, hint=hint)
