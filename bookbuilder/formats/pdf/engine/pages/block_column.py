"""A chapter as one column of blocks, from which pages are made up: each block with the box that it is, the place at which it
begins, and the ways to set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.lines.line_plan import (
    LinePlan,
    of_new_boxes,
    skip_path,
    take_plan,
    use,
    with_hyphens,
)
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.read_paragraph import ReadParagraph, read_paragraph
from bookbuilder.formats.pdf.line_breaking.total_fit import Lines
from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext


@dataclass(slots=True, eq=False)
class ColumnEntry:
    """A block of the galley: its box, the path to it from the chapter, the box before which a page ends if it ends before
    this block (None: none can), the path to that, and the child of the chapter that holds it. A paragraph has its `plan` and
    the `ways` to set it; `rests` are the pieces of it that stand behind a figure. It was `read` first, and once more with
    places inside its words (`hyphenated`) if more ways were looked for."""

    box: Box
    path: tuple[int, ...]
    opener: Box | None
    opener_path: tuple[int, ...]
    child: Box
    plan: LinePlan | None = None
    ways: tuple[Lines, ...] = ()
    parent: Box | None = None
    rests: list[Rest] = field(default_factory=list)
    read: ReadParagraph | None = None
    hyphenated: ReadParagraph | None = None

    def path_to(self, line: int) -> tuple[int, ...]:
        """Return the path to a line of the paragraph, as WeasyPrint says it when a page begins with it."""
        assert self.plan is not None
        rest = next((rest for rest in reversed(self.rests) if rest.line <= line), None)
        if rest is not None and rest.line == line:
            return rest.path
        begin = self.plan.lines[line].begin
        assert begin is not None
        return (*(rest.path if rest else self.path), 0, *skip_path(self.plan.skip_stack(begin)))

    def use(self, way: Lines, page_ends: frozenset[int]) -> None:
        """Set the paragraph in one of its ways, with pages that end behind lines of these numbers."""
        if self.plan is not None:
            self.plan = use(self.box, self.plan, way, page_ends)


@dataclass(slots=True, eq=False)
class Rest:
    """The lines of a paragraph behind a figure: the number of the first one, the box that holds them, and the path to
    that."""

    line: int
    box: Box
    path: tuple[int, ...] = ()


KnownBlocks = Mapping[tuple[int, ...], tuple[ColumnEntry, ColumnBlock]]
"""The blocks of a child of a chapter by their paths, from that child down."""


@dataclass(slots=True, eq=False)
class BlockColumn:
    """The blocks of a chapter. `barriers` are the numbers of blocks before which planning ends: WeasyPrint splits
    what follows by itself (a table that is higher than a page)."""

    blocks: list[ColumnBlock] = field(default_factory=list)
    entries: list[ColumnEntry] = field(default_factory=list)
    barriers: list[int] = field(default_factory=list)

    def renumber(self, indexes: Mapping[Box, int]) -> None:
        """Note where the children of the chapter stand now."""
        for entry in self.entries:
            index = indexes[entry.child]
            entry.path = (index, *entry.path[1:])
            if entry.opener_path:
                entry.opener_path = (index, *entry.opener_path[1:])
            for rest in entry.rests:
                rest.path = (indexes[rest.box],)

    def set_in_more_ways(self, context: LayoutContext, start: int, end: int) -> None:
        """Look for more ways to set the paragraphs from a block on up to another, with hyphens."""
        for number in range(start, end):
            entry = self.entries[number]
            plan = entry.plan
            if plan is None or plan.asked or not plan.justified:
                continue
            if plan.paragraph.hyphens or len(plan.best.ends) == 1:
                continue
            assert entry.parent is not None, "a paragraph was read from a box"
            if entry.hyphenated is None:
                plan = with_hyphens(context, entry.box, plan, entry.parent)
                entry.hyphenated = read_paragraph(plan, entry.read.calls if entry.read else ())
            else:  # it was looked for in the layout before
                plan = of_new_boxes(entry.hyphenated.plan, entry.box, entry.parent)
                take_plan(entry.box, plan, entry.parent)
                entry.hyphenated = replace(entry.hyphenated, plan=plan)
            entry.plan, entry.ways = plan, entry.hyphenated.ways
            self.blocks[number] = replace(self.blocks[number], settings=entry.hyphenated.settings)


def known_blocks(galley: BlockColumn) -> Mapping[Box, KnownBlocks]:
    """Return the blocks of a galley that is laid out by the children of the chapter that hold them."""
    known: dict[Box, dict[tuple[int, ...], tuple[ColumnEntry, ColumnBlock]]] = {}
    for entry, made in zip(galley.entries, galley.blocks, strict=True):
        if marks(entry.box).measured is not None:
            mark(entry.box).measured = None  # it was not needed, and holds the layout
        known.setdefault(entry.child, {})[entry.path[1:]] = entry, made
    return known
