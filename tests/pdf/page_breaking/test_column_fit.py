"""Planned columns: every line once and in order, none higher than its page beside the notes that are called on it, and no
text ends where none may; columns are full and level, and those of the last page as low as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookbuilder.formats.pdf.page_breaking.blocks import (
    BlockSetting,
    ColumnBlock,
    PageCosts,
    PlannedPage,
    PlannedStart,
)
from bookbuilder.formats.pdf.page_breaking.column_fit import ColumnsMeasure, PlannedColumns, plan_columns
from bookbuilder.formats.pdf.page_breaking.page_filler import FilledPage, PageFiller

LINE = 10.0
NOISE = 0.1
START = PlannedStart(0)


def paragraph(lines: int, longer: bool = False, notes: Sequence[int] = (), note: float = 7.0) -> ColumnBlock:
    """Return a paragraph that can be set with a line more, and calls notes on some lines."""
    ways = (lines, lines + 1) if longer else (lines,)
    return ColumnBlock(
        tuple(
            BlockSetting(
                count,
                900_000.0 * (count - lines),
                notes=tuple(note * notes.count(at) for at in range(count)) if notes else (),
            )
            for count in ways
        ),
        LINE,
    )


def heading() -> ColumnBlock:
    return ColumnBlock((BlockSetting(1),), 20.0, margin=10.0, heading=True, stretch=10.0)


@st.composite
def texts(draw: st.DrawFn) -> list[ColumnBlock]:
    """Return paragraphs, with headings above some, to which they are kept."""
    blocks: list[ColumnBlock] = []
    for _ in range(draw(st.integers(1, 14))):
        lines = draw(st.integers(1, 12))
        notes = sorted(draw(st.sets(st.integers(0, lines - 1), max_size=2)) if draw(st.booleans()) else ())
        made = paragraph(lines, draw(st.booleans()), notes, draw(st.sampled_from([5.0, 7.0, 20.0])))
        if draw(st.integers(0, 4)) == 0:
            blocks.append(heading())
            made = replace(made, kept=True)
        blocks.append(made)
    return blocks


MEASURES = st.builds(
    lambda count, first, lines, noted: ColumnsMeasure(
        count, LINE * min(first, lines), LINE * lines, LINE, notes=6.0, noted=noted, at_head=first >= lines
    ),
    st.sampled_from([2, 3]),
    st.integers(4, 30),
    st.integers(10, 24),
    st.booleans(),
)


def all_columns(pages: Sequence[PlannedColumns]) -> list[PlannedPage]:
    return [column for page in pages for column in page.columns]


def used(
    blocks: Sequence[ColumnBlock], column: PlannedPage, end: PlannedStart, settings_: dict[int, int]
) -> tuple[float, float]:
    """Return how high the text of a column is up to where the next one begins, and how high its notes are."""
    added = {number: above + below for number, above, below in (column.space.around if column.space else ())}
    height = notes = 0.0
    for number in range(column.start.block, end.block + (end.lines > 0)):
        block = blocks[number]
        setting = block.settings[settings_[number]]
        first = column.start.lines if number == column.start.block else 0
        last = end.lines if number == end.block and end.lines else setting.lines
        if height and not first:
            height += block.margin
        height += (last - first) * block.line + added.get(number, 0.0)
        notes += setting.notes_of(first, last)
    return height, notes


@pytest.mark.heavy
@settings(max_examples=400, deadline=None)
@given(texts(), MEASURES)
def test_columns_hold_their_text_and_the_notes_of_their_page(
    blocks: list[ColumnBlock], measure: ColumnsMeasure
) -> None:
    found = plan_columns(blocks, measure, PageCosts(), START)
    assert found is not None
    pages, _ = found
    columns = all_columns(pages)
    chosen = dict(choice for column in columns for choice in column.settings)
    assert sorted(chosen) == list(range(len(blocks)))
    assert pages[-1].following == PlannedStart(len(blocks))
    ends = [column.start for column in columns[1:]] + [pages[-1].following]
    at = 0
    for number, page in enumerate(pages):
        heights, notes = [], 0.0
        for column, end in zip(page.columns, ends[at : at + len(page.columns)], strict=True):
            text, called = used(blocks, column, end, chosen)
            heights.append(text)
            notes += called
            if end.lines:
                lines = blocks[end.block].settings[chosen[end.block]].lines
                begun = column.start.lines if column.start.block == end.block else 0
                assert end.setting == chosen[end.block]
                assert end.lines - begun >= 2, "no line stands alone at the foot of a column"
                assert lines - end.lines >= 2, "nor at the head of one"
            elif end.block < len(blocks):
                assert not blocks[end.block].kept, "what is below a heading stays with it"
        at += len(page.columns)
        assert page.notes == pytest.approx(notes, abs=0.01)
        room = measure.height_beside(notes, first=not number)
        assert all(height <= room + NOISE for height in heights)
        if not page.columns:
            assert not number
            assert not measure.at_head


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("lines", [1, 7, 12, 29, 60, 61, 62, 97, 143])
def test_columns_are_full_and_those_of_the_last_page_level(count: int, lines: int) -> None:
    height = 20
    blocks = [paragraph(1) for _ in range(lines)]
    found = plan_columns(
        blocks, ColumnsMeasure(count, LINE * height, LINE * height, LINE), PageCosts(), START
    )
    assert found is not None
    *full, last = found[0]
    ends = [*(column.start.block for column in all_columns(found[0])[1:]), lines]
    begins = [column.start.block for column in all_columns(found[0])]
    sizes = [end - begin for begin, end in zip(begins, ends, strict=True)]
    assert sizes[: len(full) * count] == [height] * (len(full) * count)
    rest = sizes[len(full) * count :]
    assert len(rest) == len(last.columns)
    assert all(one >= other for one, other in pairwise(rest)), "the first columns are the higher ones"
    assert rest[0] - (rest[-1] if len(rest) == count else 0) <= 1


@pytest.mark.parametrize("count", [2, 3])
def test_a_paragraph_is_set_longer_where_columns_are_level_then(count: int) -> None:
    blocks = [paragraph(10, longer=at == 1) for at in range(count)]
    blocks[0] = paragraph(11)
    found = plan_columns(blocks, ColumnsMeasure(count, 200.0, 200.0, LINE), PageCosts(), START)
    assert found is not None
    (page,) = found[0]
    assert len(page.columns) == count
    assert dict(choice for column in page.columns for choice in column.settings)[1] == 1


def test_the_note_of_the_last_line_on_a_page_stands_on_it() -> None:
    """A line has no room with its note, and would have without: it goes on, as do the columns."""
    for note in (5.0, 15.0, 25.0, 45.0):
        blocks = [paragraph(1, notes=[0] if at == 19 else [], note=note) for at in range(40)]
        found = plan_columns(blocks, ColumnsMeasure(2, 100.0, 100.0, LINE), PageCosts(), START)
        assert found is not None
        first, *_ = found[0]
        end = first.following.block
        assert (end > 19) == (first.notes > 0)
        assert end <= 2 * int((100 - first.notes) / LINE)


def test_an_open_end_leaves_its_page_out() -> None:
    measure = ColumnsMeasure(2, 100.0, 100.0, LINE, open_end=True)
    found = plan_columns([paragraph(1) for _ in range(50)], measure, PageCosts(), START)
    assert found is not None
    assert [page.following.block for page in found[0]] == [20, 40]


def test_a_block_without_room_above_goes_on_to_the_next_page() -> None:
    solid = ColumnBlock((BlockSetting(1),), 80.0)
    measure = ColumnsMeasure(2, 30.0, 100.0, LINE, at_head=False)
    found = plan_columns([solid, paragraph(4)], measure, PageCosts(), START)
    assert found is not None
    assert [len(page.columns) for page in found[0]] == [0, 2]


@pytest.mark.parametrize("count", [2, 3])
def test_a_column_is_filled_once_for_all_heights_that_its_notes_may_leave(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each item of a list has a note, so a page may be of thirty heights."""
    filled = 0
    fill_on = PageFiller.fill_on

    def counted(filler: PageFiller, page: FilledPage) -> None:
        nonlocal filled
        filled += 1
        fill_on(filler, page)

    monkeypatch.setattr(PageFiller, "fill_on", counted)
    blocks = [paragraph(2, notes=[1], note=14.0) for _ in range(120)]
    measure = ColumnsMeasure(count, 25.3 * LINE, 30.3 * LINE, LINE, notes=17.0, at_head=False)
    assert plan_columns(blocks, measure, PageCosts(), START) is not None
    assert filled < 40 * len(blocks)
