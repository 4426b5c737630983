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
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.added_space import Growing, spread
from bookbuilder.formats.pdf.page_breaking.blocks import (
    FOOT,
    HEAD,
    AddedSpace,
    BlockSetting,
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)

NOISE = 0.1
"""In px: what rounding leaves over."""
FEW_MISSING = 1.5
"""Lines: most chapters have pages that lack no more, so emptier ones are looked at only where that does not do."""
_Choices = tuple["_Choices | None", int, int]
"""The settings of the blocks of a page, the last one first: those before, a block, its setting."""


class _Filled(NamedTuple):
    """What is on a page so far: the block that comes next, the height of the text and of the notes, the cost, the settings;
    the figures that are still to come (`moved`), and the space that the last block wants below it. `kept`: the next block is
    kept with the last one, since a figure between them stands further below. `blank`: space below the last line;
    `tail`: its padding and border, which stay. `growing` are the blocks above which there may be more space.
    `bare`: there is a heading, and no text below it. `head`: there are only figures so far that were moved."""

    block: int
    used: float
    notes: float
    cost: float
    choices: _Choices | None
    moved: tuple[int, ...] = ()
    below: float = 0.0
    kept: bool = False
    blank: float = 0.0
    tail: float = 0.0
    growing: Growing = Growing()
    bare: bool = False
    head: bool = False


class _End(NamedTuple):
    """How a page may end: where the next one begins, how many lines are missing, whether it ends with a hyphen, how many
    lines it has, and where space is added."""

    start: PlannedStart
    missing: float
    cost: float
    choices: _Choices | None
    hyphen: bool = False
    lines: float = inf
    space: AddedSpace | None = None


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
    best: dict[_State, tuple[float, _State | None, _End | None]] = {first: (0.0, None, None)}
    queue: list[tuple[float, int, _State]] = [(0.0, 0, first)]
    done: set[_State] = set()
    fillings: dict[tuple[PlannedStart, bool], list[_End]] = {}
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
            filler = _PageFiller(blocks, measure, costs, place, most_missing, opens=opens)
            fillings[key] = filler.ways_to_end()
        for end in fillings[key]:
            total = cost + end.cost + _cost(blocks, measure, costs, end, recto=recto, left=left)
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


def _cost(
    blocks: Sequence[ColumnBlock],
    measure: PageMeasure,
    costs: PageCosts,
    end: _End,
    *,
    recto: bool,
    left: float,
) -> float:
    at_end = end.start.block >= len(blocks) and not end.start.moved
    if at_end or _is_asked_for(blocks, end.start):
        if (at_end and measure.open_end) or end.lines >= costs.least:
            return 0.0
        return costs.end
    cost = 0.0
    if end.missing:
        cost = costs.one * end.missing if end.missing <= 1 else costs.short * end.missing
        # A hole before a figure or a heading is less of a fault than one before text that could be split, as is one before
        # rows of a table that stay together and are higher.
        following = blocks[end.start.block] if end.start.block < len(blocks) else None
        solid = end.start.moved or (
            following is not None
            and not end.start.lines
            and (not following.goes_on or end.missing * measure.step <= _rows_height(blocks, end.start.block))
            and following.settings[0].lines == 1
        )
        cost += 0.0 if end.missing <= 1 or solid else costs.inside * end.missing
    if recto and left >= 0:
        cost += costs.uneven * abs(end.missing - left)
    if end.hyphen:
        cost += costs.recto if recto else costs.verso
    return cost


def _rows_height(blocks: Sequence[ColumnBlock], number: int) -> float:
    """Return how high a row of a table is with those that stay with it."""
    height = blocks[number].line
    for block in itertools.islice(blocks, number + 1, None):
        if not (block.kept and block.goes_on):
            break
        height += block.line
    return height


def _is_asked_for(blocks: Sequence[ColumnBlock], start: PlannedStart) -> bool:
    return start.block < len(blocks) and blocks[start.block].forced and not start.lines and not start.moved


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
            pages.append(PlannedPage(before[0], tuple(reversed(settings)), end.missing, end.space))
        state = before
    return pages[::-1]


