"""Lays out a row of a bilingual chapter: two columns that begin at one height, over as many pages as the longer one needs.

WeasyPrint 70.0 has nothing for that. A row of a table or a grid is laid out cell by cell: a note that the second cell
calls takes room at the foot of the page that the first one has used already, and lines run into notes. And a flex container
does not go on on the next page in both of its items. So where `layout/block.py` lays out a flex container of the class
`parallel`, it is done here: its children get the same width, and each goes on where it was split.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, percent

from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import FlexLayout, SkipStack

ROW = "parallel"
"""The class of a row."""
TRIES = 12
"""How often a row is laid out anew because the notes of one column take room from the other; each time it gets shorter."""
SLACK = 0.01
"""In px: what rounding leaves over."""


def _flex_layout(  # the parameters are those of WeasyPrint's function
    theirs: Function, context: LayoutContext, box: boxes.FlexContainerBox, bottom_space: float, skip_stack: SkipStack,
    containing_block: boxes.Box, page_is_empty: bool, absolute_boxes: list[AbsolutePlaceholder],
    fixed_boxes: list[AbsolutePlaceholder], discard: bool,
) -> object:  # fmt: skip
    if ROW not in classes_of(box.element):
        return theirs(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes,
            discard,
        )  # fmt: skip
    page = _Page(context, page_is_empty, absolute_boxes, fixed_boxes)
    return _row(page, box, bottom_space, skip_stack, containing_block)


@dataclass(frozen=True, slots=True)
class _Page:
    """The page that a row is laid out on, as WeasyPrint passes it on from box to box. `is_empty`: nothing stands on it
    yet."""

    context: LayoutContext
    is_empty: bool
    absolute_boxes: list[AbsolutePlaceholder]
    fixed_boxes: list[AbsolutePlaceholder]


@dataclass(slots=True)
class _Column:
    """A column as it was laid out: its box, and where it goes on (None: it is done)."""

    box: boxes.Box
    resume: SkipStack

    @property
    def bottom(self) -> float:
        """Where its content ends, in px from the head of the page."""
        flow = (child for child in self.box.children if child.is_in_normal_flow())
        return float(
            max(
                (child.position_y + child.margin_height() for child in flow), default=self.box.content_box_y()
            )
        )


def _row(
    page: _Page, box: boxes.ParentBox, bottom_space: float, skip_stack: SkipStack, containing_block: boxes.Box
) -> FlexLayout:
    """Return what WeasyPrint's own functions do: box, where to go on, next page, margins, whether they collapse."""
    box.remove_decoration(start=skip_stack is not None, end=False)
    block.block_level_width(box, containing_block)
    below = bottom_space + box.padding_bottom + box.border_bottom_width
    spaces = [below] * len(box.children)
    for _ in range(TRIES):
        columns = _columns(page, box, skip_stack, spaces)
        if columns is None:
            return None, None, {"break": "any", "page": None}, [], False
        excess = [column.bottom - (page.context.page_bottom - below) for column in columns]
        if max(excess) <= SLACK:
            break
        # A note that is called further on took the room of these lines. With less room they may leave out notes as well.
        spaces = [space + max(much, 0.0) for space, much in zip(spaces, excess, strict=True)]
        _undo(page, columns)
    else:
        columns = _columns(page, box, skip_stack, spaces)
        if columns is None:
            return None, None, {"break": "any", "page": None}, [], False
    split = {at: column.resume for at, column in enumerate(columns) if column.resume is not None}
    bottom = max(column.bottom for column in columns)
    if split:
        bottom = max(bottom, page.context.page_bottom - below)
    row = box.copy_with_children([column.box for column in columns])
    row.remove_decoration(start=skip_stack is not None, end=bool(split))
    row.height = max(bottom - row.content_box_y(), 0.0)
    for column in columns:
        column.box.height = row.height
    return row, split or None, {"break": "any", "page": None}, [], False


def _columns(page: _Page, box: boxes.Box, skip_stack: SkipStack, spaces: list[float]) -> list[_Column] | None:
    """Return the columns of a row, each with so much space kept free below it; None if one of them has no room to begin in,
    and something else stands on the page."""
    count, rightwards = len(box.children), box.style["direction"] == "ltr"
    gap = box.style["column_gap"]
    gap = 0.0 if gap == "normal" else percent.percentage(gap, box.style, box.width)
    width = (box.width - gap * (count - 1)) / count
    columns: list[_Column] = []
    for at, (child, space) in enumerate(zip(box.children, spaces, strict=True)):
        assert isinstance(child, boxes.ParentBox), "the children of a row are blocks"
        percent.resolve_percentages(child, box)
        child.position_x = box.content_box_x() + (at if rightwards else count - 1 - at) * (width + gap)
        child.position_y = box.content_box_y()
        child.margin_top = child.margin_right = child.margin_bottom = child.margin_left = 0.0
        sides = (child.padding_left, child.padding_right, child.border_left_width, child.border_right_width)
        child.width = width - sum(sides)
        child.is_flex_item = True  # its margins do not collapse with those around it
        if skip_stack is not None and at not in skip_stack:
            columns.append(_Column(_empty(child), None))  # it was done on a page before
            continue
        skip = skip_stack[at] if skip_stack is not None else None
        alone = page.is_empty and not any(column.box.children for column in columns)
        column, resume, *_ = block.block_container_layout(
            page.context,
            child,
            space,
            skip,
            alone,
            page.absolute_boxes,
            page.fixed_boxes,
            [],
            None,
            None,
            discard=False,
            max_lines=None,
        )
        if column is None and not page.is_empty:
            _undo(page, columns)
            return None
        # What does not fit below the head of a page, beside what does, waits for the next one.
        columns.append(
            _Column(_empty(child), skip or {0: None}) if column is None else _Column(column, resume)
        )
    return columns


def _empty(child: boxes.ParentBox) -> boxes.ParentBox:
    column = child.copy_with_children([])
    column.remove_decoration(start=True, end=True)
    column.height = 0.0
    return column


def _undo(page: _Page, columns: list[_Column]) -> None:
    """Take the notes of columns off the page: the columns are laid out again."""
    laid_out = [column.box for column in columns]
    block.remove_placeholders(page.context, laid_out, page.absolute_boxes, page.fixed_boxes)


PATCH = Patch(
    "The columns of a bilingual chapter begin at one height and go on over pages, for which WeasyPrint has nothing.",
    Kind.LAYOUT,
    (
        Change(
            "weasyprint.layout.flex:flex_layout", "88846efd249bd643", lambda theirs: partial(_flex_layout, theirs),
            users=("weasyprint.layout.block",),
        ),
    ),
)  # fmt: skip
