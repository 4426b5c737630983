"""Finds the best pages of a chapter: those that cost least together.

A page may end behind any line or block that allows it. How full it is depends on how its paragraphs are set: some of them
look good with a line more or less than their best, and the space above headings may be larger. A figure may stand further
below, so that it leaves no hole. All ways to fill a page are tried from each place at which a page may begin; the best way
to such a place is kept, apart for the side of the page and how short the page on the left is. (Plass 1981, Optimal
pagination techniques; levelling by paragraphs of other lengths as in Hassan and Hunter 2015.)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence
from math import inf

from bookbuilder.formats.pdf.page_breaking.blocks import (
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.page_filler import PageEnd, PageFiller

FEW_MISSING = 1.5
"""Lines: most chapters have pages that lack no more, so emptier ones are looked at only where that does not do."""
_State = tuple[PlannedStart, bool, float]
"""A place at which a page begins, whether it is a recto, and how many lines the verso on its left lacks (-1: there is
none)."""


def plan(
    blocks: Sequence[ColumnBlock], measure: PageMeasure, costs: PageCosts, start: PlannedStart
) -> list[PlannedPage] | None:
    """Return the best pages from a place on to the end of the blocks; None if there are none."""
    found = _cheapest(blocks, measure, costs, start, FEW_MISSING)
    if found and found[1] <= costs.short * FEW_MISSING:
        return found[0]
    # A page that lacks more costs more than that by itself, so it may be among the best pages.
    found = _cheapest(blocks, measure, costs, start, found[1] / costs.short if found else inf)
    return found[0] if found else None


def nearly_full(
    blocks: Sequence[ColumnBlock], measure: PageMeasure, costs: PageCosts, start: PlannedStart
) -> list[PlannedPage] | None:
    """Return the best pages of those that lack hardly a line, which are found fast; None if there are none."""
    found = _cheapest(blocks, measure, costs, start, FEW_MISSING)
    return found[0] if found else None


def _cheapest(
    blocks: Sequence[ColumnBlock],
    measure: PageMeasure,
    costs: PageCosts,
    start: PlannedStart,
    most_missing: float,
) -> tuple[list[PlannedPage], float] | None:
    """Return the best pages of those that lack at most some lines, and what they cost; None if there are none."""
    first: _State = (start, measure.recto, -1)
    best: dict[_State, tuple[float, _State | None, PageEnd | None]] = {first: (0.0, None, None)}
    queue: list[tuple[float, int, _State]] = [(0.0, 0, first)]
    done: set[_State] = set()
    fillings: dict[tuple[PlannedStart, bool], list[PageEnd]] = {}
    number = 0
    while (
        queue
    ):  # the cheapest way so far is followed first (Dijkstra 1959), so bad pages are hardly ever looked at
        cost, _, state = heapq.heappop(queue)
        if state in done:
            continue
        done.add(state)
        place, recto, left = state
        if place.block >= len(blocks) and not place.moved:
            return _traced(best, state), cost
        opens = state == first
        key = place, opens
        if key not in fillings:
            filler = PageFiller(blocks, measure, costs, place, most_missing, opens=opens)
            fillings[key] = filler.ways_to_end()
        for end in fillings[key]:
            hyphen = costs.recto if recto else costs.verso
            beside = left if recto else -1
            total = cost + end.cost + end_cost(blocks, measure, costs, end, hyphen, beside)
            # A page that the author ends is not levelled with the one that faces it.
            faced = not recto and not _is_asked_for(blocks, end.start)
            following = end.start, not recto, end.missing if faced else -1
            if not measure.facing:  # a page is always turned, and stands beside no other
                following = end.start, recto, -1
            if following not in best or total < best[following][0]:
                best[following] = total, state, end
                number += 1
                # Of ways that cost the same, the one that was found first is followed first.
                heapq.heappush(queue, (total, number, following))
    return None


def end_cost(
    blocks: Sequence[ColumnBlock],
    measure: PageMeasure,
    costs: PageCosts,
    end: PageEnd,
    hyphen: float,
    beside: float,
) -> float:
    """Return what the end of a page costs beside what stands on it: `hyphen` is for one at its end; `beside` is how many
    lines the page on its left lacks (-1: there is none)."""
    at_end = end.start.block >= len(blocks) and not end.start.moved
    if at_end or _is_asked_for(blocks, end.start):
        if (at_end and measure.open_end) or end.lines >= costs.least:
            return 0.0
        return costs.end
    cost = 0.0
    if end.missing:
        cost = costs.one * end.missing if end.missing <= 1 else costs.short * end.missing
        cost += costs.hole * max(0.0, end.missing - costs.deep)
        # A hole before a figure or a heading without room is less of a fault than one before text that could be split, or
        # before what has room: one sees no reason for it.
        following = blocks[end.start.block] if end.start.block < len(blocks) else None
        solid = (
            end.missing <= 1
            or end.start.moved
            or (
                following is not None
                and not end.start.lines
                and following.settings[0].lines == 1
                and end.missing * measure.step <= _least_height(blocks, end.start.block)
            )
        )
        cost += 0.0 if solid else costs.inside * end.missing
    if beside >= 0:
        cost += costs.uneven * abs(end.missing - beside)
    if end.hyphen:
        cost += hyphen
    return cost


def _least_height(blocks: Sequence[ColumnBlock], number: int) -> float:
    """Return how high what comes next is at least, with what stays with it and their notes, in px."""
    height, below = 0.0, 0.0
    for block in itertools.islice(blocks, number, None):
        if height and not block.kept:
            break
        setting = block.settings[0]
        is_split = setting.lines >= block.orphans + block.widows
        lines = block.orphans if is_split else setting.lines
        height += max(block.margin, below) + block.pad + lines * block.line + setting.notes_of(0, lines)
        if is_split:
            break
        height, below = height + block.tail, block.below
    return height


def _is_asked_for(blocks: Sequence[ColumnBlock], start: PlannedStart) -> bool:
    return start.block < len(blocks) and blocks[start.block].forced and not start.lines and not start.moved


def _traced(
    best: dict[_State, tuple[float, _State | None, PageEnd | None]], goal: _State
) -> list[PlannedPage]:
    pages: list[PlannedPage] = []
    state: _State | None = goal
    while state is not None:
        _, before, end = best[state]
        if before is not None and end is not None:
            pages.append(PlannedPage(before[0], settings_of(end), end.missing, end.space))
        state = before
    return pages[::-1]


def settings_of(end: PageEnd) -> tuple[tuple[int, int], ...]:
    """Return the blocks that begin on a page and their settings, in their order."""
    settings = []
    choices = end.choices
    while choices is not None:
        choices, block, setting = choices
        settings.append((block, setting))
    return tuple(reversed(settings))