class _PageFiller:
    """Fills one page in all ways. `ends` are the ways to end it, `following` the ways to fill it with one block more.
    Pages that lack more than `most_missing` lines are left out, unless they have to end there."""

    def __init__(
        self,
        blocks: Sequence[ColumnBlock],
        measure: PageMeasure,
        costs: PageCosts,
        start: PlannedStart,
        most_missing: float,
        *,
        opens: bool,
    ) -> None:
        self.blocks, self.measure, self.costs, self.start, self.opens = blocks, measure, costs, start, opens
        # A line more, since what a page lacks is rounded down (`_missing`).
        self.fullness = measure.height - (most_missing + 1) * measure.step
        self.ends: dict[tuple[PlannedStart, float], _End] = {}
        self.following: dict[tuple[object, ...], _Filled] = {}

    def ways_to_end(self) -> list[_End]:
        """Return all ways to end the page: the best one for each place at which the next one begins, and each number of
        lines that it lacks. The page that `opens` the plan is laid out already: its first block is fixed."""
        used = self.measure.used if self.opens else 0.0
        layer = [_Filled(self.start.block, used, 0.0, 0.0, None, self.start.moved, head=True)]
        while layer:
            self.following = {}
            for filled in layer:
                self.fill_on(filled)
            layer = list(self.following.values())
        return list(self.ends.values())

    def fill_on(self, filled: _Filled) -> None:
        """Add the ways to end a page in or before the block that comes next, and those to fill it on."""
        number, start = filled.block, self.start
        begins = number == start.block and filled.moved == start.moved
        goes_on = number == start.block and start.lines > 0
        # What the page that opens the plan begins with is laid out already, so no figure comes before it.
        if filled.moved and not filled.kept and not (self.opens and begins):
            self._place_figure(filled, goes_on=goes_on)
        if number >= len(self.blocks):
            # Figures that are still to come go to another page, if something stands on this one.
            if not filled.moved or not (begins or filled.kept):
                self._end(filled, PlannedStart(number, moved=filled.moved))
            return
        block = self.blocks[number]
        asked_for = block.forced and not filled.moved
        if not begins and goes_on:
            # Only figures stand on the page yet, above the lines that go on.
            if self._is_full(filled):
                self._end(filled, start._replace(moved=filled.moved))
        elif not begins and (asked_for or not (block.kept or filled.kept)):
            ended = filled._replace(used=filled.used + block.foot) if block.foot else filled
            room = not block.foot or ended.used + ended.notes <= self.measure.height + NOISE
            if room and (block.forced or self._is_full(ended)):
                self._end(ended, PlannedStart(number, moved=filled.moved))
            if filled.moved and block.outermost and not filled.kept:
                self._end_with_figure(filled, PlannedStart(number), 0)
        if block.forced and (filled.moved or not begins):
            return  # no figure moves behind it
        followed = number + 1 < len(self.blocks) and self.blocks[number + 1].kept
        if block.movable and not followed:  # what is kept with a figure would stay behind
            cost = filled.cost + self.costs.moved
            moved, kept = (*filled.moved, number), filled.kept or block.kept
            self._add(filled._replace(block=number + 1, cost=cost, moved=moved, kept=kept))
        if (block.movable or block.place) and filled.moved:
            return  # figures keep their order
        if block.heading and any(self.blocks[moved].in_section for moved in filled.moved):
            return  # a section ends with its figures
        # The block comes before all figures that are still to come: each of them moves down past it.
        passed = (self.costs.heading if block.heading else self.costs.moved) * len(filled.moved)
        if block.movable and block.place not in ("", "auto") and not (block.place == "top" and filled.head):
            # It stands where it is written, though it is asked to stand elsewhere; at the head of a page, `top` is met.
            passed += self.costs.misplaced
        for index, setting in enumerate(block.settings):
            if not goes_on:
                choices = filled.choices, number, index
                self._place(filled, setting, index, 0, filled.cost + passed + setting.cost, choices)
            elif index == start.setting:
                self._place(filled, setting, index, start.lines, filled.cost + passed, filled.choices)

    def _place(
        self,
        filled: _Filled,
        setting: BlockSetting,
        index: int,
        before: int,
        cost: float,
        choices: _Choices | None,
    ) -> None:
        """Add the block that comes next, as a whole and in part; `before` of its lines are on the page before."""
        number, measure = filled.block, self.measure
        block = self.blocks[number]
        top = filled.used
        if not before:
            top += block.pad + (max(block.margin, filled.below) if top > 0 else block.head)
        elif filled.used > 0:
            top += filled.below
        bottom = top + (setting.lines - before) * block.line + block.tail
        notes = _with_notes(measure, filled.notes, setting.notes_of(before, setting.lines))
        growing = filled.growing if before else self._growing(filled, number)
        # What is higher than a page stands on one by itself; there would be no pages otherwise.
        alone = filled.used <= 0 and setting.lines == 1
        if bottom + notes <= measure.height + NOISE or alone:
            end = _on_grid(block, measure, bottom)
            blank = end - bottom + block.tail
            bare = block.heading or (filled.bare and block.movable)
            self._add(
                _Filled(
                    number + 1, end, notes, cost, choices, filled.moved, block.below,
                    blank=blank, tail=block.tail, growing=growing, bare=bare,
                )
            )  # fmt: skip
        for take in _takes(block, setting, measure, before, top, filled.notes):
            stop = before + take
            notes = _with_notes(measure, filled.notes, setting.notes_of(before, stop))
            part = _Filled(number, top + take * block.line, notes, cost, choices, growing=growing)
            hyphen = bool(setting.hyphens) and setting.hyphens[stop - 1]
            with_figure = filled.moved and block.splittable and not filled.kept
            if self._is_full(part):
                self._end(part, PlannedStart(number, stop, index, filled.moved), hyphen=hyphen)
            elif not with_figure:
                return  # with fewer lines it is less full
            if with_figure:
                part = part._replace(moved=filled.moved)
                self._end_with_figure(part, PlannedStart(number, stop, index), FOOT, hyphen=hyphen)

    def _place_figure(self, filled: _Filled, *, goes_on: bool) -> None:
        """Add the first figure that is still to come before the block that comes next; at the head of the page if that
        `goes_on` there."""
        number, measure, cost = filled.block, self.measure, filled.cost
        if number >= len(self.blocks):
            # What follows is not planned, so nothing is put before it.
            if measure.open_end:
                return
        elif goes_on:
            if not self.blocks[number].splittable:
                return
        elif self.blocks[number].kept or not self.blocks[number].outermost:
            return
        moved = filled.moved[0]
        block = self.blocks[moved]
        anywhere = block.place in ("", "auto")
        if not anywhere and (block.place == "bottom" or not filled.head):
            if number < len(self.blocks) and not self._holds_figures(self.blocks[number]):
                return  # a better place may come
            cost += self.costs.misplaced
        elif goes_on and anywhere:
            cost += self.costs.parted
        top = filled.used + block.pad + (max(block.margin, filled.below) if filled.used > 0 else 0.0)
        bottom = top + block.line + block.tail
        notes = _with_notes(measure, filled.notes, block.settings[0].notes_of(0, 1))
        if bottom + notes <= measure.height + NOISE or filled.used <= 0:
            end, choices = _on_grid(block, measure, bottom), (filled.choices, moved, HEAD if goes_on else 0)
            blank = end - bottom + block.tail
            growing = self._growing(filled, moved)
            placed = _Filled(
                number, end, notes, cost, choices, filled.moved[1:], block.below,
                blank=blank, tail=block.tail, growing=growing, bare=filled.bare,
            )  # fmt: skip
            if block.place == "page" and filled.head:
                if filled.used <= 0:
                    start = self.start if goes_on else PlannedStart(number)
                    # A page with the figure alone lacks nothing.
                    full = placed._replace(used=measure.height, notes=0.0, blank=0.0)
                    self._end(full, start._replace(moved=placed.moved))
            else:
                self._add(placed._replace(head=filled.head))

    def _growing(self, filled: _Filled, number: int) -> Growing:
        """Return the blocks above which there may be more space, if a block comes next."""
        block = self.blocks[number]
        if not block.outermost:
            return filled.growing
        # No space is added at the head of a page.
        stretch = (block.stretch + NOISE) / self.measure.step if filled.used > 0 else 0.0
        if block.heading and stretch < 1:
            stretch = 0.0  # what stands below a heading stays near it
        return filled.growing.with_block(number, stretch, kept=block.kept)

    @staticmethod
    def _holds_figures(block: ColumnBlock) -> bool:
        """Whether no figure moves behind a block: the author begins a page with it, or it is a figure that stays."""
        return block.forced or (bool(block.place) and not block.movable)

    def _end_with_figure(
        self, filled: _Filled, start: PlannedStart, setting: int, *, hyphen: bool = False
    ) -> None:
        """Add the way to end a page with the first figure that is still to come."""
        moved, measure, cost = filled.moved[0], self.measure, filled.cost
        block = self.blocks[moved]
        # Between two blocks, a figure that may stand anywhere is added by `_place_figure`.
        if block.place != "bottom":
            if block.place not in ("", "auto") or setting != FOOT:
                return
            cost += self.costs.parted
        bottom = filled.used + block.pad + max(block.margin, filled.below) + block.line + block.tail
        notes = _with_notes(measure, filled.notes, block.settings[0].notes_of(0, 1))
        if bottom + notes <= measure.height + NOISE:
            choices = filled.choices, moved, setting
            full = _Filled(
                filled.block, bottom, notes, cost, choices,
                blank=block.tail, tail=block.tail, growing=filled.growing._replace(last=-1), bare=filled.bare,
            )  # fmt: skip
            if self._is_full(full):
                self._end(full, start._replace(moved=filled.moved[1:]), hyphen=hyphen)

    def _add(self, filled: _Filled) -> None:
        # Rounded, so that ways that differ by what rounding leaves over are one.
        key = (
            filled.block,
            round(filled.used, 1),
            round(filled.notes, 1),
            filled.moved,
            filled.below,
            filled.kept,
            len(filled.growing.lines),
            len(filled.growing.halves),
            filled.growing.last >= 0,
            filled.growing.last in filled.growing.lines,
            filled.bare,
            filled.head,
        )
        known = self.following.get(key)
        if known is None or filled.cost < known.cost:
            self.following[key] = filled

    def _is_full(self, filled: _Filled) -> bool:
        # What a page lacks beyond the first line can be added as well.
        more = max(0.0, filled.growing.most - 1) * self.measure.step
        return filled.used - filled.blank + filled.notes + more > self.fullness

    def _end(self, filled: _Filled, start: PlannedStart, *, hyphen: bool = False) -> None:
        measure, text = self.measure, filled.used - filled.blank
        missing = _missing(measure, text, filled.notes)
        cost = filled.cost + self.costs.next_page * len(start.moved) + self.costs.bare * filled.bare
        if start.block < len(self.blocks) and self.blocks[start.block].goes_on:
            cost += self.costs.split
        lines = (text + filled.notes) / measure.step
        self._keep(_End(start, missing, cost, filled.choices, hyphen, lines))
        if missing and filled.growing.can_add(missing):
            room, step = measure.height - filled.notes - text, measure.step
            around = tuple(
                (
                    block,
                    min(above * step, room),
                    below * step,
                )  # rounding may leave a little less than half a line
                for block, above, below in spread(missing, filled.growing)
            )
            space = AddedSpace(around, max(0.0, filled.tail - (room - min(missing * step, room))))
            cost += self.costs.space * missing
            self._keep(_End(start, 0.0, cost, filled.choices, hyphen, lines, space))

    def _keep(self, end: _End) -> None:
        key = end.start, end.missing
        if key not in self.ends or end.cost < self.ends[key].cost:
            self.ends[key] = end


