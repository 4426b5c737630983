"""Empties the row that says that a table goes on, where the table begins: at the head of its other pages it is repeated.

WeasyPrint 70.0 lays the head of a table out on each page anew, from the boxes of the page before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack

CONTINUED = "continued"
"""The class of the row."""


def _table_layout(theirs: Function) -> Function:
    def table_layout(
        context: LayoutContext, table: Box, bottom_space: float, skip_stack: SkipStack, *given: object
    ) -> object:
        head = table.children[0] if table.children else None
        if (
            head is not None
            and head.is_header
            and head.children
            and CONTINUED in classes_of(head.children[0].element)
        ):
            for cell in head.children[0].children:
                words = marks(cell).words
                if words is None:
                    words = mark(cell).words = tuple(cell.children)
                # Of their own in each column: two of one page hold them.
                cell.children = [word.deepcopy() for word in words] if skip_stack else []
        return theirs(context, table, bottom_space, skip_stack, *given)

    return table_layout


PATCH = Patch(
    "The row that says that a table goes on stands at the head of each of its pages but the first.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.table:table_layout", "6594fa40743fbc0b", _table_layout),),
)
