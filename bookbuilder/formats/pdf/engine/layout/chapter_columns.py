"""Lays out a chapter in columns, with the notes of all of them at the foot of the page.

WeasyPrint 70.0 has columns of its own (`layout/column.py`), with which a chapter loses what a book needs: a page break that
is asked for ends a column alone, and the area of notes may be too small for those that are called in the end, which then
stand on the next page. So the columns of a chapter are laid out here, from one block over all columns to the next
(`column_fill`).

The columns of such a chapter are planned (`pages.column_plan`), not its pages (`page_plan`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, percent

from bookbuilder.formats.pdf.engine.layout.column_fill import (
    NOISE,
    TRIES,
    ColumnPage,
    ColumnText,
    column_width,
    fill_columns,
)
from bookbuilder.formats.pdf.engine.layout.column_widths import is_narrow
from bookbuilder.formats.pdf.engine.pages.block_properties import AVOIDED_BREAKS, is_chapter, line_height
from bookbuilder.formats.pdf.engine.pages.note_heights import note_area_height
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import FlexLayout, NextPage, SkipStack


def _columns_layout(theirs: Function) -> Function:
    def columns_layout(
        context: LayoutContext, box: boxes.ParentBox, bottom_space: float, skip_stack: SkipStack, containing_block: Box,
        page_is_empty: bool, absolute_boxes: list[AbsolutePlaceholder], fixed_boxes: list[AbsolutePlaceholder],
        adjoining_margins: list[float], *styles: object,
    ) -> object:  # fmt: skip
        if not is_chapter(box) or box.style["column_count"] == "auto":
            return theirs(
                context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
                adjoining_margins, *styles,
            )  # fmt: skip
        bottom = context.page_bottom - bottom_space
        page = ColumnPage(context, bottom, note_area_height(context), absolute_boxes, fixed_boxes)
        chapter, box = box, box.copy_with_children(box.children)
        box.position_y += block.collapse_margin(adjoining_margins)
        block.block_level_width(box, containing_block)
        context.in_column = True  # so that notes leave the foot of the page where it is
        try:
            result = _chapter(page, chapter, box, containing_block, skip_stack, page_is_empty)
        finally:
            context.in_column = False
        context.page_bottom -= note_area_height(context) - page.notes_before
        return result

    return columns_layout


def _chapter(
    page: ColumnPage,
    chapter: Box,
    box: Box,
    containing_block: Box,
    skip_stack: SkipStack,
    page_is_empty: bool,
) -> FlexLayout:
    """Return what WeasyPrint's function does: box, where to go on, next page, margins, whether they collapse. `box` is a
    copy of the chapter at its place on the page."""
    placed: list[Box] = []
    top, margin = box.content_box_y(), 0.0
    resume: SkipStack = None
    next_page: NextPage = {"break": "any", "page": None}
    for first, children, is_across in _parts(page.context, box, skip_stack):
        skip = {0: skip_stack[first]} if skip_stack and skip_stack.get(first) is not None else None
        at_head = page_is_empty and not placed
        top += margin
        if is_across:
            laid_out, resume, next_page = _lay_out_across(page, box, children, skip, top, at_head=at_head)
            margin = laid_out[-1].margin_bottom if laid_out else 0.0
            top = laid_out[-1].border_box_y() + laid_out[-1].border_height() if laid_out else top
        else:
            numbers = range(first, first + len(children))
            text = ColumnText(chapter, numbers, box, containing_block, children, skip, top, at_head)
            columns = fill_columns(page, text)
            laid_out, resume, next_page = columns.boxes, columns.resume, columns.next_page
            top, margin = top + max(columns.heights, default=0.0), 0.0
        placed += laid_out
        if resume is not None:
            resume = {first + index: inner for index, inner in resume.items()}
            break
    if box.children and not placed:
        # WeasyPrint takes None in the second place for a chapter that is finished.
        return None, {0: None}, {"break": "any", "page": None}, [], False
    box.children = placed
    if box.height == "auto":
        box.height = top + margin - box.content_box_y()
    return box, resume, next_page, [], False


def _parts(
    context: LayoutContext, box: Box, skip_stack: SkipStack
) -> Iterator[tuple[int, Sequence[Box], bool]]:
    """Yield children that stand in columns, or over all of them, with the number of the first one and which it is. A heading
    stands as what it is above."""
    start = next(iter(skip_stack)) if skip_stack else 0
    width = column_width(box)
    children = [child.copy() for child in box.children[start:]]
    across = [
        child.style["column_span"] == "all" or _is_wide_table(context, child, width) for child in children
    ]
    for index in range(len(children) - 2, -1, -1):
        if across[index + 1] and children[index].style["break_after"] in AVOIDED_BREAKS:
            across[index] = True
    begins = [0]
    for index in range(1, len(children)):
        kept = children[index - 1].style["break_after"] in AVOIDED_BREAKS
        if across[index] != across[index - 1] or (across[index] and not kept):
            begins.append(index)
    for begin, end in pairwise((*begins, len(children))):
        if begin < end:
            yield start + begin, children[begin:end], across[begin]


def _is_wide_table(context: LayoutContext, child: Box, width: float) -> bool:
    """Whether the words of a table have no room in a column of a width, in px."""
    wrapper = next((one for one in child.children if one.is_table_wrapper), None)
    return isinstance(wrapper, boxes.ParentBox) and is_narrow(context, wrapper, width)


def _lay_out_across(
    page: ColumnPage, box: Box, children: Sequence[Box], skip: SkipStack, top: float, *, at_head: bool
) -> tuple[list[Box], SkipStack, NextPage]:
    """Lay out a block over all columns, with the headings above it: what has room (nothing, if the block has none), where it
    goes on, and what the next page has to be.

    As for columns (`column_fill`), how high the area of notes is, is searched for: a table may call more notes than a page
    holds, and the fewer of its rows stand here, the fewer they are.
    """
    blocks = _BlocksAcross(page, box, children, skip, top, at_head)
    low = note_area_height(page.context)
    found, has_room = blocks.lay_out(low)
    if has_room:
        return found
    step = line_height(box)
    highest = page.notes_before + page.bottom - top - 3 * step
    notes = high = max(low, min(note_area_height(page.context), highest))
    for attempt in range(TRIES):
        page.undo(found[0])
        found, has_room = blocks.lay_out(notes)
        if has_room:
            high = notes
        elif attempt:
            low = notes
        else:
            return found if at_head else blocks.undone(found)
        if high - low <= 2 * step:
            break
        notes = (low + high) / 2
    if not has_room:
        page.undo(found[0])
        found, _ = blocks.lay_out(high)
    return found


@dataclass(frozen=True, slots=True)
class _BlocksAcross:
    """A block over all columns and the headings above it, which begin at `top`, in px: at the head of a page or not. `skip`
    is where the first of them goes on."""

    page: ColumnPage
    box: Box
    children: Sequence[Box]
    skip: SkipStack
    top: float
    at_head: bool

    def lay_out(self, notes: float) -> tuple[tuple[list[Box], SkipStack, NextPage], bool]:
        """Return what is laid out above notes of a height, as `_lay_out_across` does, and whether it has room with those
        that it calls."""
        page, context, end = self.page, self.page.context, self.top
        placed: list[Box] = []
        resume: SkipStack = None
        next_page: NextPage = {"break": "any", "page": None}
        for index, child in enumerate(self.children):
            percent.resolve_percentages(child, self.box)
            child.position_x, child.position_y = self.box.content_box_x(), end
            inner = self.skip[0] if self.skip and not index else None
            laid_out, rest, next_page, _, _, _ = block.block_level_layout(
                context, child, page.space_below(self.top + page.room(self.top, notes)), inner, self.box,
                self.at_head and not placed, page.absolute_boxes, page.fixed_boxes, [],
            )  # fmt: skip
            if laid_out is None:
                return self.undone((placed, None, next_page)), True
            placed.append(laid_out)
            end = laid_out.position_y + laid_out.margin_height()
            if rest is not None:
                resume = {index: rest}
                break
        called = note_area_height(context)
        has_room = called <= notes + NOISE or end <= self.top + page.room(self.top, called) + NOISE
        return (placed, resume, next_page), has_room

    def undone(self, found: tuple[list[Box], SkipStack, NextPage]) -> tuple[list[Box], SkipStack, NextPage]:
        """Return that nothing is laid out."""
        self.page.undo(found[0])
        return [], self.skip or {0: None}, {"break": "any", "page": None}


PATCH = Patch(
    "The columns of a chapter have all their notes on their page, and end where a page is asked for, unlike WeasyPrint's.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.column:columns_layout", "7a05cce3272fc581", _columns_layout),),
)
