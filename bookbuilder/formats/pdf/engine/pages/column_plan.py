"""Plans the columns of a chapter when its first page is laid out, and again from a page on that begins elsewhere than
planned.

What stands in columns between two blocks over all of them is planned by itself (`page_breaking.column_fit`): its columns
begin at one height, and are level where it ends. It is read as the blocks of a page are (`read_block_column`), in a column
without end, and what is planned is noted at the same boxes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import mark, mark_planned, marks
from bookbuilder.formats.pdf.engine.pages.block_column import BlockColumn
from bookbuilder.formats.pdf.engine.pages.plan_marks import clear_marks, mark_blocks, opener_of, start_at
from bookbuilder.formats.pdf.engine.pages.read_block_column import BlockColumnReader
from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock, PageCosts, PlannedStart
from bookbuilder.formats.pdf.page_breaking.column_fit import ColumnsMeasure, PlannedColumns, plan_columns
from bookbuilder.formats.pdf.page_breaking.page_fit import FEW_MISSING

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext

NOISE = 0.5
"""In px: how much the height of a page may differ from that for which it is planned."""
COSTS = PageCosts()
MOST_MISSING = (3, 6, 12, inf)
"""Lines that columns may lack, tried in this order: the ways to fill emptier ones are very many."""
ENOUGH_MISSING = 6
"""Lines: emptier columns are not looked at where there are some that lack no more."""
MOST_FAILURES = 12
"""How many pages of a text may be laid out otherwise than planned before it is no longer planned: each costs a plan of all
that follows."""


@dataclass(frozen=True, slots=True)
class PageColumns:
    """The columns of a page: how many it has, the paths at which those behind the first begin, and the next page if the text
    goes on there (a path begins with the number of a child of the chapter), and how high the notes are that they call, in
    px."""

    count: int
    begins: tuple[tuple[int, ...], ...]
    notes: float


@dataclass(slots=True, eq=False)
class ColumnPlan:
    """The text in columns between two blocks over all of them, as it is planned: its blocks, the number of its first child
    in the chapter, and the columns of pages by the paths at which these begin (None: they are not planned).
    `first_heights` are the heights in px for which columns were planned that begin a plan, and `without_room` those in which
    nothing has room."""

    galley: BlockColumn
    first: int
    pages: dict[tuple[int, ...], PageColumns | None] = field(default_factory=dict)
    first_heights: dict[tuple[int, ...], float] = field(default_factory=dict)
    without_room: dict[tuple[int, ...], float] = field(default_factory=dict)
    failures: int = 0

    def page(
        self, context: LayoutContext, path: tuple[int, ...], measure: ColumnsMeasure
    ) -> PageColumns | None:
        """Return the columns of the page that begins at a place; None if they are not planned. They are planned when they
        are asked for first, with those of all pages behind it."""
        known = self.without_room.get(path)
        if known is not None and abs(known - measure.first) <= NOISE:
            return PageColumns(0, (), 0.0)
        known = self.first_heights.get(path)
        if path not in self.pages or (known is not None and abs(known - measure.first) > NOISE):
            self.first_heights[path] = measure.first
            self.pages[path] = None
            if self.failures <= MOST_FAILURES:
                self._plan(context, path, measure)
                if path in self.without_room:
                    return self.page(context, path, measure)
        return self.pages[path]

    def give_up(self, path: tuple[int, ...]) -> None:
        """Forget what is planned from a place on: the page that begins there cannot be laid out so."""
        self.failures += 1
        self.pages[path] = None
        start = start_at(self.galley, self._inside(path))
        assert start is not None, "a page is planned from a place that is known"
        self._take_back(start, len(self.galley.blocks))

    def _plan(self, context: LayoutContext, path: tuple[int, ...], measure: ColumnsMeasure) -> None:
        galley, blocks = self.galley, self.galley.blocks
        start = start_at(galley, self._inside(path))
        if start is None or measure.step <= 0:
            return
        end = next((at for at in galley.barriers if at > start.block), len(blocks))
        measure = replace(measure, open_end=end < len(blocks))
        forced = next((at for at in range(start.block + 1, end) if blocks[at].forced), None)
        if forced is not None:  # the columns above are level, and a page begins
            end, measure = forced, replace(measure, open_end=False)
        self._take_back(start, end)
        planned = plan_columns(blocks[:end], measure, COSTS, start, FEW_MISSING)
        if planned is None or _is_short(planned[0]):
            # To look for hyphens in all words takes long, so it is done where columns are not full without.
            # A paragraph that goes on from the page before keeps its lines: some of them are printed.
            first = start.block + 1 if start.lines else start.block
            for begin, stop in [(first, end)] if planned is None else _around_short(planned[0], end):
                galley.set_in_more_ways(context, max(begin, first), stop)
            planned = _with_short_columns(blocks[:end], measure, start)
        if planned:
            self._note(planned[0], start, end)

    def _inside(self, path: tuple[int, ...]) -> tuple[int, ...]:
        """Return a path from the column down."""
        return (path[0] - self.first, *path[1:])

    def _take_back(self, start: PlannedStart, end: int) -> None:
        clear_marks(self.galley, start, end)
        for number in range(start.block, end):
            entry = self.galley.entries[number]
            if entry.plan is not None:
                going_on = number == start.block and start.lines
                entry.use(entry.plan.chosen if going_on else entry.ways[0], frozenset())

    def _note(self, pages: Sequence[PlannedColumns], start: PlannedStart, end: int) -> None:
        galley = self.galley
        columns = [column for page in pages for column in page.columns]
        ends = [column.start for column in columns[1:]]
        ends += [page.following for page in pages[-1:]]
        mark_blocks(galley, columns, ends, start)
        for place in ends:
            if not place.lines and place.block < end:
                mark_planned(opener_of(galley, place.block)).starts_column = True
        begin = start
        for page in pages:
            places = [column.start for column in page.columns[1:]]
            begins = [self._path(place) for place in (*places, page.following) if place.block < end]
            path = self._path(begin)
            if not page.columns:  # the next page begins there, too, with columns of their full height
                self.without_room[path] = self.first_heights.pop(path)
                continue
            self.pages[path] = PageColumns(len(page.columns), tuple(begins), page.notes)
            begin = page.following

    def _path(self, place: PlannedStart) -> tuple[int, ...]:
        entry = self.galley.entries[place.block]
        path = entry.path_to(place.lines) if place.lines else entry.opener_path
        return (path[0] + self.first, *path[1:])


def column_plan(
    context: LayoutContext, chapter: Box, column: Box, first: int, end: int, height: float
) -> ColumnPlan:
    """Return the plan of the children of a chapter from a number on up to another (`end`), which stand in columns; `column`
    is the new box of a column, and `height` is that of a page, in px."""
    plans = marks(chapter).column_plans
    if plans is None:
        plans = mark(chapter).column_plans = {}
    if end not in plans:
        column.children = chapter.children[first:end]
        context.in_column = False  # what is laid out to be measured stands in none
        try:
            galley = BlockColumnReader(context, column, height).read_part()
        finally:
            context.in_column = True
        # Figures stand where they are written.
        galley.blocks = [
            replace(made, movable=False, place="here" if made.place else "") if made.movable else made
            for made in galley.blocks
        ]
        plans[end] = ColumnPlan(galley, first)
    return plans[end]


def _with_short_columns(
    blocks: Sequence[ColumnBlock], measure: ColumnsMeasure, start: PlannedStart
) -> tuple[tuple[PlannedColumns, ...], float] | None:
    """Return the best pages from a place on to the end of the blocks, and what they cost; None if there are none."""
    best: tuple[tuple[PlannedColumns, ...], float] | None = None
    for most in MOST_MISSING:
        found = plan_columns(blocks, measure, COSTS, start, most)
        if found is not None and (best is None or found[1] < best[1]):
            best = found
        if best and (most >= ENOUGH_MISSING or best[1] <= COSTS.short * most):
            break
    return best


def _is_short(pages: Sequence[PlannedColumns]) -> bool:
    """Whether a column is not full, other than the last one of all."""
    columns = [column for page in pages for column in page.columns]
    return any(column.missing for column in columns[:-1])


def _around_short(pages: Sequence[PlannedColumns], end: int) -> Iterator[tuple[int, int]]:
    """Yield the range of blocks (the first, and the one behind the last) in each column that is not full and in those
    beside it."""
    columns = [column for page in pages for column in page.columns]
    starts = [column.start.block for column in columns]
    for number, column in enumerate(columns):
        if column.missing:
            following = number + 2
            yield starts[max(number - 1, 0)], starts[following] if following < len(starts) else end
