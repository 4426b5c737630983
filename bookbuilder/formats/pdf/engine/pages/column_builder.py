"""A column of blocks while it is read: the blocks so far, and what stands between the last one and the next.

Vertical margins collapse as in CSS 2.2, 8.3.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from weasyprint.layout import block

from bookbuilder.formats.pdf.engine.lines.line_style import most_added_space
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn, ColumnEntry
from bookbuilder.formats.pdf.engine.pages.block_properties import AVOIDED_BREAKS, FORCED_BREAKS, HEADINGS
from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box


@dataclass(slots=True)
class _Between:
    """What stands between two blocks: margins that collapse with one another, what is kept at the head of a page, whether a
    page may or has to end there, and the boxes before which it ends then, the outermost first."""

    margins: list[float] = field(default_factory=list)
    margin: float = 0.0
    pad: float = 0.0
    kept: bool = False
    forced: bool = False
    openers: list[tuple[Box, tuple[int, ...]]] = field(default_factory=list)

    def close(self) -> None:
        """End the margins that collapse with one another."""
        self.margin += float(block.collapse_margin(self.margins))
        self.margins = []


class ColumnBuilder:
    """Builds a galley, block by block. `step` is the distance of its lines, in px; `child` is the child of the chapter that
    is read."""

    def __init__(self, chapter: Box, step: float) -> None:
        self.galley = BlockColumn()
        self.child = chapter  # until the first child is read
        self._step = step
        self._between = _Between()

    def break_between(self, before: Box, after: Box) -> None:
        """Note what two boxes say of a page that ends between them."""
        value = block.block_level_page_break(before, after)
        self._between.kept = self._between.kept or value in AVOIDED_BREAKS
        self._between.forced = self._between.forced or value in FORCED_BREAKS
        self._between.openers = []

    def opens_with(self, box: Box, path: tuple[int, ...]) -> None:
        """Note a box with which the next block begins; one around it counts."""
        if not self._between.openers:
            self._between.openers.append((box, path))

    def row_opens(self, box: Box, path: tuple[int, ...], *, kept: bool) -> None:
        """Note that a row of a table comes next, and whether it is `kept` with the one before."""
        self._between.openers, self._between.kept = [(box, path)], kept

    def add_margin(self, margin: float) -> None:
        """Add a margin that collapses with those beside it, in px."""
        self._between.margins.append(margin)

    def add_head(self, edge: float) -> None:
        """Add the border and padding above what is in a box, in px."""
        if edge:
            self._between.close()
            self._between.pad += edge

    def add_tail(self, edge: float) -> None:
        """Add the margin, padding and border below the last block of a box to that block."""
        if not edge:
            return
        margin = float(block.collapse_margin(self._between.margins))
        self._between.margins = []
        if self.galley.blocks:
            last = self.galley.blocks[-1]
            self.galley.blocks[-1] = replace(last, tail=last.tail + margin + edge)

    def end_on_grid(self) -> None:
        """Let the next block begin on the grid."""
        if self.galley.blocks:
            self.galley.blocks[-1] = replace(self.galley.blocks[-1], on_grid=True)

    def opener(self) -> tuple[Box | None, tuple[int, ...], Box]:
        """Return the box before which a page ends if it ends here, its path, and the child of the chapter that holds it."""
        opener = self._between.openers[0] if self._between.openers else (None, ())
        return (*opener, self.child)

    def add(self, made: ColumnBlock, entry: ColumnEntry) -> None:
        """Add a block."""
        between = self._between
        between.close()
        outermost = len(entry.opener_path) == 1
        above = self.galley.entries[-1].box.element_tag if self.galley.entries else None
        # The space below the title of a chapter may differ.
        under_heading = between.kept and above in HEADINGS[1:]
        stretches = outermost and not under_heading
        made = replace(
            made,
            margin=between.margin,
            pad=between.pad,
            # Without an opener, no page can end before it.
            kept=between.kept or entry.opener is None,
            forced=between.forced,
            outermost=outermost,
            stretch=most_added_space(entry.opener.style) * self._step if entry.opener and stretches else 0.0,
        )
        self.galley.blocks.append(made)
        self.galley.entries.append(entry)
        self._between = _Between()

    def barrier(self) -> None:
        """End what is planned before something that WeasyPrint splits by itself."""
        if not self.galley.barriers or self.galley.barriers[-1] != len(self.galley.blocks):
            self.galley.barriers.append(len(self.galley.blocks))
        self._between = _Between()
