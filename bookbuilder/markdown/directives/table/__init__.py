"""`::: table`: a numbered table with its caption below it; what follows the caption describes the table."""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.grid import columns
from bookbuilder.document.nodes import Block, Paragraph, Row, Table
from bookbuilder.markdown.directive import Call, Directive

NO_TABLE = Rule(
    "table.empty",
    "there is no table in this directive",
    "`::: table` holds a table drawn with |, an empty line, its caption, and below that, if it needs one, a long"
    " description.",
)
NO_CAPTION = Rule(
    "table.caption",
    "this table has no caption",
    "A table in the directive is numbered and can be referred to, so it has a caption. Without one, leave the"
    " directive out.",
)
HEADERS = Rule("table.headers", "headers={value} is not known", "The headers of a table are `row` or `both`.")


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the table; with `headers=both` the cells of the first column are headers of their rows."""
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
        table = replace(table, body=_headed(table.body))
    elif headers != "row":
        report(HEADERS, call.span, value=headers)
    return (
        replace(table, description=rest, span=call.span, id=call.id, classes=call.classes, lang=call.lang),
    )


def _headed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows with headers in the first column; in some rows no cell begins there."""
    return tuple(
        replace(row, cells=(replace(row.cells[0], scope="row"), *row.cells[1:]))
        if begins[:1] == (0,)
        else row
        for row, begins in zip(rows, columns(rows), strict=True)
    )


DIRECTIVE = Directive(
    "table",
    "A numbered table: the table, its caption, and below it a long description.",
    run,
    {"headers": "`row` (the first row heads the columns) or `both` (and the first column the rows)"},
)
