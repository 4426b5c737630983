"""Ends the pages of a chapter where they are planned to end (`chapter_pages`).

WeasyPrint 70.0 fills one page after the other: it ends where the next line or block has no room. Before a block it is told
that a page ends there as by a style sheet; behind a line it is told that the next one has no room. The lines of a paragraph
that is split by a figure are made as those of two (`moved_figures`).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path, skip_stack_to
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.pages.block_properties import is_chapter
from bookbuilder.formats.pdf.engine.pages.chapter_pages import page_begins
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, LineBox
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack


class _EndingPage:
    """The context of a layout, which says that the page is full when it is told so."""

    def __init__(self, context: LayoutContext) -> None:
        self.real = context
        # A list, which `iter_line_boxes` changes while WeasyPrint goes through its lines with this context.
        self.full = [False]

    # There is no `__setattr__`: `_linebox_layout` of WeasyPrint 70.0 sets nothing on its context.
    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        return self.full[0] or bool(self.real.overflows_page(bottom_space, position_y))


def _linebox_layout(theirs: Function) -> Function:
    def linebox_layout(context: LayoutContext, *given: object) -> object:
        return theirs(_EndingPage(context), *given)

    return linebox_layout


def _iter_line_boxes(theirs: Function) -> Function:
    def iter_line_boxes(
        context: LayoutContext | _EndingPage, box: LineBox, position_y: float, bottom_space: float,
        skip_stack: SkipStack, *given: object,
    ) -> Iterator[tuple[LineBox, SkipStack]]:  # fmt: skip
        full, piece = getattr(context, "full", [False]), marks(box).planned.piece
        if skip_stack is None and piece.begin:
            skip_stack = skip_stack_to(piece.begin)
        real = getattr(context, "real", context)
        ended = False
        line: LineBox
        resume_at: SkipStack
        for line, resume_at in theirs(real, box, position_y, bottom_space, skip_stack, *given):
            full[0] = full[0] or ended
            if piece.stop and skip_path(resume_at) == piece.stop:
                yield line, None  # the others stand behind a figure
                return
            yield line, resume_at
            ended = marks(line).ends_page

    return iter_line_boxes


def _block_container_layout(theirs: Function) -> Function:
    def block_container_layout(
        context: LayoutContext, box: Box, bottom_space: float, skip_stack: SkipStack, *given: object, **named: object
    ) -> object:  # fmt: skip
        # Not while something is measured on a page without end, or columns are levelled.
        if bottom_space > -inf and not context.in_column and is_chapter(box):
            page_begins(context, box, skip_stack)
        return theirs(context, box, bottom_space, skip_stack, *given, **named)

    return block_container_layout


def _page_break(theirs: Function) -> Function:
    def block_level_page_break(before: Box, after: Box) -> object:
        planned = marks(after).planned
        if planned.starts_column:
            return "column"
        return "page" if planned.starts_page else theirs(before, after)

    return block_level_page_break


PATCH = Patch(
    "Pages of a chapter end where all of them together look best, where WeasyPrint fills one after the other.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.block:_linebox_layout", "e07bbe000974787e", _linebox_layout),
        Change("weasyprint.layout.inline:iter_line_boxes", "04aec48abfcad809", _iter_line_boxes),
        Change("weasyprint.layout.block:block_container_layout", "65842ca53a8391eb", _block_container_layout),
        Change("weasyprint.layout.block:block_level_page_break", "4c36f807aa76498f", _page_break),
    ),
    needs=("total_fit",),
)
