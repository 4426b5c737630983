"""Fills columns with text on the rest of a page, with the notes of all of them at its foot.

How high the area of notes is, is searched for: the lower, the more text has room, but a line with a note that has none goes
on. Columns that end on the page are as low as their text allows, in steps of a line, each tried.

That is how columns are filled that are not planned (`pages.column_plan`). Those that are end where the plan says, and the
height of their notes is known; should one end elsewhere all the same, they are filled as if they were not planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING

from weasyprint.css import properties
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, column, percent

from bookbuilder.formats.pdf.engine.lines.line_plan import skip_path
from bookbuilder.formats.pdf.engine.marks import mark
from bookbuilder.formats.pdf.engine.pages.block_properties import FORCED_BREAKS, line_height
from bookbuilder.formats.pdf.engine.pages.column_plan import column_plan
from bookbuilder.formats.pdf.engine.pages.note_heights import note_area_height
from bookbuilder.formats.pdf.page_breaking.column_fit import ColumnsMeasure

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.layout.block import NextPage, SkipStack

NOISE = 0.01
"""In px: what rounding leaves over."""
ROUNDING = 0.1
"""In px: by how much what is planned may be lower than what is laid out."""
TRIES = 8
"""How many heights of a note area are tried."""


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """The page, as WeasyPrint passes it on from box to box. `bottom` is where text may end, and `notes_before` how high the
    note area was when the chapter was reached, in px: `bottom` is above it."""

    context: LayoutContext
    bottom: float
    notes_before: float
    absolute_boxes: list[AbsolutePlaceholder]
    fixed_boxes: list[AbsolutePlaceholder]

    def room(self, top: float, notes: float) -> float:
        """Return how high text below `top` may be if the note area is so high."""
        return self.bottom - top - (notes - self.notes_before)

    def space_below(self, bottom: float) -> float:
        """Return what WeasyPrint has to keep free at the foot of the page so that text ends there."""
        return self.context.page_bottom - bottom

    def undo(self, laid_out: Sequence[Box]) -> None:
        """Take the notes of boxes off the page: they are laid out again."""
        block.remove_placeholders(self.context, laid_out, self.absolute_boxes, self.fixed_boxes)


@dataclass(slots=True)
class FilledColumns:
    """Columns as they were laid out: their boxes, where the text goes on (None: it is done), what the next page has to be,
    and how high each is, in px. `notes` is the height of the note area then. `begins` are the places at which columns begin
    behind the first, and the next page, if the text goes on there."""

    boxes: list[Box]
    resume: SkipStack
    next_page: NextPage
    heights: list[float]
    notes: float
    begins: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether all text that belongs on this page has room: the rest, if there is one, begins another page."""
        return self.resume is None or self.next_page["break"] in FORCED_BREAKS

    @property
    def progress(self) -> tuple[bool, tuple[int, ...]]:
        """How far the text has come, to be compared."""
        return self.is_done, skip_path(self.resume)


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What stands in columns between two blocks over all of them: children of a chapter, and where the first of them
    begins. `chapter` is the chapter as WeasyPrint keeps it from page to page, and `numbers` are those of the children in it.
    `top`, in px, is its place on the page; `at_head` says that nothing stands above it."""

    chapter: Box
    numbers: range
    box: Box
    containing_block: Box
    children: Sequence[Box]
    skip: SkipStack
    top: float
    at_head: bool

    @property
    def count(self) -> int:
        """How many columns a page has."""
        return int(self.box.style["column_count"])

    @property
    def step(self) -> float:
        """The distance of two lines, in px; at least one, for a style sheet may say anything."""
        return max(1.0, line_height(self.box))

    def path(self, skip: SkipStack) -> tuple[int, ...]:
        """Return a place in the text as a path from the chapter down."""
        first, *inner = skip_path(skip)
        return (self.numbers.start + first, *inner)

    def column(self, number: int, skip: SkipStack) -> Box:
        """Return the box of a column, which text begins from a place on. Nothing is above its first block."""
        width = column_width(self.box)
        children = list(self.children)
        first, inner = next(iter(skip.items())) if skip else (0, None)
        if inner is None and children[first].style["margin_top"] != properties.ZERO_PIXELS:
            # WeasyPrint drops margins at the head of a page alone, and of its first page none.
            children[first] = children[first].copy()
            children[first].style = children[first].style.copy()
            children[first].style["margin_top"] = properties.ZERO_PIXELS
        made = column._create_column_box(self.box, self.containing_block, children, width, self.top)
        rightwards = self.box.style["direction"] == "ltr"
        made.position_x += (number if rightwards else self.count - 1 - number) * (
            width + column_gap(self.box)
        )
        return made


def column_gap(box: Box) -> float:
    """Return the distance of two columns of a box, in px."""
    gap = box.style["column_gap"]
    return float(box.style["font_size"] if gap == "normal" else percent.percentage(gap, box.style, box.width))


def column_width(box: Box) -> float:
    """Return how wide a column of a box is, in px."""
    count = box.style["column_count"]
    return max(0.0, float(box.width - (count - 1) * column_gap(box))) / float(count)


def fill_columns(page: ColumnPage, text: ColumnText) -> FilledColumns:
    """Lay out text in columns on the rest of the page: as much as has room with its notes, and no lower than needed."""
    planned = _planned(page, text)
    if planned is not None:
        return planned
    columns, notes = _fit_with_notes(page, text)
    if not columns.is_done or text.box.style["column_fill"] != "balance":
        return columns
    room, highest = page.room(text.top, notes), max(columns.heights, default=0.0)
    height = _up(sum(columns.heights) / text.count, text.step)
    while height < min(room, highest) - NOISE:
        page.undo(columns.boxes)
        columns = _fill(page, text, height, notes, level=True)
        if columns.is_done:
            return columns
        height += text.step
    if not columns.is_done:
        page.undo(columns.boxes)
        columns = _fill(page, text, room, notes)
    return columns


def _planned(page: ColumnPage, text: ColumnText) -> FilledColumns | None:
    """Lay out the columns of a page as they are planned; None if they are not, or do not end where they are planned to."""
    if text.box.style["column_fill"] != "balance":
        return None
    before, area = note_area_height(page.context), page.context.current_footnote_area
    edges = area.margin_top + area.border_top_width + area.padding_top + area.padding_bottom
    height = area.page.height
    measure = ColumnsMeasure(
        text.count,
        page.room(text.top, before),
        height,
        text.step,
        edges,
        noted=before > 0,
        at_head=text.at_head,
    )
    plan = column_plan(
        page.context, text.chapter, text.column(0, None), text.numbers.start, text.numbers.stop, height
    )
    path = text.path(text.skip) if text.skip else (text.numbers.start,)
    columns = plan.page(page.context, path, measure)
    if columns is None:
        return None
    # What was planned is noted at the children of the chapter.
    text = replace(text, children=[text.chapter.children[number].copy() for number in text.numbers])
    notes = before + (columns.notes + (0.0 if before else edges) if columns.notes else 0.0) + ROUNDING
    if not columns.count:
        return FilledColumns([], text.skip or {0: None}, {"break": "any", "page": None}, [], before)
    filled = _fill(page, text, page.room(text.top, notes) + 2 * ROUNDING, notes, most=columns.count)
    begins = tuple(filled.begins)
    if begins == columns.begins or (filled.is_done and begins[:-1] == columns.begins):
        if not filled.is_done:
            filled.next_page = {"break": "any", "page": None}
        return filled
    page.undo(filled.boxes)
    plan.give_up(path)
    return None


def _up(height: float, step: float) -> float:
    """Return a height that is a whole number of steps."""
    return step * max(1, ceil(height / step - NOISE))


def _fit_with_notes(page: ColumnPage, text: ColumnText) -> tuple[FilledColumns, float]:
    """Lay out as much text as has room on the page with its notes, and return how high the area of these may be."""
    low = note_area_height(page.context)
    columns = _fill(page, text, page.room(text.top, low), None)
    if columns.notes <= low + NOISE:
        return columns, low
    # The lowest text has room for three lines: what is noted there belongs on this page.
    notes = high = max(low, min(columns.notes, page.notes_before + page.bottom - text.top - 3 * text.step))
    best, best_notes = columns, -1.0
    for attempt in range(TRIES):
        page.undo(columns.boxes)
        columns = _fill(page, text, page.room(text.top, notes), notes)
        if best_notes < 0 or columns.progress > best.progress:
            best, best_notes = columns, notes
        if columns.notes >= notes - NOISE:
            if not attempt:
                break
            low = notes
            notes = (low + high) / 2
        else:
            high = notes
            notes = columns.notes if columns.notes > low + NOISE else (low + high) / 2
        if high - low <= 2 * text.step:
            break
    if columns is not best:
        page.undo(columns.boxes)
        columns = _fill(page, text, page.room(text.top, best_notes), best_notes)
    return columns, best_notes


def _fill(
    page: ColumnPage,
    text: ColumnText,
    height: float,
    notes: float | None,
    *,
    level: bool = False,
    most: int | None = None,
) -> FilledColumns:
    """Fill columns of a height, in px, but not more than `most`. A line with a note that makes the note area higher than
    `notes` goes on (None: no line does). What is higher than a column stands in the first one at the head of a page, unless
    they are made `level`."""
    context, skip = page.context, text.skip
    mark(context.current_footnote_area).highest = notes
    made = FilledColumns([], skip or {0: None}, {"break": "any", "page": None}, [], 0.0)
    for number in range(text.count if most is None else most):
        page_is_empty = text.at_head and not number and not level
        laid_out, resume, next_page, _, _, _ = block.block_box_layout(
            context, text.column(number, skip), page.space_below(text.top + height), skip, text.containing_block,
            page_is_empty, page.absolute_boxes, page.fixed_boxes, [], None, None, discard=False, max_lines=None,
        )  # fmt: skip
        if laid_out is None:
            break
        made.boxes.append(laid_out)
        made.heights.append(_bottom(laid_out, resume) - text.top)
        made.resume, made.next_page, skip = resume, next_page, resume
        if resume is not None:
            made.begins.append(text.path(resume))
        if made.is_done:
            break
    made.notes = note_area_height(context)
    mark(context.current_footnote_area).highest = None
    for one in made.boxes:
        one.height = max(made.heights)
    return made


def _bottom(box: Box, resume: SkipStack) -> float:
    """Return where the content of a box ends that goes on at a place (None: it is whole), without the margin below it, in px
    from the head of the page. WeasyPrint makes what goes on as high as there is room."""
    flow = [child for child in box.children if child.is_in_normal_flow()]
    if not flow:
        return float(box.content_box_y())
    rest = next(iter(resume.values())) if resume else None
    if rest is not None and flow[-1].children and not isinstance(flow[-1], boxes.LineBox):
        return _bottom(flow[-1], rest)
    return float(max(child.border_box_y() + child.border_height() for child in flow))
