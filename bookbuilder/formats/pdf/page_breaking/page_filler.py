"""Fills one page of a chapter in all ways: which blocks stand on it, in which settings, and where it may end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.added_space import PageStretch, distribute
from bookbuilder.formats.pdf.page_breaking.blocks import (
    FOOT,
    HEAD,
    AddedSpace,
    BlockSetting,
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedStart,
)

NOISE = 0.1
"""In px: what rounding leaves over."""
Choices = tuple["Choices | None", int, int]
"""The settings of the blocks of a page, the last one first: those before, a block, its setting."""


class FilledPage(NamedTuple):
    """What is on a page so far: the block that comes next, the height of the text and of the notes, the cost, the settings;
    the figures that are still to come (`moved`), and the space that the last block wants below it. `kept`: the next block is
    kept with the last one, since a figure between them stands further below. `blank`: space below the last line;
    `tail`: its padding and border, which stay. `stretch` are the blocks above which there may be more space.
    `bare`: there is a heading, and no text below it. `head`: there are only figures so far that were moved."""

    block: int
    used: float
    notes: float
    cost: float
    choices: Choices | None
    moved: tuple[int, ...] = ()
    below: float = 0.0
    kept: bool = False
    blank: float = 0.0
    tail: float = 0.0
    stretch: PageStretch = PageStretch()
    bare: bool = False
    head: bool = False


class PageEnd(NamedTuple):
    """How a page may end: where the next one begins, how many lines are missing, whether it ends with a hyphen, how many
    lines it has, and where space is added."""

    start: PlannedStart
    missing: float
    cost: float
    choices: Choices | None
    hyphen: bool = False
    lines: float = inf
    space: AddedSpace | None = None


class PageFiller:
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
        self.ends: dict[tuple[PlannedStart, float], PageEnd] = {}
        self.following: dict[tuple[object, ...], FilledPage] = {}

    def ways_to_end(self) -> list[PageEnd]:
        """Return all ways to end the page: the best one for each place at which the next one begins, and each number of
        lines that it lacks. The page that `opens` the plan is laid out already: its first block is fixed."""
        used, noted = (self.measure.used, self.measure.noted) if self.opens else (0.0, 0.0)
        layer = [FilledPage(self.start.block, used, noted, 0.0, None, self.start.moved, head=True)]
        while layer:
            self.following = {}
            for filled in layer:
                self.fill_on(filled)
            layer = list(self.following.values())
        return list(self.ends.values())

    def fill_on(self, filled: FilledPage) -> None:
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
                self.end(filled, PlannedStart(number, moved=filled.moved))
            return
        block = self.blocks[number]
        asked_for = block.forced and not filled.moved
        if not begins and goes_on:
            # Only figures stand on the page yet, above the lines that go on.
            if self._is_full(filled):
                self.end(filled, start._replace(moved=filled.moved))
        elif not begins and (asked_for or not (block.kept or filled.kept)):
            ended = filled._replace(used=filled.used + block.foot) if block.foot else filled
            room = not block.foot or ended.used + ended.notes <= self.measure.height + NOISE
            if room and (block.forced or self._is_full(ended)):
                self.end(ended, PlannedStart(number, moved=filled.moved))
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
        if self._must_follow_moved_table(filled, block):
            return  # Table 2 does not stand before Table 1
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
        filled: FilledPage,
        setting: BlockSetting,
        index: int,
        before: int,
        cost: float,
        choices: Choices | None,
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
        stretch = filled.stretch if before else self._with_stretch(filled, number)
        # What is higher than a page stands on one by itself; there would be no pages otherwise.
        alone = measure.overfull and filled.used <= 0 and setting.lines == 1
        if bottom + notes <= measure.height + NOISE or alone:
            end = _on_grid(block, measure, bottom)
            blank = end - bottom + block.tail
            bare = block.heading or (filled.bare and block.movable)
            self._add(
                FilledPage(
                    number + 1, end, notes, cost, choices, filled.moved, block.below,
                    blank=blank, tail=block.tail, stretch=stretch, bare=bare,
                )
            )  # fmt: skip
        for take in _takes(block, setting, measure, before, top, filled.notes):
            stop = before + take
            notes = _with_notes(measure, filled.notes, setting.notes_of(before, stop))
            part = FilledPage(number, top + take * block.line, notes, cost, choices, stretch=stretch)
            hyphen = bool(setting.hyphens) and setting.hyphens[stop - 1]
            with_figure = filled.moved and block.splittable and not filled.kept
            if self._is_full(part):
                self.end(part, PlannedStart(number, stop, index, filled.moved), hyphen=hyphen)
            elif not with_figure:
                return  # with fewer lines it is less full
            if with_figure:
                part = part._replace(moved=filled.moved)
                self._end_with_figure(part, PlannedStart(number, stop, index), FOOT, hyphen=hyphen)

    def _place_figure(self, filled: FilledPage, *, goes_on: bool) -> None:
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
            if number < len(self.blocks) and not self._holds_figures(filled, self.blocks[number]):
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
            stretch = self._with_stretch(filled, moved)
            placed = FilledPage(
                number, end, notes, cost, choices, filled.moved[1:], block.below,
                blank=blank, tail=block.tail, stretch=stretch, bare=filled.bare,
            )  # fmt: skip
            if block.place == "page" and filled.head:
                if filled.used <= 0:
                    start = self.start if goes_on else PlannedStart(number)
                    # A page with the figure alone lacks nothing.
                    full = placed._replace(used=measure.height, notes=0.0, blank=0.0)
                    self.end(full, start._replace(moved=placed.moved))
            else:
                self._add(placed._replace(head=filled.head))

    def _with_stretch(self, filled: FilledPage, number: int) -> PageStretch:
        """Return the blocks above which there may be more space, if a block comes next."""
        block = self.blocks[number]
        if not block.outermost:
            return filled.stretch
        # No space is added at the head of a page.
        stretch = (block.stretch + NOISE) / self.measure.step if filled.used > 0 else 0.0
        if block.heading and stretch < 1:
            stretch = 0.0  # what stands below a heading stays near it
        return filled.stretch.with_block(number, stretch, kept=block.kept)

    def _holds_figures(self, filled: FilledPage, block: ColumnBlock) -> bool:
        """Whether no figure that is still to come moves behind a block: the author begins a page with it, or it is a figure
        that stays, or a table with a later number."""
        return (
            block.forced
            or (bool(block.place) and not block.movable)
            or self._must_follow_moved_table(filled, block)
        )

    def _must_follow_moved_table(self, filled: FilledPage, block: ColumnBlock) -> bool:
        """Whether a block is a table with a later number than one that is still to come."""
        return block.numbered and any(self.blocks[moved].numbered for moved in filled.moved)

    def _end_with_figure(
        self, filled: FilledPage, start: PlannedStart, setting: int, *, hyphen: bool = False
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
            full = FilledPage(
                filled.block, bottom, notes, cost, choices,
                blank=block.tail, tail=block.tail, stretch=filled.stretch._replace(last=-1), bare=filled.bare,
            )  # fmt: skip
            if self._is_full(full):
                self.end(full, start._replace(moved=filled.moved[1:]), hyphen=hyphen)

    def _add(self, filled: FilledPage) -> None:
        # Rounded, so that ways that differ by what rounding leaves over are one.
        key = (
            filled.block,
            round(filled.used, 1),
            round(filled.notes, 1),
            filled.moved,
            filled.below,
            filled.kept,
            len(filled.stretch.lines),
            len(filled.stretch.halves),
            filled.stretch.last >= 0,
            filled.stretch.last in filled.stretch.lines,
            filled.bare,
            filled.head,
        )
        known = self.following.get(key)
        if known is None or filled.cost < known.cost:
            self.following[key] = filled

    def _is_full(self, filled: FilledPage) -> bool:
        return self.height_of(filled) > self.fullness

    def height_of(self, filled: FilledPage) -> float:
        """Return how high a page is, as it is held against `fullness`, in px."""
        # What a page lacks beyond the first line can be added as well.
        more = max(0.0, filled.stretch.most - 1) * self.measure.step
        return filled.used - filled.blank + filled.notes + more

    def end(self, filled: FilledPage, start: PlannedStart, *, hyphen: bool = False) -> None:
        """Add the ways to end the page with what is on it: as it is, and with more space if that makes it full."""
        measure, text = self.measure, filled.used - filled.blank
        missing = _missing(measure, text, filled.notes)
        cost = filled.cost + self.costs.next_page * len(start.moved) + self.costs.bare * filled.bare
        if start.block < len(self.blocks) and self.blocks[start.block].goes_on:
            cost += self.costs.split
        lines = (text + filled.notes) / measure.step
        self._keep(PageEnd(start, missing, cost, filled.choices, hyphen, lines))
        if missing and filled.stretch.can_add(missing):
            room, step = measure.height - filled.notes - text, measure.step
            around = tuple(
                (
                    block,
                    min(above * step, room),
                    below * step,
                )  # rounding may leave a little less than half a line
                for block, above, below in distribute(missing, filled.stretch)
            )
            space = AddedSpace(around, max(0.0, filled.tail - (room - min(missing * step, room))))
            cost += self.costs.space * missing
            self._keep(PageEnd(start, 0.0, cost, filled.choices, hyphen, lines, space))

    def _keep(self, end: PageEnd) -> None:
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
    least = 1 if before and measure.overfull else block.orphans
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
    """Return how many lines a page lacks. Half a line counts where lists leave it, up to the last line of the grid, below
    which a page may have a part of a line; notes may stand anywhere."""
    height, step = measure.height + NOISE, measure.step
    if notes:
        return float(int(max(0.0, height - used - notes) / step))
    return int(2 * max(0.0, int(height / step) * step + NOISE - used) / step) / 2
