"""Reads a chapter, the boxes of which WeasyPrint has made, as one column of blocks: a galley, from which pages are made up.

A paragraph is known by the plan of its lines. What cannot be split (a figure, a table, a box that is kept together) is laid
out once to know how high it is (`block_heights`).
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, percent

from bookbuilder.formats.pdf.engine.lines.line_plan import plan_of
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn, ColumnEntry
from bookbuilder.formats.pdf.engine.pages.block_heights import BlockHeights, MeasuredRow
from bookbuilder.formats.pdf.engine.pages.block_properties import (
    AVOIDED_BREAKS,
    HEADINGS,
    is_kept_in_section,
    is_numbered_table,
    line_height,
    place_of,
)
from bookbuilder.formats.pdf.engine.pages.column_builder import ColumnBuilder
from bookbuilder.formats.pdf.engine.pages.kept_blocks import keep_ends_together, keep_entry_together
from bookbuilder.formats.pdf.engine.pages.read_paragraph import (
    ReadParagraph,
    note_calls,
    read_again,
    read_paragraph,
)
from bookbuilder.formats.pdf.engine.pages.table_rows import body_rows
from bookbuilder.formats.pdf.engine.pages.turned_tables import with_pieces
from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext


class BlockColumnReader:
    """Reads the galley of a chapter that is as wide as it will be. `height` is that of a page, in px."""

    def __init__(self, context: LayoutContext, chapter: Box, height: float) -> None:
        self.context, self.chapter = context, chapter
        self._heights = BlockHeights(context, height)
        self._column = ColumnBuilder(chapter, line_height(chapter))

    def read(self) -> BlockColumn:
        """Return the galley."""
        self.chapter.children = with_pieces(self.context, self.chapter)
        return self.read_part()

    def read_part(self) -> BlockColumn:
        """Return the galley of a chapter without pieces of turned tables, such as stands in columns."""
        self._children(self.chapter, ())
        for child in self.chapter.children:
            if marks(child).known_blocks is not None:
                mark(child).known_blocks = None
        return self._column.galley

    def _children(self, parent: Box, path: tuple[int, ...]) -> None:
        column, galley = self._column, self._column.galley
        before: Box | None = None
        entries: list[int] = []
        for index, child in enumerate(parent.children):
            if not child.is_in_normal_flow():
                # Lines beside a float are broken line by line, so their number is not known.
                if child.is_floated():
                    column.barrier()
                continue
            inner = (*path, index)
            column.child = child if not path else column.child
            if isinstance(child, boxes.LineBox):
                # WeasyPrint puts nothing beside a line box (`_linebox_layout` asserts it).
                self._paragraph(parent, child, path)
                return
            if before is not None:
                column.break_between(before, child)
            # As in `_in_flow_layout` of WeasyPrint.
            if not parent.is_table_wrapper:
                percent.resolve_percentages(child, parent)
            column.opens_with(child, inner)
            first = len(galley.blocks)
            if child.element_tag == "dt":
                entries.append(first)
            self._block(parent, child, inner)
            if not path:
                keep_ends_together(galley, first)
                # The last child of a chapter is not padded to the grid (`line_grid`).
                if child is not parent.children[-1]:
                    column.end_on_grid()
            before = child
        for first, end in pairwise((*entries, len(galley.blocks))):
            keep_entry_together(galley, first, end)

    def _block(self, parent: Box, child: Box, path: tuple[int, ...]) -> None:
        # CSS 2.2, 10.6.3: vertical margins of `auto` are 0.
        for side in ("top", "bottom"):
            if getattr(child, f"margin_{side}") == "auto":
                setattr(child, f"margin_{side}", 0)
        if child.is_table_wrapper and parent.style["break_inside"] not in AVOIDED_BREAKS:
            self._table(parent, child, path)
            return
        if not _is_plain(child):
            self._unbreakable(parent, child, path)
            return
        child.position_x, child.position_y = parent.content_box_x(), 0
        block.block_level_width(child, parent)
        self._column.add_margin(child.margin_top)
        self._column.add_head(child.border_top_width + child.padding_top)
        self._children(child, path)
        self._column.add_tail(child.border_bottom_width + child.padding_bottom)
        self._column.add_margin(child.margin_bottom)

    def _paragraph(self, parent: Box, line_box: boxes.LineBox, path: tuple[int, ...]) -> None:
        percent.resolve_percentages(line_box, parent)
        percent.resolve_one_percentage(line_box, "text_indent", parent.width)
        known = self._known(path)
        before = known[0] if known else None
        paragraph = (
            read_again(before.read, before.box, parent, line_box)
            if before and before.read
            else self._read(parent, line_box)
        )
        if paragraph is None:
            self._column.barrier()  # the height of a line with a picture is not known
            return
        self._column.add(
            ColumnBlock(
                paragraph.settings,
                line_height(line_box),
                orphans=parent.style["orphans"],
                widows=parent.style["widows"],
                splittable=len(path) == 1 and _is_bare(parent),
            ),
            ColumnEntry(
                line_box, path, *self._column.opener(), paragraph.plan, paragraph.ways, parent,
                read=paragraph, hyphenated=before.hyphenated if before else None,
            ),
        )  # fmt: skip

    def _read(self, parent: Box, line_box: boxes.LineBox) -> ReadParagraph | None:
        """Return a paragraph; None if the height of its lines is not known."""
        plan = plan_of(self.context, line_box, None, parent)
        if plan is None or any(leaf.breaking is None for leaf in plan.paragraph.leaves):
            return None
        return read_paragraph(plan, tuple(note_calls(self.context, plan)))

    def _known(self, path: tuple[int, ...]) -> tuple[ColumnEntry, ColumnBlock] | None:
        """Return a block as it was read in the layout before; None if it is not known."""
        blocks = marks(self._column.child).known_blocks if path else None
        return blocks.get(path[1:]) if blocks else None

    def _unbreakable(self, parent: Box, child: Box, path: tuple[int, ...]) -> None:
        known = self._known(path)
        measured = (
            self._heights.height_and_notes(parent, child)
            if known is None
            else (known[1].line, known[1].settings)
        )
        if measured is None:
            self._column.barrier()
            return
        if known is not None:  # its page may be known as well
            mark(child).measured = partial(self._heights.measure, parent.copy(), child)
        height, settings = measured
        self._column.add_margin(child.margin_top)
        place = place_of(child)
        movable = len(path) == 1 and place not in ("", "here")
        if not place and any(place_of(box) for box in child.descendants()):
            place = "here"  # no figure moves past a box that holds one
        self._column.add(
            ColumnBlock(
                settings,
                height,
                movable=movable,
                place=place if movable or not place else "here",
                below=child.margin_bottom if movable else 0.0,
                heading=child.element_tag in HEADINGS,
                in_section=movable and is_kept_in_section(child),
                numbered=is_numbered_table(child),
            ),
            ColumnEntry(child, path, *self._column.opener()),
        )
        if not movable:
            self._column.add_margin(child.margin_bottom)

    def _table(self, parent: Box, wrapper: Box, path: tuple[int, ...]) -> None:
        """Add the rows of a table, between which a page may end."""
        rows, margin = body_rows(wrapper), wrapper.margin_top
        known = [self._known((*path, *row.path)) for row in rows]
        found = [
            MeasuredRow(block.line, block.head, block.foot, block.settings)
            for _, block in filter(None, known)
        ]
        if len(found) < len(rows) or not rows:
            found = self._heights.rows(parent, wrapper, rows)
        if not found or any(row.height + row.head + row.foot > self._heights.page_height for row in found):
            self._column.barrier()  # WeasyPrint splits the row
            return
        self._column.add_margin(margin)  # measuring what goes on on a page takes it away
        for number, (row, measured) in enumerate(zip(rows, found, strict=True)):
            if number:
                self._column.row_opens(row.box, (*path, *row.path), kept=row.kept)
            made = ColumnBlock(
                measured.settings,
                measured.height,
                head=measured.head,
                foot=measured.foot,
                goes_on=number > 0,
                numbered=not number and is_numbered_table(wrapper),
            )
            self._column.add(made, ColumnEntry(row.box, (*path, *row.path), *self._column.opener()))
        self._column.add_margin(wrapper.margin_bottom)


def _is_plain(box: Box) -> bool:
    """Whether a box only holds others, one below the other, so that a page may end between them."""
    style = box.style
    return (
        type(box) is boxes.BlockBox
        and not box.is_table_wrapper
        and style["break_inside"] not in AVOIDED_BREAKS
        and style["column_count"] == style["column_width"] == "auto"
        and style["overflow"] == "visible"
        and box.height == "auto"
        and not box.min_height
        and box.max_height == inf
    )


def _is_bare(box: Box) -> bool:
    """Whether a paragraph has nothing but lines, so that it can be split without a trace."""
    sides = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
    borders = ("border_top_width", "border_bottom_width")
    return not any(getattr(box, side) for side in (*sides, *borders))
