"""Finds the best columns of pages: a column is filled as a page is (`page_filler`), and columns of a page are level.

All columns of a page are as high as the page without its notes, so how high these are is chosen when a page begins. Notes
are called in the order of the text: those of a page are as high as those of some first lines on it together, and each such
height is tried. The page has to end where just these have been called. The last page is as low as its text allows, in steps
of a line, and belongs to the choice: it may be better to begin it elsewhere.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, inf
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.blocks import (
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.page_filler import NOISE, PageEnd, PageFiller
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
    """How a state is reached: what it costs, from which one, and the columns in between."""

    cost: float
    before: _State | None
    columns: tuple[PlannedPage, ...] = ()


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
        self._fillings: dict[tuple[PlannedStart, float, float], list[PageEnd]] = {}

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
                    _Way(cost + last[0], state, last[1]),
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
            made = (_column(state.start, end),)
            if at_end:
                if measure.open_end:
                    yield _State(end.start, 0, first=False), _Way(cost + end.cost, state)
                continue  # the last page is made level by itself
            hyphen = self.costs.recto if last else self.costs.verso
            total = cost + end.cost
            total += end_cost(self.blocks, self._page(state.height), self.costs, end, hyphen, state.beside)
            if last:
                yield _State(end.start, 0, first=False), _Way(total, state, made)
            else:
                beside = max(state.beside, end.missing)
                following = state._replace(start=end.start, column=state.column + 1, beside=beside)
                yield following, _Way(total, state, made)

    def _heights(self, state: _State) -> Iterator[tuple[float, float]]:
        """Yield how high the columns of a page may be, and how high all notes are that are called up to its end."""
        before = self._called(state.start)
        at = self._height_at(state.start)
        called = before
        text = 0.0
        for following, height in (*self._notes_behind(state.start), (before, inf)):
            columns = self.measure.height_beside(called - before, first=state.first)
            # What is noted where a page begins belongs there.
            if columns < LEAST_LINES * self.measure.step and called > before:
                return
            # A line with a note has room on the page if the text before it has.
            if text > columns * self.measure.count + NOISE:
                return
            spare = columns * self.measure.count - (height - at)
            if columns > 0 and (
                self.most_missing == inf or spare < columns * self.measure.count / 3 or height == inf
            ):
                yield columns, called
            called, text = following, height - at

    def _notes_behind(self, start: PlannedStart) -> Iterator[tuple[float, float]]:
        """Yield the lines behind a place that call notes: how high all notes are up to such a line, and how high the text
        is before it at least."""
        for number in range(start.block, len(self._noted)):
            block = self._noted[number]
            totals: set[tuple[float, int]] = set()
            for index, setting in enumerate(block.settings):
                if not setting.notes or (start.lines and number == start.block and index != start.setting):
                    continue
                called = self._notes_before[number]
                for line, notes in enumerate(setting.notes):
                    called += notes
                    if notes and (number > start.block or line >= start.lines):
                        totals.add((round(called, 3), line))
            for called, line in sorted(totals):
                yield called, self._height_before[number] + line * block.line

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
        key = start, height, most_missing
        if key not in self._fillings:
            filler = PageFiller(
                self.blocks,
                self._page(height),
                self.costs,
                start,
                min(most_missing, height / self.measure.step),
                opens=False,
            )
            self._fillings[key] = filler.ways_to_end()
        return self._fillings[key]

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

    def _traced(self, best: dict[_State, _Way], goal: _State) -> tuple[PlannedColumns, ...]:
        pages: list[PlannedColumns] = []
        columns: tuple[PlannedPage, ...] = ()
        state: _State | None = goal
        end = goal.start
        open_page = self.measure.open_end
        while state is not None:
            way = best[state]
            columns = (*way.columns, *columns)
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


def _column(start: PlannedStart, end: PageEnd) -> PlannedPage:
    return PlannedPage(start, settings_of(end), end.missing, end.space)
