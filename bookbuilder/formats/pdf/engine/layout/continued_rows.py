"""Chooses what the repeated rows of a table say on each of its pages: that it goes on, which group goes on, and its sums.

WeasyPrint 70.0 lays the head and the foot of a table out on each page anew, from the boxes of the page before. Where a page
ends is known behind that, so a table with a foot is laid out without one first, and then with what is said where it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.pages.repeated_rows import (
    head_and_foot,
    repeated_rows,
    row_number,
    say,
    say_all,
)
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import TableBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import SkipStack

TRIES = 4
"""How often the foot is laid out for a page that ends elsewhere with it; it is as high whatever it says, so there is one."""


def _table_layout(theirs: Function) -> Function:
    def table_layout(  # the parameters are those of WeasyPrint's function
        context: LayoutContext, table: TableBox, bottom_space: float, skip_stack: SkipStack, containing_block: object,
        page_is_empty: bool, absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
    ) -> object:  # fmt: skip
        head, foot = map(repeated_rows, head_and_foot(table))
        if not head and not foot:
            return theirs(
                context, table, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes
            )  # fmt: skip
        measured = marks(table).measured_at
        begins = row_number(table, skip_stack) if measured is None else measured
        widths = list(table.column_widths)

        def laid_out(ends: int) -> tuple[TableBox | None, SkipStack]:
            table.column_widths = list(widths)  # it is reversed when it is laid out from right to left
            say(head, begins, always=bool(marks(table).part))
            say(foot, ends)
            result: tuple[TableBox | None, SkipStack] = theirs(
                context, table, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes
            )  # fmt: skip
            return result

        ends = measured or 0
        result = laid_out(ends)
        for _ in range(TRIES if foot and not measured else 0):
            made, resume = result[:2]
            if made is None or resume is None or row_number(table, resume) == ends:
                break
            ends = row_number(table, resume)
            block.remove_placeholders(context, [made], absolute_boxes, fixed_boxes)
            result = laid_out(ends)
        say_all([*head, *foot])
        return result

    return table_layout


PATCH = Patch(
    "The rows of a table that are repeated on each of its pages say there how it goes on.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.table:table_layout", "6594fa40743fbc0b", _table_layout),),
)