def _on_grid(block: ColumnBlock, measure: PageMeasure, bottom: float) -> float:
    over = bottom % measure.step if block.on_grid else 0.0
    return bottom if min(over, measure.step - over) <= NOISE else bottom + measure.step - over


def _takes(
    block: ColumnBlock, setting: BlockSetting, measure: PageMeasure, before: int, top: float, notes: float
) -> Iterator[int]:
    """Yield how many lines of a block may stand at the foot of a page, the most first."""
    if setting.lines == 1 or block.line <= 0:
        return
    most = min(setting.lines - before - block.widows, int((measure.height - top + NOISE) / block.line))
    least = 1 if before else block.orphans
    room = measure.height + NOISE
    for take in range(most, least - 1, -1):
        below = _with_notes(measure, notes, setting.notes_of(before, before + take))
        if top + take * block.line + below <= room:
            yield take


def _with_notes(measure: PageMeasure, notes: float, more: float) -> float:
    if not more:
        return notes
    # The first note brings the margins and the rule of the note area.
    return (notes or measure.notes) + more


def _missing(measure: PageMeasure, used: float, notes: float) -> float:
    """Return how many lines a page lacks. Half a line counts where lists leave it; notes may stand anywhere."""
    spare = max(0.0, (measure.height - used - notes + NOISE) / measure.step)
    return float(int(spare)) if notes else int(2 * spare) / 2
