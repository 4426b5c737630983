"""`::: table`: a numbered table with a caption; what follows the caption is its long description.

The table is drawn with |, or written as a list of lists, whose cells may hold more than a line (`list_table.py`), or made
from a data file (`data_table`).
"""

from __future__ import annotations

from msgspec.structs import replace

from bookbuilder.diagnostics import Report, Rule
from bookbuilder.document.nodes import Block, Paragraph, Row, Table
from bookbuilder.document.table_spans import columns
from bookbuilder.markdown.directive import Call, Directive
from bookbuilder.markdown.directives.table import data_table, list_table
from bookbuilder.markdown.directives.table.table_setting import OPTIONS, table_setting
from bookbuilder.markdown.figure_place import FLOAT_OPTION, figure_place
from bookbuilder.markdown.phone_option import PHONE_OPTION, with_phone
from bookbuilder.phrases import Phrase

NO_TABLE = Rule(
    "table.empty",
    "there is no table in this directive",
    "`::: table` holds a table drawn with |, or a list of which each item is a row and holds a list of cells; then an empty"
    " line, its caption, and below that, if it needs one, a long description.",
)
NO_CAPTION = Rule(
    "table.caption",
    "this table has no caption",
    "A table in the directive is numbered and can be referred to, so it has a caption. Without one, leave the"
    " directive out.",
)
DRAWN = Rule(
    "table.drawn",
    "the head of a drawn table is set above it, not here",
    "{head=2} on the line above a table that is drawn with | gives it a head of two rows. A table that is written as a list"
    " has no such line, so there the directive says it.",
)
TWICE = Rule(
    "data.twice",
    "this table is made from {path}, and there is another one below",
    "A table that `src` makes from a data file holds its caption, and its long description if it needs one. The numbers"
    " stand in the file alone, so that no edition has old ones.",
)
NOTES = Rule(
    "table.notes",
    "notes={value} is not known: it is page or table",
    "With `notes=table` the notes that a table calls stand below it, with letters; without it they stand where all notes"
    " stand.",
)
HEADERS = Rule("table.headers", "headers={value} is not known", "The headers of a table are `row` or `both`.")


def run(call: Call, report: Report) -> tuple[Block, ...]:
    """Return the table; with `headers=both` the cells of the first column are headers of their rows."""
    rows, rest = list_table.list_rows(call.blocks), call.blocks
    if "src" in call.options:
        table = data_table.data_table(call, report) or Table((), (), span=call.span)
        rest = tuple(block for block in rest if not isinstance(block, Table))
        if rest != call.blocks or rows is not None:
            hint = "take it out, or take src out"
            report(TWICE, call.span, hint=hint, path=call.options["src"])
        if "head" in call.options:
            report(DRAWN, call.span, hint="the first row of a data file is the head")
    elif rows is not None:
        table, rest = list_table.table(rows, call, report), call.blocks[1:]
    else:
        drawn = next((b for b in call.blocks if isinstance(b, Table)), None)
        if drawn is None:
            report(NO_TABLE, call.span)
            return call.blocks
        table, rest = drawn, tuple(b for b in call.blocks if b is not drawn)
        if "head" in call.options:
            report(
                DRAWN,
                call.span,
                hint=Phrase("write {{head={rows}}} on a line above the table", rows=call.options["head"]),
            )
    if rest and isinstance(rest[0], Paragraph):
        table, rest = replace(table, caption=rest[0].content), rest[1:]
    else:
        report(NO_CAPTION, call.span, hint="write the caption below the table, after an empty line")
    if "src" not in call.options:
        data_table.refuse_without_file(call, report)
    notes = call.options.get("notes", "page")
    if notes not in ("page", "table"):
        report(NOTES, call.places.get("notes", call.span), value=notes)
    headers = call.options.get("headers", "row")
    if headers == "both":
        table = replace(table, body=_headed(table.body))
    elif headers != "row":
        report(HEADERS, call.span, value=headers)
    setting = table_setting(call, table, report)
    place = figure_place(call, report) or ("page" if setting.turned else "")
    table = with_phone(table, call.options, call.places.get("phone", call.span), report)
    table = replace(table, place=place, setting=setting, notes_below=notes == "table")
    return (
        replace(table, description=rest, span=call.span, id=call.id, classes=call.classes, lang=call.lang),
    )


def _headed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return rows with headers in the first column, where a cell begins there."""
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
    {
        "headers": "`row` (the first row heads the columns) or `both` (and the first column the rows)",
        "head": "how many rows head the columns, in a table that is written as a list (1 if not given)",
        "float": FLOAT_OPTION,
        "notes": "`table`: the notes that it calls stand below it, with letters, and not where other notes stand",
        **OPTIONS,
        "phone": PHONE_OPTION,
        **data_table.OPTIONS,
    },
    translated_options=("heads",),
)
