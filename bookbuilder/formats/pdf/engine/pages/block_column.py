"""Reads a chapter, the boxes of which WeasyPrint has made, as one column of blocks: a galley, from which pages are made up.

A paragraph is known by the plan of its lines. What cannot be split (a figure, a table, a box that is kept together) is laid
out once to know how high it is. Vertical margins collapse as in CSS 2.2, 8.3.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, percent

from bookbuilder.formats.pdf.engine.lines.line_plan import (
    LinePlan,
    of_new_boxes,
    plan_of,
    skip_path,
    skip_stack_to,
    take_plan,
    use,
    with_hyphens,
)
from bookbuilder.formats.pdf.engine.lines.line_style import most_added_space
from bookbuilder.formats.pdf.engine.marks import mark, marks
from bookbuilder.formats.pdf.engine.pages.block_properties import (
    AVOIDED_BREAKS,
    FORCED_BREAKS,
    HEADINGS,
    is_kept_in_section,
    line_height,
    place_of,
)
from bookbuilder.formats.pdf.engine.pages.note_heights import note_height
from bookbuilder.formats.pdf.engine.pages.read_paragraph import (
    ReadParagraph,
    note_calls,
    read_again,
    read_paragraph,
)
from bookbuilder.formats.pdf.engine.pages.repeated_rows import said_by_row
from bookbuilder.formats.pdf.engine.pages.table_rows import (
    BodyRow,
    body_rows,
    foot_height,
    head_height,
    row_heights,
    table_of,
)
from bookbuilder.formats.pdf.engine.pages.turned_tables import with_pieces
from bookbuilder.formats.pdf.engine.pages.unbreakable_blocks import Measured, keep
from bookbuilder.formats.pdf.line_breaking.total_fit import Lines
from bookbuilder.formats.pdf.page_breaking.blocks import BlockSetting, ColumnBlock

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.block import SkipStack


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


@dataclass(slots=True)
class _Space:
    """The space since the last block: margins that collapse with one another, and what is kept at the head of a page."""

    margins: list[float] = field(default_factory=list)
    margin: float = 0.0
    pad: float = 0.0

    def close(self) -> None:
        """End the margins that collapse with one another."""
        self.margin += float(block.collapse_margin(self.margins))
        self.margins = []


class _MeasuredRow(NamedTuple):
    """How high a row of a table is, in px, and what is above it at the head of a page and below the row before at the foot
    of one; its only setting, which says how high its notes are."""

    height: float
    head: float
    foot: float
    settings: tuple[BlockSetting, ...]


class BlockColumnReader:
    """Reads the galley of a chapter that is as wide as it will be. `height` is that of a page, in px."""

    def __init__(self, context: LayoutContext, chapter: Box, height: float) -> None:
        self.context, self.chapter, self.height = context, chapter, height
        self.galley = BlockColumn()
        self._step = line_height(chapter)
        self._space = _Space()
        self._kept = self._forced = False
        self._openers: list[tuple[Box, tuple[int, ...]]] = []
        self._child = chapter  # until the first child is read

    def read(self) -> BlockColumn:
        """Return the galley."""
        self.chapter.children = with_pieces(self.context, self.chapter)
        self._children(self.chapter, ())
        for child in self.chapter.children:
            if marks(child).known_blocks is not None:
                mark(child).known_blocks = None
        return self.galley

    def _children(self, parent: Box, path: tuple[int, ...]) -> None:
        before: Box | None = None
        entries: list[int] = []
        for index, child in enumerate(parent.children):
            if not child.is_in_normal_flow():
                # Lines beside a float are broken line by line, so their number is not known.
                if child.is_floated():
                    self._barrier()
                continue
            inner = (*path, index)
            self._child = child if not path else self._child
            if isinstance(child, boxes.LineBox):
                # WeasyPrint puts nothing beside a line box (`_linebox_layout` asserts it).
                self._paragraph(parent, child, path)
                return
            if before is not None:
                self._break_between(before, child)
            # As in `_in_flow_layout` of WeasyPrint.
            if not parent.is_table_wrapper:
                percent.resolve_percentages(child, parent)
            if not self._openers:
                self._openers.append((child, inner))
            first = len(self.galley.blocks)
            if child.element_tag == "dt":
                entries.append(first)
            self._block(parent, child, inner)
            if not path:
                self._keep_ends_together(first)
                # The last child of a chapter is not padded to the grid (`line_grid`).
                if self.galley.blocks and child is not parent.children[-1]:
                    self._end_on_grid()
            before = child
        for first, end in pairwise((*entries, len(self.galley.blocks))):
            self._keep_entry_together(first, end)

    def _keep_entry_together(self, first: int, end: int) -> None:
        """Keep the term of a list of terms with two lines of what it means, and the last line of that from standing alone.
        The entry is made of the blocks from `first` up to `end`."""
        if end - first < 3 or any(first < barrier for barrier in self.galley.barriers):
            return
        for single, kept in ((first + 1, first + 2), (end - 1, end - 1)):
            self._keep_if_one_line(single, kept)

    def _keep_if_one_line(self, single: int, kept: int) -> None:
        """Let no page end before a block if another one is a paragraph of one line."""
        blocks = self.galley.blocks
        one_line = all(way.lines == 1 for way in blocks[single].settings)
        if one_line and self.galley.entries[single].plan is not None:
            blocks[kept] = replace(blocks[kept], kept=True)

    def _break_between(self, before: Box, after: Box) -> None:
        value = block.block_level_page_break(before, after)
        self._kept = self._kept or value in AVOIDED_BREAKS
        self._forced = self._forced or value in FORCED_BREAKS
        self._openers = []

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
        self._space.margins.append(child.margin_top)
        edge = child.border_top_width + child.padding_top
        if edge:
            self._space.close()
            self._space.pad += edge
        self._children(child, path)
        edge = child.border_bottom_width + child.padding_bottom
        if edge:
            self._tail(edge)
        self._space.margins.append(child.margin_bottom)

    def _tail(self, height: float) -> None:
        """Add the margin, padding and border below the last block of a box to that block."""
        margin = float(block.collapse_margin(self._space.margins))
        self._space.margins = []
        if self.galley.blocks:
            last = self.galley.blocks[-1]
            self.galley.blocks[-1] = replace(last, tail=last.tail + margin + height)

    def _keep_ends_together(self, first: int) -> None:
        """Keep one line of a list (or another block that holds several, from `first` on) from standing alone at the foot or
        at the head of a page."""
        blocks = self.galley.blocks
        if len(blocks) - first < 2 or any(first < barrier for barrier in self.galley.barriers):
            return
        for single, kept in ((first, first + 1), (len(blocks) - 1, len(blocks) - 1)):
            self._keep_if_one_line(single, kept)

    def _end_on_grid(self) -> None:
        self.galley.blocks[-1] = replace(self.galley.blocks[-1], on_grid=True)

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
            self._barrier()  # the height of a line with a picture is not known
            return
        self._add(
            ColumnBlock(
                paragraph.settings,
                line_height(line_box),
                orphans=parent.style["orphans"],
                widows=parent.style["widows"],
                splittable=len(path) == 1 and _is_bare(parent),
            ),
            ColumnEntry(
                line_box, path, *self._opener(), paragraph.plan, paragraph.ways, parent,
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
        blocks = marks(self._child).known_blocks if path else None
        return blocks.get(path[1:]) if blocks else None

    def _unbreakable(self, parent: Box, child: Box, path: tuple[int, ...]) -> None:
        known = self._known(path)
        measured = (
            self._height_and_notes(parent, child) if known is None else (known[1].line, known[1].settings)
        )
        if measured is None:
            self._barrier()
            return
        if known is not None:  # its page may be known as well
            mark(child).measured = partial(self._measure, parent.copy(), child)
        height, settings = measured
        self._space.margins.append(child.margin_top)
        place = place_of(child)
        movable = len(path) == 1 and place not in ("", "here")
        self._add(
            ColumnBlock(
                settings,
                height,
                movable=movable,
                place=place if movable or not place else "here",
                below=child.margin_bottom if movable else 0.0,
                heading=child.element_tag in HEADINGS,
                in_section=movable and is_kept_in_section(child),
            ),
            ColumnEntry(child, path, *self._opener()),
        )
        if not movable:
            self._space.margins.append(child.margin_bottom)

    def _table(self, parent: Box, wrapper: Box, path: tuple[int, ...]) -> None:
        """Add the rows of a table, between which a page may end."""
        rows, margin = body_rows(wrapper), wrapper.margin_top
        known = [self._known((*path, *row.path)) for row in rows]
        found = [
            _MeasuredRow(block.line, block.head, block.foot, block.settings)
            for _, block in filter(None, known)
        ]
        if len(found) < len(rows) or not rows:
            found = self._measured_rows(parent, wrapper, rows)
        if not found or any(row.height + row.head + row.foot > self.height for row in found):
            self._barrier()  # WeasyPrint splits the row
            return
        self._space.margins.append(margin)  # measuring what goes on on a page takes it away
        for number, (row, measured) in enumerate(zip(rows, found, strict=True)):
            if number:
                self._openers = [(row.box, (*path, *row.path))]
                self._kept = row.kept
            made = ColumnBlock(
                measured.settings,
                measured.height,
                head=measured.head,
                foot=measured.foot,
                goes_on=number > 0,
            )
            self._add(made, ColumnEntry(row.box, (*path, *row.path), *self._opener()))
        self._space.margins.append(wrapper.margin_bottom)

    def _measured_rows(self, parent: Box, wrapper: Box, rows: Sequence[BodyRow]) -> list[_MeasuredRow]:
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
            found.append(_MeasuredRow(height, head, foot, (setting,)))
        return found

    def _height_and_notes(self, parent: Box, child: Box) -> tuple[float, tuple[BlockSetting, ...]] | None:
        """Return how high a block is that cannot be split, and its only setting, which says how high its notes are; None
        if it is too high for a page."""
        height = self._measured(parent, child)
        if height is None or height > self.height:
            return None
        notes = sum(note_height(self.context, box.footnote) for box in child.descendants() if box.footnote)
        return height, (BlockSetting(1, notes=(notes,) if notes else ()),)

    def _measure(self, parent: Box, child: Box) -> Measured | None:
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

    def _opener(self) -> tuple[Box | None, tuple[int, ...], Box]:
        opener = self._openers[0] if self._openers else (None, ())
        return (*opener, self._child)

    def _add(self, made: ColumnBlock, entry: ColumnEntry) -> None:
        self._space.close()
        outermost = len(entry.opener_path) == 1
        above = self.galley.entries[-1].box.element_tag if self.galley.entries else None
        under_heading = (
            self._kept and above in HEADINGS[1:]
        )  # the space below the title of a chapter may differ
        stretches = outermost and not under_heading
        made = replace(
            made,
            margin=self._space.margin,
            pad=self._space.pad,
            # Without an opener, no page can end before it.
            kept=self._kept or entry.opener is None,
            forced=self._forced,
            outermost=outermost,
            stretch=most_added_space(entry.opener.style) * self._step if entry.opener and stretches else 0.0,
        )
        self.galley.blocks.append(made)
        self.galley.entries.append(entry)
        self._space = _Space()
        self._kept = self._forced = False
        self._openers = []

    def _barrier(self) -> None:
        if not self.galley.barriers or self.galley.barriers[-1] != len(self.galley.blocks):
            self.galley.barriers.append(len(self.galley.blocks))
        self._space = _Space()
        self._kept = self._forced = False
        self._openers = []


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
