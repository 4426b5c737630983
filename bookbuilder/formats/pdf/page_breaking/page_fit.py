"""Finds the best pages of a chapter: those that cost least together.

A page may end behind any line or block that allows it. How full it is depends on how its paragraphs are set: some of them
look good with a line more or less than their best. All ways to fill a page are tried from each place at which a page may
begin; the best way to such a place is kept, apart for the side of the page and how short the page on the left is. (Plass
1981, Optimal pagination techniques; levelling by paragraphs of other lengths as in Hassan and Hunter 2015.)
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from bookbuilder.formats.pdf.page_breaking.blocks import (
    Block,
    PageCosts,
    PageMeasure,
    PlannedPage,
    Setting,
    Start,
)

SHORTEST = 3
"""Lines: a page is not left shorter than this where it could be filled."""
NOISE = 0.1
"""In px: what rounding leaves over."""
_Choices = tuple["_Choices | None", int, int]
"""The settings of the blocks of a page, the last one first: those before, a block, its setting."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """What is on a page so far: the block that comes next, the height of the text and of the notes, the cost, the
    settings."""

    block: int
    used: float
    notes: float
    cost: float
    choices: _Choices | None


@dataclass(frozen=True, slots=True)
class _End:
    """How a page may end: where the next one begins, how many lines are missing, whether it ends with a hyphen."""

    start: Start
    missing: int
    cost: float
    choices: _Choices | None
    hyphen: bool = False
    lines: float = inf


_State = tuple[Start, bool, int]
"""A place at which a page begins, whether it is a recto, and how many lines the verso on its left lacks (-1: there is
none)."""


def plan(
    blocks: Sequence[Block], measure: PageMeasure, costs: PageCosts, start: Start
) -> list[PlannedPage] | None:
    """Return the best pages from a place on to the end of the blocks; None if there are none."""
    first: _State = (start, measure.recto, -1)
    best: dict[_State, tuple[float, _State | None, _End | None]] = {first: (0.0, None, None)}
    queue: list[tuple[int, int, int, _State]] = [(start.block, start.lines, 0, first)]
    done: set[_State] = set()
    fillings: dict[tuple[Start, bool], list[_End]] = {}
    number, goal = 0, None
    while queue:
        *_, state = heapq.heappop(queue)
        if state in done:
            continue
        done.add(state)
        place, recto, left = state
        if place.block >= len(blocks):
            if goal is None or best[state][0] < best[goal][0]:
                goal = state
            continue
        opens = state == first
        key = place, opens
        if key not in fillings:
            fillings[key] = _fillings(blocks, measure, place, measure.used if opens else 0.0)
        for end in fillings[key]:
            cost = best[state][0] + end.cost + _cost(blocks, measure, costs, end, recto=recto, left=left)
            following = end.start, not recto, -1 if recto else end.missing
            if following not in best or cost < best[following][0]:
                best[following] = cost, state, end
                number += 1
                heapq.heappush(queue, (end.start.block, end.start.lines, number, following))
    return None if goal is None else _traced(best, goal)


def _cost(
    blocks: Sequence[Block], measure: PageMeasure, costs: PageCosts, end: _End, *, recto: bool, left: int
) -> float:
    """Return what the end of a page costs."""
    if end.start.block >= len(blocks):
        if measure.open_end or end.lines >= costs.least:
            return 0.0
        return costs.end
    cost = 0.0
    if end.missing:
        cost = costs.one if end.missing == 1 else costs.short * end.missing
    if recto and left >= 0:
        cost += costs.uneven * abs(end.missing - left)
    if end.hyphen:
        cost += costs.recto if recto else costs.verso
    return cost


def _traced(best: dict[_State, tuple[float, _State | None, _End | None]], goal: _State) -> list[PlannedPage]:
    pages: list[PlannedPage] = []
    state: _State | None = goal
    while state is not None:
        _, before, end = best[state]
        if before is not None and end is not None:
            settings = []
            choices = end.choices
            while choices is not None:
                choices, block, setting = choices
                settings.append((block, setting))
            pages.append(PlannedPage(before[0], tuple(reversed(settings)), end.missing))
        state = before
    return pages[::-1]


def _fillings(blocks: Sequence[Block], measure: PageMeasure, start: Start, used: float) -> list[_End]:
    """Return all ways to end a page that begins at a place, the best one for each place at which the next one begins."""
    ends: dict[tuple[Start, int], _End] = {}
    layer = [_Filled(start.block, used, 0.0, 0.0, None)]
    while layer:
        following: dict[tuple[int, float, float], _Filled] = {}
        for filled in layer:
            for end in _ends(blocks, measure, start, filled, following):
                key = end.start, end.missing
                if key not in ends or end.cost < ends[key].cost:
                    ends[key] = end
        layer = list(following.values())
    least = min((end.missing for end in ends.values()), default=0)
    return [end for end in ends.values() if end.missing <= least + SHORTEST or end.start.block >= len(blocks)]


def _ends(
    blocks: Sequence[Block],
    measure: PageMeasure,
    start: Start,
    filled: _Filled,
    following: dict[tuple[int, float, float], _Filled],
) -> Iterator[_End]:
    """Yield the ways to end a page in or before the block that comes next, and add those to fill it on to `following`."""
    number, empty = filled.block, filled.used <= 0
    if number >= len(blocks):
        lines = (filled.used + filled.notes) / measure.step
        missing = _missing(measure, filled.used, filled.notes)
        yield _End(Start(number), missing, filled.cost, filled.choices, lines=lines)
        return
    block, begins = blocks[number], number == start.block
    if not begins and (block.forced or not block.kept):
        missing = _missing(measure, filled.used, filled.notes)
        yield _End(Start(number), missing, filled.cost, filled.choices)
        if block.forced:
            return
    goes_on = begins and start.lines > 0
    for index, setting in enumerate(block.settings):
        if goes_on:
            if index != start.setting:
                continue
            before, top, cost, choices = start.lines, filled.used, filled.cost, filled.choices
        else:
            before, cost, choices = 0, filled.cost + setting.cost, (filled.choices, number, index)
            top = filled.used + block.pad + (0.0 if empty else block.margin)
        bottom = top + (setting.lines - before) * block.line + block.tail
        notes = _with_notes(measure, filled.notes, setting.notes_of(before, setting.lines))
        if bottom + notes <= measure.height + NOISE or (begins and empty and setting.lines == 1):
            bottom = _on_grid(block, measure, bottom)
            key = number + 1, round(bottom, 1), round(notes, 1)
            known = following.get(key)
            if known is None or cost < known.cost:
                following[key] = _Filled(number + 1, bottom, notes, cost, choices)
        for take in _takes(block, setting, measure, before, top, filled.notes):
            stop = before + take
            notes = _with_notes(measure, filled.notes, setting.notes_of(before, stop))
            missing = _missing(measure, top + take * block.line, notes)
            hyphen = bool(setting.hyphens) and setting.hyphens[stop - 1]
            yield _End(Start(number, stop, index), missing, cost, choices, hyphen)


def _on_grid(block: Block, measure: PageMeasure, bottom: float) -> float:
    over = bottom % measure.step if block.on_grid else 0.0
    return bottom if min(over, measure.step - over) <= NOISE else bottom + measure.step - over


def _takes(
    block: Block, setting: Setting, measure: PageMeasure, before: int, top: float, notes: float
) -> Iterator[int]:
    """Yield how many lines of a block may stand at the foot of a page, the most first."""
    if setting.lines == 1 or block.line <= 0:
        return
    most = min(setting.lines - before - block.widows, int((measure.height - top + NOISE) / block.line))
    least = 1 if before else block.orphans
    room = measure.height + NOISE
    found = 0
    for take in range(most, least - 1, -1):
        below = _with_notes(measure, notes, setting.notes_of(before, before + take))
        if top + take * block.line + below <= room:
            found += 1
            if found > 1 and _missing(measure, top + take * block.line, below) > SHORTEST:
                return
            yield take


def _with_notes(measure: PageMeasure, notes: float, more: float) -> float:
    """Return how high the notes of a page are when others are added."""
    if not more:
        return notes
    return (notes or measure.notes) + more


def _missing(measure: PageMeasure, used: float, notes: float) -> int:
    """Return how many lines a page lacks."""
    return max(0, int((measure.height - used - notes + NOISE) / measure.step))
