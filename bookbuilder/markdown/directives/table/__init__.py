"""`::: table`: a numbered table with its caption below it."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Paragraph, Row, Table
from bookbuilder.markdown.directive import Call, Directive

NO_TABLE = Rule(
    "table.empty",
    "there is no table in this directive",
    "`::: table` holds a table drawn with | and, below an empty line, its caption.",
)
NO_CAPTION = Rule(
    "table.caption",
    "this table has no caption",
    "A table in the directive is numbered and can be referred to, so it has a caption. Without one, leave the"
    " directive out.",
)
HEADERS = Rule("table.headers", "headers={value} is not known", "The headers of a table are `row` or `both`.")


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the table; with `headers=both` the first cell of each row is a header of its row."""
    table = next((b for b in call.blocks if isinstance(b, Table)), None)
    if table is None:
        report(NO_TABLE, call.span)
        return call.blocks
    rest = tuple(b for b in call.blocks if b is not table)
    if rest and isinstance(rest[0], Paragraph):
        table, rest = replace(table, caption=rest[0].content), rest[1:]
    else:
        report(NO_CAPTION, call.span, hint="write the caption below the table, after an empty line")
    headers = call.options.get("headers", "row")
    if headers == "both":
        table = replace(table, body=tuple(_headed(row) for row in table.body))
    elif headers != "row":
        report(HEADERS, call.span, value=headers)
    return (replace(table, span=call.span, id=call.id, classes=call.classes, lang=call.lang), *rest)


def _headed(row: Row) -> Row:
    first = row.cells[:1]
    return replace(row, cells=(*(replace(cell, scope="row") for cell in first), *row.cells[1:]))


DIRECTIVE = Directive(
    "table",
    "A numbered table with its caption below it.",
    run,
    {"headers": "`row` (the first row heads the columns) or `both` (and the first column the rows)"},
)
