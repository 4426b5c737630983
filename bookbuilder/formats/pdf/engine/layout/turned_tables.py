"""Ends a page inside a table that is turned by a quarter where it leaves the page after that.

WeasyPrint 70.0 lays a table out upright, turns it when it is drawn, and does not know that it is as high as the page is wide
then. So what does not fit ran out of the page.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_stack_to
from bookbuilder.formats.pdf.engine.marks import TablePiece, marks
from bookbuilder.formats.pdf.engine.pages.turned_tables import is_turned
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack


def _block_container_layout(theirs: Function) -> Function:
    def block_container_layout(
        context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack, page_is_empty: bool,
        *given: object, **named: object,
    ) -> object:  # fmt: skip
        if not is_turned(box):
            return theirs(context, box, bottom_space, skip_stack, page_is_empty, *given, **named)
        if not page_is_empty and not skip_stack:
            # Two lines have room beside it. Where pages are planned, they stand elsewhere already.
            return None, None, {"break": "any", "page": None}, [], False, given[-1]
        rows = marks(box).planned.rows
        if rows == TablePiece():
            room = context.page_bottom - box.content_box_y() - box.width
        else:  # it ends before a row that begins a page (`Planned.starts_page`)
            room, skip_stack = -inf, skip_stack or skip_stack_to(rows.begin)
        # A block of a height that is given forgets what does not fit.
        height, box.height = box.height, "auto"
        try:
            laid_out, resume_at, next_page, _, *others = theirs(
                context, box, room, skip_stack, page_is_empty, *given, **named
            )
        finally:
            box.height = height
        if laid_out is not None:
            # Nothing else stands on its page, also where pages are not planned.
            rest = context.page_bottom - bottom_space - laid_out.content_box_y()
            laid_out.height = max(height, rest) if rest < inf else height
        return laid_out, None if rows.stop else resume_at, next_page, [], *others

    return block_container_layout


PATCH = Patch(
    "A table that is turned by a quarter goes on on the next page where it is longer than a page is wide.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.block:block_container_layout", "65842ca53a8391eb", _block_container_layout),),
)
