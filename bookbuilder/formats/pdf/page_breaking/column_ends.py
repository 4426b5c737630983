"""Finds the ways to end a column that begins at a place, for many heights at once.

How high columns are depends on the notes of their page, and each height is tried. What stands in a column does not depend on
it, only where the column ends: so text is filled in once, as high as columns may be, and the places at which it could end
are noted with how high it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf, log2
from typing import NamedTuple

from bookbuilder.formats.pdf.page_breaking.blocks import ColumnBlock, PageCosts, PageMeasure, PlannedStart
from bookbuilder.formats.pdf.page_breaking.page_filler import NOISE, FilledPage, PageEnd, PageFiller


class _Cut(NamedTuple):
    """A place at which a column could end: what is in it then, how high it is at least, in px, and the height that it has if
    as much space is added as there may be. `asked_for`: it ends there, however low it is."""

    filled: FilledPage
    start: PlannedStart
    hyphen: bool
    least: float
    most: float
    asked_for: bool


class ColumnEnds:
    """The ways to end columns of blocks that call no notes; distances in px. `highest` is the height of the highest column,
    and `step` the distance of lines."""

    def __init__(self, blocks: Sequence[ColumnBlock], costs: PageCosts, step: float, highest: float) -> None:
        self.blocks, self.costs, self.step, self.highest = blocks, costs, step, highest
        self._cuts: dict[tuple[PlannedStart, float, int], list[_Cut]] = {}
        self._ends: dict[tuple[PlannedStart, float, float], list[PageEnd]] = {}

    def ends(self, start: PlannedStart, height: float, most_missing: float) -> list[PageEnd]:
        """Return all ways to end a column of a height that begins at a place, of those that lack at most some lines: the
        best one for each place at which the next one begins, and each number of lines that it lacks."""
        key = start, height, most_missing
        if key not in self._ends:
            self._ends[key] = self._found(start, height, most_missing)
        return self._ends[key]

    def _found(self, start: PlannedStart, height: float, most_missing: float) -> list[PageEnd]:
        measure = PageMeasure(height, self.step, overfull=False)
        filler = PageFiller(
            self.blocks, measure, self.costs, start, min(most_missing, height / self.step), opens=False
        )
        for cut in self._cuts_of(start, height, most_missing):
            if cut.least <= height + NOISE and (cut.asked_for or cut.most > filler.fullness):
                filler.end(cut.filled, cut.start, hyphen=cut.hyphen)
        return list(filler.ends.values())

    def _cuts_of(self, start: PlannedStart, height: float, most_missing: float) -> list[_Cut]:
        """Return the places at which a column of a height could end, and others: what is lower than half of the next height
        is noted by itself, since most columns are nearly as high as the highest."""
        band = max(0, ceil(log2(self.highest / height)) - 1) if 0 < height < self.highest else 0
        key = start, most_missing, band
        if key not in self._cuts:
            top = max(height, self.highest / 2**band)
            bottom = top / 2 if most_missing < inf else 0.0
            filler = _ColumnFiller(self.blocks, self.costs, start, self.step, top, bottom, most_missing)
            filler.ways_to_end()
            self._cuts[key] = filler.cuts
        return self._cuts[key]


class _ColumnFiller(PageFiller):
    """Fills a column up to a height and notes where it could end (`cuts`) if columns are at least `bottom` high."""

    def __init__(
        self, blocks: Sequence[ColumnBlock], costs: PageCosts, start: PlannedStart, step: float,
        top: float, bottom: float, most_missing: float,
    ) -> None:  # fmt: skip
        measure = PageMeasure(top, step, overfull=False)
        missing = (top - bottom) / step + min(most_missing, top / step)
        super().__init__(blocks, measure, costs, start, missing, opens=False)
        self.cuts: list[_Cut] = []

    def end(self, filled: FilledPage, start: PlannedStart, *, hyphen: bool = False) -> None:
        blocks = self.blocks
        at_end = start.block >= len(blocks)
        asked_for = at_end or (blocks[start.block].forced and not start.lines)
        least = filled.used - filled.blank + filled.tail
        self.cuts.append(_Cut(filled, start, hyphen, least, self.height_of(filled), asked_for))
