"""Measures what stands in a column of blocks besides lines: blocks that cannot be split, and the rows of tables. Each is
laid out once, on a page without end."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_stack_to
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.note_heights import note_height
from bookbuilder.formats.pdf.engine.pages.repeated_rows import said_by_row
from bookbuilder.formats.pdf.engine.pages.table_rows import (
    BodyRow,
    foot_height,
    head_height,
    row_heights,
    table_of,
)
from bookbuilder.formats.pdf.engine.pages.unbreakable_blocks import Measured, keep
from bookbuilder.formats.pdf.page_breaking.blocks import BlockSetting

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack


class MeasuredRow(NamedTuple):
    """How high a row of a table is, in px, and what is above it at the head of a page and below the row before at the foot
    of one; its only setting, which says how high its notes are."""

    height: float
    head: float
    foot: float
    settings: tuple[BlockSetting, ...]


class BlockHeights:
    """Measures blocks with the context of a layout. `page_height` is that of a page, in px."""

    def __init__(self, context: LayoutContext, page_height: float) -> None:
        self.context, self.page_height = context, page_height

    def rows(self, parent: Box, wrapper: Box, rows: Sequence[BodyRow]) -> list[MeasuredRow]:
        """Return what is known of each row; nothing if the table cannot be measured."""
        whole = self._laid_out(parent, wrapper)
        if whole is None:
            return []
        table = table_of(wrapper)
        ends: dict[tuple[int, ...], tuple[float, float]] = {}
        found = []
        by_row = zip(rows, row_heights(whole), said_by_row(table, len(rows)), strict=True)
        for number, (row, height, said) in enumerate(by_row):
            if number and said not in ends:
                mark(table).measured_at = number
                laid_out = self._laid_out(parent, wrapper, skip_stack_to(rows[-1].path))
                mark(table).measured_at = None
                if laid_out is None:
                    return []
                ends[said] = head_height(laid_out), foot_height(laid_out)
            notes = sum(
                note_height(self.context, box.footnote) for box in row.box.descendants() if box.footnote
            )
            setting = BlockSetting(1, notes=(notes,) if notes else ())
            head, foot = ends[said] if number else (0.0, 0.0)
            found.append(MeasuredRow(height, head, foot, (setting,)))
        return found

    def height_and_notes(self, parent: Box, child: Box) -> tuple[float, tuple[BlockSetting, ...]] | None:
        """Return how high a block is that cannot be split, and its only setting, which says how high its notes are; None
        if it is too high for a page."""
        height = self._measured(parent, child)
        if height is None or height > self.page_height:
            return None
        notes = sum(note_height(self.context, box.footnote) for box in child.descendants() if box.footnote)
        return height, (BlockSetting(1, notes=(notes,) if notes else ()),)

    def measure(self, parent: Box, child: Box) -> Measured | None:
        """Lay out a block the height of which is known, while the page is laid out on which it stands."""
        # Measuring places the box anew, while WeasyPrint is laying it out at its own place.
        before = dict(child.__dict__)
        self._measured(parent, child)
        measured = marks(child).measured
        assert not callable(measured)
        child.__dict__.clear()
        child.__dict__.update(before)
        return measured

    def _measured(self, parent: Box, child: Box) -> float | None:
        """Return how high the border box of a block is, and keep its layout; None if it is split even on a page without
        end."""
        laid_out = self._laid_out(parent, child, kept=True)
        return None if laid_out is None else float(laid_out.border_height())

    def _laid_out(
        self, parent: Box, child: Box, skip_stack: SkipStack = None, *, kept: bool = False
    ) -> Box | None:
        """Return a block as it is laid out on a page without end, from a place in it on; None if it is split even there."""
        context = self.context
        # The notes of the block are not those of this page.
        footnotes, context.footnotes = context.footnotes, []
        # Nor do its floats stand beside the lines of this page.
        shapes, context.excluded_shapes = context.excluded_shapes, []
        child.position_x, child.position_y = parent.content_box_x(), 0
        try:
            result = block.block_level_layout(context, child, -inf, skip_stack, parent)
        finally:
            context.footnotes, context.excluded_shapes = footnotes, shapes
        laid_out, resume_at, *_ = result
        if laid_out is None or resume_at is not None:
            return None
        if kept:
            keep(child, parent, result)
        return laid_out
