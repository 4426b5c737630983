"""Finds the best columns of pages: a column is filled as a page is (`page_filler`), and columns of a page are level.

All columns of a page are as high as the page without its notes, so how high these are is chosen when a page begins. Notes
are called in the order of the text: those of a page are as high as those of some first lines on it together, and each such
height is tried. The page has to end where just these have been called. The last page is as low as its text allows, in steps
of a line, and belongs to the choice: it may be better to begin it elsewhere.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, inf
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.added_space import MOST
from bookbuilder.formats.pdf.page_breaking.blocks import (
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.column_ends import ColumnEnds
from bookbuilder.formats.pdf.page_breaking.page_filler import NOISE, PageEnd
from bookbuilder.formats.pdf.page_breaking.page_fit import FEW_MISSING, end_cost, settings_of

LEAST_LINES = 3
"""Lines: columns are not made lower by their notes."""
HIGHER = 6
"""Lines by which the last columns may be higher than their text needs, so that they end well."""


@dataclass(frozen=True, slots=True)
class ColumnsMeasure:
    """Columns, in px: how many a page has (`count`), how high they are on the page where they begin (`first`) and on those
    behind it (`height`) if nothing is noted, the distance of lines (`step`), and what an area for notes takes beside them
    (`notes`; `noted`: there is one on the first page already). `at_head`: nothing stands above them on the first page.
    `open_end`: what follows goes on in the last column, so the page on which it begins may end anywhere."""

    count: int
    first: float
    height: float
    step: float
    notes: float = 0.0
    noted: bool = False
    at_head: bool = True
    open_end: bool = False

    def height_beside(self, notes: float, *, first: bool) -> float:
        """Return how high columns are beside notes of a height."""
        area = self.notes if notes and not (first and self.noted) else 0.0
        return (self.first if first else self.height) - notes - area


class PlannedColumns(NamedTuple):
    """The columns of a page, where the next page begins, and how high the notes are that the columns call, in px. It has
    fewer columns than a page may have where what follows has no room in the next one; none if it has no room on the page
    where the columns begin."""

    columns: tuple[PlannedPage, ...]
    following: PlannedStart
    notes: float


class _State(NamedTuple):
    """Where a column begins, which of its page it is, and whether that is the page on which the columns begin; how high it
    is (0: not chosen yet), how high all notes are that are called before the page ends, and how many lines the columns
    beside it lack (-1: it is the first)."""

    start: PlannedStart
    column: int
    first: bool
    height: float = 0.0
    notes: float = 0.0
    beside: float = -1


class _Way(NamedTuple):
    """How a state is reached: what it costs, from which one, and how the column in between ends, or the columns of a last
    page."""

    cost: float
    before: _State | None
    end: PageEnd | None = None
    last: tuple[PlannedPage, ...] = ()


class _Reach(NamedTuple):
    """Where a page may end on which notes are called up to a certain one: how high the text is, in px, up to the line that
    calls it (`least`) and up to the line that calls the next one, as high as text and the space in it may be (`most`)."""

    least: float
    most: float


def plan_columns(
    blocks: Sequence[ColumnBlock],
    measure: ColumnsMeasure,
    costs: PageCosts,
    start: PlannedStart,
    most_missing: float = inf,
) -> tuple[tuple[PlannedColumns, ...], float] | None:
    """Return the best pages from a place on to the end of the blocks, of those with columns that lack at most some lines,
    and what they cost; None if there are none. With an open end, the page is left out on which the blocks end."""
    return _Plan(blocks, measure, costs, most_missing).cheapest(start)


class _Plan:
    """Finds the pages of blocks. Figures stand where they are written."""

    def __init__(
        self, blocks: Sequence[ColumnBlock], measure: ColumnsMeasure, costs: PageCosts, most_missing: float
    ) -> None:
        self.measure, self.costs, self.most_missing = measure, costs, most_missing
        noted = [sum(block.settings[0].notes) for block in blocks]
        self._noted = blocks
        self._notes_before = [0.0, *accumulate(noted)]
        # Columns are as high as the notes of their page leave them, so none count while they are filled.
        self.blocks = [_without_notes(block) for block in blocks]
        lowest = [min(way.lines for way in block.settings) * block.line for block in blocks]
        heights = [
            block.margin + block.pad + height + block.tail
            for block, height in zip(blocks, lowest, strict=True)
        ]
        self._height_before = [0.0, *accumulate(heights)]
        self._most_before = [0.0, *accumulate(_most_heights(blocks, measure.step))]
        self._margin = max((block.margin for block in blocks), default=0.0)
        self._stretch = MOST if any(block.stretch for block in blocks) else 0
        self._notes, self._reach = self._reaches()
        self._column_ends = ColumnEnds(
            self.blocks, costs, measure.step, max(measure.first, measure.height, measure.step)
        )

    def cheapest(self, start: PlannedStart) -> tuple[tuple[PlannedColumns, ...], float] | None:
        """Return the best pages; the cheapest way so far is followed first (Dijkstra 1959)."""
        first = _State(start, 0, first=True)
        best = {first: _Way(0.0, None)}
        queue: list[tuple[float, int, _State]] = [(0.0, 0, first)]
        done: set[_State] = set()
        number = 0
        while queue:
            cost, _, state = heapq.heappop(queue)
            if state in done:
                continue
            done.add(state)
            if state.start.block >= len(self.blocks):
                return self._traced(best, state), cost
            for following, way in self._onward(state, cost):
                if following not in best or way.cost < best[following].cost:
                    best[following] = way
                    number += 1
                    # Of ways that cost the same, the one that was found first is followed first.
                    heapq.heappush(queue, (way.cost, number, following))
        return None

    def _onward(self, state: _State, cost: float) -> Iterator[tuple[_State, _Way]]:
        if state.height:
            yield from self._filled(state, cost)
            return
        for height, notes in self._heights(state):
            yield state._replace(height=height, notes=notes), _Way(cost, state)
        if not self.measure.open_end:
            last = self._last_page(state)
            if last is not None:
                yield (
                    _State(PlannedStart(len(self.blocks)), 0, first=False),
                    _Way(cost + last[0], state, last=last[1]),
                )

    def _filled(self, state: _State, cost: float) -> Iterator[tuple[_State, _Way]]:
        """Yield the ways to fill a column and to go on behind it."""
        measure = self.measure
        last = state.column + 1 == measure.count
        ends = [
            end
            for end in self._ends(state.start, state.height, self.most_missing)
            if self._called(end.start) <= state.notes + NOISE
        ]
        if not ends and (state.column or (state.first and not measure.at_head)):
            # What comes next has no room in a column of this page.
            if abs(self._called(state.start) - state.notes) <= NOISE:
                lines = state.height / measure.step * (measure.count - state.column)
                yield _State(state.start, 0, first=False), _Way(cost + self.costs.short * lines, state)
        for end in ends:
            at_end = end.start.block >= len(self.blocks)
            if last and not at_end and self._called(end.start) < state.notes - NOISE:
                continue
            if at_end:
                if measure.open_end:
                    yield _State(end.start, 0, first=False), _Way(cost + end.cost, state)
                continue  # the last page is made level by itself
            if not last and not self._can_fill(state, end.start):
                continue
            hyphen = self.costs.recto if last else self.costs.verso
            total = cost + end.cost
            total += end_cost(self.blocks, self._page(state.height), self.costs, end, hyphen, state.beside)
            if last:
                yield _State(end.start, 0, first=False), _Way(total, state, end)
            else:
                beside = max(state.beside, end.missing)
                following = state._replace(start=end.start, column=state.column + 1, beside=beside)
                yield following, _Way(total, state, end)

    def _heights(self, state: _State) -> Iterator[tuple[float, float]]:
        """Yield how high the columns of a page may be, and how high all notes are that are called up to its end."""
        measure = self.measure
        before = self._called(state.start)
        least = self._height_at(state.start)
        most = self._most_at(state.start)
        for number in range(self._number_of(before), len(self._notes)):
            called, reach = self._notes[number], self._reach[number]
            noted = called - before if called > before + NOISE else 0.0
            columns = measure.height_beside(noted, first=state.first)
            # What is noted where a page begins belongs there.
            if columns < LEAST_LINES * measure.step and called > before + NOISE:
                return
            # A line with a note has room on the page if the text before it has.
            if called > before + NOISE and reach.least - least > columns * measure.count + NOISE:
                return
            if columns > 0 and self._fills(reach.most - most, columns, measure.count):
                yield columns, called

    def _can_fill(self, state: _State, start: PlannedStart) -> bool:
        """Whether the text between a place and the next note can fill the rest of the columns of a page."""
        reach = self._reach[self._number_of(state.notes)]
        left = self.measure.count - state.column - 1
        # Space at the head of a column is dropped.
        dropped = left * self._margin
        if reach.least - self._height_at(start) > left * state.height + dropped + NOISE:
            return False
        return self._fills(reach.most - self._most_at(start), state.height, left)

    def _number_of(self, called: float) -> int:
        """Return the number of the note up to which all are so high, in `_notes`."""
        return bisect_left(self._notes, called - NOISE)

    def _fills(self, text: float, height: float, count: int) -> bool:
        """Whether text as high as this can fill columns of a height."""
        if self.most_missing == inf:
            return True
        missing = min(self.most_missing + 2 + self._stretch, height / self.measure.step)
        return text > count * (height - missing * self.measure.step)

    def _reaches(self) -> tuple[list[float], list[_Reach]]:
        """Return how high all notes are that are called up to each line with one, and where a page may end that ends before
        the next one."""
        least, most = {0.0: 0.0}, {0.0: 0.0}
        for number, block in enumerate(self._noted):
            for setting in block.settings:
                called = self._notes_before[number]
                for line, notes in enumerate(setting.notes):
                    if not notes:
                        continue
                    called += notes
                    key = round(called, 3)
                    place = self._height_before[number] + line * block.line
                    least[key] = min(least.get(key, inf), place)
                    place = self._most_before[number] + (line + 1) * block.line
                    most[key] = max(most.get(key, 0.0), place)
        totals = sorted(least)
        following = [most[called] for called in totals[1:]]
        return totals, [
            _Reach(least[called], after) for called, after in zip(totals, (*following, inf), strict=True)
        ]

    def _last_page(self, state: _State) -> tuple[float, tuple[PlannedPage, ...]] | None:
        """Return what the columns of a last page that begin at a place cost, as low as they may be; None if all that
        follows has no room on it."""
        measure = self.measure
        notes = self._notes_before[-1] - self._called(state.start)
        most = measure.height_beside(notes, first=state.first)
        text = self._height_before[-1] - self._height_at(state.start)
        lowest = text / measure.count
        # Space at the head of a column is dropped.
        margins = sum(sorted((block.margin for block in self.blocks[state.start.block :]), reverse=True)[:3])
        if lowest - margins > most + NOISE:
            return None
        lines = max(1, ceil((lowest - margins) / measure.step - NOISE))
        # Columns that lack much are looked at only if there are no others.
        return self._lowest(state.start, lines, most, FEW_MISSING) or self._lowest(
            state.start, lines, most, inf
        )

    def _lowest(
        self, start: PlannedStart, lines: int, most: float, most_missing: float
    ) -> tuple[float, tuple[PlannedPage, ...]] | None:
        """Return the best of the lowest columns for all that follows, of so many lines at least and so high at most."""
        best: tuple[float, tuple[PlannedPage, ...]] | None = None
        tried = 0
        while tried <= HIGHER:
            height = min(lines * self.measure.step, most)
            found = self._level(start, height, most_missing)
            if found is not None:
                tried += 1
                cost, columns = found
                cost += self.costs.end if lines < self.costs.least else 0.0
                if best is None or cost < best[0]:
                    best = cost, columns
                if cost <= self.costs.one:
                    break
            if height >= most:
                break
            lines += 1
        return best

    def _level(
        self, start: PlannedStart, height: float, most_missing: float
    ) -> tuple[float, tuple[PlannedPage, ...]] | None:
        """Return the best columns of a height for all that follows; None if there are none."""
        ways: dict[tuple[PlannedStart, float], tuple[float, tuple[PlannedPage, ...]]] = {
            (start, -1): (0.0, ())
        }
        best: tuple[float, tuple[PlannedPage, ...]] | None = None
        costs = self.costs
        lines = height / self.measure.step
        for column in range(self.measure.count):
            following: dict[tuple[PlannedStart, float], tuple[float, tuple[PlannedPage, ...]]] = {}
            for (place, beside), (cost, columns) in ways.items():
                for end in self._ends(place, height, most_missing):
                    at_end = end.start.block >= len(self.blocks)
                    lacks = end.missing + (lines * (self.measure.count - 1 - column) if at_end else 0.0)
                    total = cost + end.cost + costs.verso * end.hyphen
                    total += costs.one * min(lacks, 1.0) + costs.uneven * max(0.0, lacks - 1)
                    # The first columns are the higher ones.
                    total += costs.uneven * max(0.0, beside - lacks)
                    made = (*columns, _column(place, end))
                    if at_end:
                        if best is None or total < best[0]:
                            best = total, made
                        continue
                    key = end.start, max(beside, end.missing)
                    if key not in following or total < following[key][0]:
                        following[key] = total, made
            ways = following
        return best

    def _ends(self, start: PlannedStart, height: float, most_missing: float) -> list[PageEnd]:
        """Return all ways to end a column that begins at a place."""
        return self._column_ends.ends(start, height, most_missing)

    def _page(self, height: float) -> PageMeasure:
        return PageMeasure(height, self.measure.step, overfull=False)

    def _called(self, start: PlannedStart) -> float:
        """Return how high all notes are that are called before a place."""
        called = self._notes_before[start.block]
        if start.lines:
            called += self._noted[start.block].settings[start.setting].notes_of(0, start.lines)
        return called

    def _height_at(self, start: PlannedStart) -> float:
        """Return how high the text before a place is, as `_height_before` counts it."""
        lines = start.lines * self.blocks[start.block].line if start.lines else 0.0
        return self._height_before[start.block] + lines

    def _most_at(self, start: PlannedStart) -> float:
        """Return how high the text before a place is at most, as `_most_before` counts it."""
        lines = start.lines * self.blocks[start.block].line if start.lines else 0.0
        return self._most_before[start.block] + lines

    def _traced(self, best: dict[_State, _Way], goal: _State) -> tuple[PlannedColumns, ...]:
        pages: list[PlannedColumns] = []
        columns: tuple[PlannedPage, ...] = ()
        state: _State | None = goal
        end = goal.start
        open_page = self.measure.open_end
        while state is not None:
            way = best[state]
            if way.end is not None:
                assert way.before is not None, "a column ends behind a place at which it begins"
                columns = (_column(way.before.start, way.end), *columns)
            columns = (*way.last, *columns)
            if way.before is not None and not way.before.column and not way.before.height:
                if not open_page:
                    notes = self._called(end) - self._called(way.before.start)
                    pages.append(PlannedColumns(columns, end, notes))
                columns, end, open_page = (), way.before.start, False
            state = way.before
        return tuple(reversed(pages))


def _without_notes(block: ColumnBlock) -> ColumnBlock:
    if not any(setting.notes for setting in block.settings):
        return block
    return replace(block, settings=tuple(replace(setting, notes=()) for setting in block.settings))


def _most_heights(blocks: Sequence[ColumnBlock], step: float) -> Iterator[float]:
    """Yield how high blocks are at most, with all that may stand above and below them, in px."""
    off_grid = 0.0
    for block in blocks:
        around = block.margin + block.head + block.pad + block.tail + block.foot + block.below
        height = around + max(setting.lines for setting in block.settings) * block.line
        off_grid += height
        if block.on_grid:
            over = off_grid % step
            height += step - over if NOISE < over < step - NOISE else 0.0
            off_grid = 0.0
        yield height


def _column(start: PlannedStart, end: PageEnd) -> PlannedPage:
    return PlannedPage(start, settings_of(end), end.missing, end.space)
