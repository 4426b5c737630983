"""The pages of a chapter cost no more than the best of all ways to make them, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product, takewhile
from math import inf
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.formats.pdf.page_breaking.added_space import MOST
from bookbuilder.formats.pdf.page_breaking.blocks import (
    BlockSetting,
    ColumnBlock,
    PageCosts,
    PageMeasure,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.page_fit import plan

LINE = 10.0
COSTS = PageCosts()


def paragraphs() -> st.SearchStrategy[ColumnBlock]:
    """Return paragraphs of up to six lines, some of which can be set with a line more, with notes and hyphens."""

    def made(lines: int, longer: int, note: int, hyphens: int, kept: bool, forced: int) -> ColumnBlock:
        def setting(count: int, cost: float) -> BlockSetting:
            return BlockSetting(
                count,
                cost,
                tuple(bool(hyphens >> at & 1) for at in range(count)),
                tuple(7.0 if at == note else 0.0 for at in range(count)),
            )

        ways = [setting(lines, 0.0)] + ([setting(lines + 1, 900_000.0)] if longer else [])
        return ColumnBlock(tuple(ways), LINE, kept=kept and forced > 0, forced=not forced)

    return st.builds(
        made,
        st.integers(1, 6),
        st.integers(0, 1),
        st.integers(0, 12),
        st.integers(0, 63),
        st.booleans(),
        st.integers(0, 9),
    )


def solids() -> st.SearchStrategy[ColumnBlock]:
    """Return figures that may move, and headings."""
    figure = st.builds(
        lambda height, below, kept: ColumnBlock(
            (BlockSetting(1),),
            height,
            margin=10.0,
            below=below,
            movable=True,
            on_grid=True,
            kept=kept,
            stretch=5.0,
        ),
        st.sampled_from([24.0, 30.0, 41.0]),
        st.sampled_from([0.0, 10.0]),
        st.booleans(),
    )
    heading = st.just(ColumnBlock((BlockSetting(1),), 20.0, margin=10.0, heading=True, stretch=10.0))
    return figure | heading


CHAPTERS = st.lists(paragraphs() | paragraphs() | solids(), min_size=1, max_size=7).map(
    lambda blocks: [replace(blocks[0], kept=False, forced=False), *blocks[1:]]
)


class Fullness(NamedTuple):
    """How high text and notes of a page are; how many blocks may have a line more above them, or half a line more above
    and below them; by how much the space above the last block may grow, in lines."""

    used: float
    notes: float
    lines: int
    halves: int
    last: float

    def can_add(self, missing: float) -> bool:
        if missing % 1:
            return (
                self.last >= 0.5 and missing <= min(self.lines + self.halves - (self.last >= 1), MOST) + 0.5
            )
        return missing <= min(self.lines + self.halves, MOST)


def orders(blocks: Sequence[ColumnBlock]) -> Iterator[tuple[list[int], float, list[bool]]]:
    """Yield all orders in which the blocks may stand, what it costs that figures move down, and for each place whether no
    page begins with it."""

    def go(
        number: int, moved: tuple[int, ...], order: list[int], cost: float, kept: list[bool], keep: bool
    ) -> Iterator[tuple[list[int], float, list[bool]]]:
        free = number == len(blocks) or (not blocks[number].kept and blocks[number].outermost)
        if moved and free and not keep:
            yield from go(number, moved[1:], [*order, moved[0]], cost, [*kept, False], False)
        if number == len(blocks):
            if not moved:
                yield order, cost, kept
            return
        block = blocks[number]
        if block.forced and moved:
            return
        if block.movable and not (number + 1 < len(blocks) and blocks[number + 1].kept):
            later = (*moved, number)
            yield from go(number + 1, later, order, cost + COSTS.moved, kept, keep or block.kept)
        if block.movable and moved:
            return
        passed = (COSTS.heading if block.heading else COSTS.moved) * len(moved)
        yield from go(number + 1, moved, [*order, number], cost + passed, [*kept, keep or block.kept], False)

    yield from go(0, (), [], 0.0, [], False)


def best(blocks: Sequence[ColumnBlock], measure: PageMeasure) -> float:
    """Return what the best pages cost; infinite if there are none."""
    found = inf
    for order, moved, kept in orders(blocks):
        for choice in product(*(range(len(blocks[number].settings)) for number in order)):
            cost = moved + sum(blocks[n].settings[c].cost for n, c in zip(order, choice, strict=True))
            if cost < found:
                found = min(found, cost + _cheapest(blocks, order, kept, choice, measure, found - cost))
    return found


def _cheapest(
    blocks: Sequence[ColumnBlock],
    order: Sequence[int],
    kept: Sequence[bool],
    choice: Sequence[int],
    measure: PageMeasure,
    limit: float,
) -> float:
    """Return what the best page ends cost for blocks in an order, each set in a chosen way."""

    def pending(at: int, line: int) -> int:
        met = max((n for n in order[: at + (line > 0)] if not blocks[n].movable), default=-1)
        return sum(blocks[n].movable and n < met for n in order[at:])

    def pages(at: int, line: int, recto: bool, left: float, cost: float) -> float:
        if cost >= limit:
            return inf
        result = inf
        used = notes = below = blank = last = 0.0
        lines = halves = 0
        first, bare = at, False
        while at < len(order):
            block = blocks[order[at]]
            setting = block.settings[choice[at]]
            if at > first and (block.forced or not kept[at]):
                fullness = Fullness(used - blank, notes, lines, halves, last)
                own = cost + COSTS.bare * bare
                result = min(result, ended(fullness, at, 0, recto, left, own, hyphen=False))
                if block.forced:
                    return result
            if not line:
                stretch = block.stretch / LINE if used > 0 else 0.0
                stretch = 0.0 if block.heading and stretch < 1 else stretch
                if not block.kept or stretch:
                    halves += 0.5 <= last < 1
                    last = stretch
                    lines += last >= 1
            top = used
            if not line:
                top += block.pad + (max(block.margin, below) if used > 0 else 0.0)
            for stop in range(line + 1, setting.lines):
                enough = (line > 0 or stop >= block.orphans) and setting.lines - stop >= block.widows
                more = sum(setting.notes[line:stop])
                height = top + (stop - line) * block.line
                area = notes + more + (measure.notes if more and not notes else 0.0)
                if enough and height + area <= measure.height + 0.1:
                    hyphen = bool(setting.hyphens and setting.hyphens[stop - 1])
                    fullness = Fullness(height, area, lines, halves, last)
                    result = min(result, ended(fullness, at, stop, recto, left, cost, hyphen=hyphen))
            more = sum(setting.notes[line:])
            notes += more + (measure.notes if more and not notes else 0.0)
            bottom = top + (setting.lines - line) * block.line + block.tail
            if bottom + notes > measure.height + 0.1 and not (used <= 0 and setting.lines == 1):
                return result
            used = -(-bottom // LINE) * LINE if block.on_grid else bottom
            below, blank = block.below, used - bottom + block.tail
            bare = block.heading or (bare and block.movable)
            at, line = at + 1, 0
        printed = (used - blank + notes) / measure.step
        cost += COSTS.bare * bare
        return min(result, cost + (COSTS.end if printed < COSTS.least else 0.0))

    def ended(
        page: Fullness, at: int, line: int, recto: bool, left: float, cost: float, *, hyphen: bool
    ) -> float:
        if at < len(order) and not line and blocks[order[at]].forced:
            cost += COSTS.end if (page.used + page.notes) / measure.step < COSTS.least else 0.0
            return pages(at, line, not recto, -1, cost)
        # Without notes, text ends with a line of the grid; a part of a line at the foot of the page stays empty.
        height = measure.height if page.notes else measure.height // measure.step * measure.step
        missing: float = max(0.0, (height - page.used - page.notes + 0.1) / measure.step)
        missing = missing // 1 if page.notes else missing // 0.5 / 2
        if not missing or not page.can_add(missing):
            return following(missing, at, line, recto, left, cost, hyphen=hyphen)
        spaced = cost + COSTS.space * missing
        return min(
            following(missing, at, line, recto, left, cost, hyphen=hyphen),
            following(0.0, at, line, recto, left, spaced, hyphen=hyphen),
        )

    def following(
        missing: float, at: int, line: int, recto: bool, left: float, cost: float, *, hyphen: bool
    ) -> float:
        cost += (COSTS.one if missing <= 1 else COSTS.short) * missing
        solid = pending(at, line) or (
            not line
            and blocks[order[at]].settings[0].lines == 1
            and missing * measure.step <= with_what_stays(blocks, order[at])
        )
        cost += 0.0 if missing <= 1 or solid else COSTS.inside * missing
        if recto and left >= 0:
            cost += COSTS.uneven * abs(missing - left)
        if hyphen:
            cost += COSTS.recto if recto else COSTS.verso
        cost += COSTS.next_page * pending(at, line)
        return pages(at, line, not recto, -1 if recto else missing, cost)

    return pages(0, 0, measure.recto, -1, 0.0)


def with_what_stays(blocks: Sequence[ColumnBlock], number: int) -> float:
    """Return how high a block is with those that are kept with it, the last as low as it may be parted."""
    kept = list(takewhile(lambda block: block.kept, blocks[number + 1 :]))
    height = 0.0
    for block in (blocks[number], *kept):
        parted = block.settings[0].lines >= block.orphans + block.widows
        shown = block.settings[0].notes[: block.orphans if parted else None]
        height += block.margin + block.pad + len(shown) * block.line + sum(shown)
        if parted:
            break
        height += block.tail
    return height


def test_no_page_ends_before_what_has_room_so_that_the_next_one_is_fuller() -> None:
    """A box has room on the first page, what stands behind it has none, nor has a large box on the second page."""

    def lines(count: int) -> ColumnBlock:
        return ColumnBlock((BlockSetting(1),), count * LINE)

    for rest in range(2, 7):
        behind = replace(lines(5), margin=4 * LINE)
        blocks = [*[lines(1)] * 12, lines(4), behind, *[lines(1)] * rest, lines(15)]
        planned = plan(blocks, PageMeasure(20 * LINE, LINE), COSTS, PlannedStart(0))
        assert planned is not None
        assert planned[1].start.block == 13, rest


def cost_of(blocks: Sequence[ColumnBlock], measure: PageMeasure, planned: Sequence[PlannedPage]) -> float:
    """Return what planned pages cost, as the brute force counts it."""
    order = [number for page in planned for number, _ in page.settings]
    choice = [setting for page in planned for _, setting in page.settings]
    own = sum(blocks[n].settings[c].cost for n, c in zip(order, choice, strict=True))
    return min(
        own + moved + _cheapest(blocks, order, kept, choice, measure, inf)
        for other, moved, kept in orders(blocks)
        if other == order
    )


@pytest.mark.heavy
@settings(max_examples=300)
@given(CHAPTERS, st.sampled_from([60.0, 80.0, 95.0]), st.booleans(), st.booleans())
def test_no_other_pages_cost_less(blocks: list[ColumnBlock], height: float, recto: bool, notes: bool) -> None:
    if not notes:
        blocks = [
            replace(b, settings=tuple(replace(s, notes=(0.0,) * s.lines) for s in b.settings)) for b in blocks
        ]
    blocks = [
        replace(b, settings=tuple(replace(s, notes=s.notes or (0.0,) * s.lines) for s in b.settings))
        for b in blocks
    ]
    measure = PageMeasure(height, LINE, notes=5.0, recto=recto)
    planned = plan(blocks, measure, COSTS, PlannedStart(0))
    expected = best(blocks, measure)
    if planned is None:
        assert expected == inf
        return
    found = cost_of(blocks, measure, planned)
    assert found == pytest.approx(expected)
    order = [number for page in planned for number, _ in page.settings]
    assert sorted(order) == list(range(len(blocks)))


def test_a_page_is_filled_by_a_longer_paragraph() -> None:
    longer = ColumnBlock((BlockSetting(4), BlockSetting(5, 1000.0)), LINE)
    blocks = [longer, longer, ColumnBlock((BlockSetting(8),), LINE, orphans=8)]
    planned = plan(blocks, PageMeasure(90.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert [page.missing for page in planned[:-1]] == [0]
    assert sorted(setting for _, setting in planned[0].settings) == [0, 1]


@pytest.mark.parametrize(("stretch", "missing"), [(10.0, 0.0), (5.0, 1.0)])
def test_a_page_is_filled_by_more_space_above_a_heading(stretch: float, missing: float) -> None:
    solid = ColumnBlock((BlockSetting(1),), 40.0)
    heading = ColumnBlock((BlockSetting(1),), 10.0, stretch=stretch, heading=True)
    planned = plan([solid, heading, solid, solid], PageMeasure(100.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert planned[0].missing == missing
    assert planned[0].space == (None if missing else (((1, 10.0, 0.0),), 0.0))


@pytest.mark.parametrize("part", [0.0, 2.0, 5.0, 7.0, 9.5])
def test_a_part_of_a_line_at_the_foot_is_no_space_to_fill(part: float) -> None:
    """A heading with its first line ends the grid of the page; half a line above it would leave the grid."""
    solid = ColumnBlock((BlockSetting(1),), 70.0)
    heading = ColumnBlock((BlockSetting(1),), 20.0, stretch=10.0, heading=True)
    text = ColumnBlock((BlockSetting(1),), 10.0, kept=True)
    planned = plan([solid, heading, text, solid], PageMeasure(100.0 + part, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert (planned[0].missing, planned[0].space) == (0.0, None)


def test_a_page_is_filled_by_more_space_above_several_blocks() -> None:
    """Two and a half lines are missing: a line above the heading, half a line above and below the list in the middle, and
    half a line above the list at the foot."""
    solid, line = ColumnBlock((BlockSetting(1),), 30.0), ColumnBlock((BlockSetting(1),), 10.0)
    heading, entries = (
        replace(line, stretch=10.0),
        replace(line, pad=5.0, tail=5.0, stretch=5.0, on_grid=True),
    )
    blocks = [solid, entries, heading, entries, solid, solid]
    planned = plan(blocks, PageMeasure(100.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert (planned[0].missing, planned[0].space) == (
        0.0,
        (((1, 5.0, 5.0), (2, 10.0, 0.0), (3, 5.0, 0.0)), 5.0),
    )


def test_what_is_below_the_last_line_gives_way_to_space_above() -> None:
    solid = ColumnBlock((BlockSetting(1),), 70.0)
    quotation = ColumnBlock((BlockSetting(2),), LINE, pad=5.0, tail=5.0, stretch=5.0)
    planned = plan([solid, quotation, solid], PageMeasure(100.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert (planned[0].missing, planned[0].space) == (0.0, (((1, 5.0, 0.0),), 5.0))


def test_a_figure_that_would_leave_a_hole_stands_further_below() -> None:
    text = ColumnBlock((BlockSetting(6),), LINE)
    figure = ColumnBlock((BlockSetting(1),), 50.0, movable=True)
    planned = plan([text, figure, text, text], PageMeasure(100.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert [number for page in planned for number, _ in page.settings] == [0, 2, 1, 3]
    assert planned[0].missing == 0


def test_a_hole_stands_before_what_makes_it() -> None:
    """It would be on the page before, for the sake of the spread that the table stands in."""
    text, table = ColumnBlock((BlockSetting(14),), LINE), ColumnBlock((BlockSetting(1),), 80.0)
    planned = plan(
        [text, table, replace(text, forced=True)], PageMeasure(100.0, LINE), COSTS, PlannedStart(0)
    )
    assert planned is not None
    assert [page.missing for page in planned[:2]] == [1, 5]


@pytest.mark.parametrize("noted", [0.0, 4.0, 10.0, 17.0, 30.0])
@pytest.mark.parametrize("note", [0.0, 7.0])
def test_what_notes_of_the_chapter_before_take_is_not_filled(note: float, noted: float) -> None:
    """Nor is the area of these counted twice, which the notes of this chapter share."""
    lines = 20
    notes = tuple(note if at == 0 else 0.0 for at in range(lines))
    block = ColumnBlock((BlockSetting(lines, 0.0, (), notes),), LINE)
    measure = PageMeasure(100.0, LINE, notes=3.0, used=20.0, noted=noted)
    planned = plan([block], measure, COSTS, PlannedStart(0))
    assert planned is not None
    around = 0.0 if noted or not note else measure.notes
    assert planned[1].start.lines == int((100.0 - 20.0 - noted - note - around) / LINE)


def test_a_page_that_the_author_ends_need_not_be_full() -> None:
    text, solid = ColumnBlock((BlockSetting(8),), LINE), ColumnBlock((BlockSetting(1),), 80.0)
    blocks = [text, solid, replace(text, forced=True)]
    planned = plan(blocks, PageMeasure(100.0, LINE), COSTS, PlannedStart(0))
    assert planned is not None
    assert [page.start for page in planned] == [PlannedStart(0), PlannedStart(1), PlannedStart(2)]
    figure = replace(solid, movable=True)
    planned = plan(
        [text, figure, replace(text, forced=True)], PageMeasure(100.0, LINE), COSTS, PlannedStart(0)
    )
    assert planned is not None
    assert [number for page in planned for number, _ in page.settings] == [0, 1, 2], "none moves behind it"


def test_facing_pages_are_level_where_they_cannot_be_full() -> None:
    block = ColumnBlock((BlockSetting(3),), LINE, orphans=3, widows=3)
    planned = plan([block] * 9, PageMeasure(100.0, LINE, recto=False), COSTS, PlannedStart(0))
    assert planned is not None
    assert [page.missing for page in planned[:-1]] == [1, 1]


@pytest.mark.parametrize(("facing", "missing"), [(True, [1, 1]), (False, [1, 0])])
def test_pages_for_the_screen_need_not_be_level(facing: bool, missing: list[float]) -> None:
    def solid(*lines: int) -> ColumnBlock:
        ways = tuple(BlockSetting(count, 1_000_000.0 * way) for way, count in enumerate(lines))
        return ColumnBlock(ways, LINE, orphans=9, widows=9)

    blocks = [solid(9), solid(5), solid(5, 4), solid(8)]
    planned = plan(blocks, PageMeasure(100.0, LINE, recto=False, facing=facing), COSTS, PlannedStart(0))
    assert planned is not None
    assert [page.missing for page in planned[:-1]] == missing


def test_what_does_not_fit_stands_alone() -> None:
    planned = plan(
        [ColumnBlock((BlockSetting(1),), 300.0)] * 2, PageMeasure(100.0, LINE), COSTS, PlannedStart(0)
    )
    assert planned is not None
    assert len(planned) == 2
