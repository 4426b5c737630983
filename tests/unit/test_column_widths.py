"""The columns of a table get the widths with which it is lowest."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.formats.pdf.line_breaking.column_widths import CellText, WordRun, lowest_table

SPACE, LINE, EDGES = 3.0, 14.0, 8.0


def run(words: list[int]) -> WordRun:
    """Return a paragraph of words of these widths."""
    begins, ends, at = [], [], 0.0
    for width in words:
        begins.append(at)
        ends.append(at + width)
        at += width + SPACE
    return WordRun(tuple(begins), tuple(ends))


def cells(rows: list[list[list[int]]]) -> list[CellText]:
    """Return the cells of a table."""
    return [
        CellText(row, column, (run(words),) if words else (), LINE, EDGES)
        for row, line in enumerate(rows)
        for column, words in enumerate(line)
    ]


def height(rows: list[list[list[int]]], widths: list[float]) -> float:
    """Return how high a table is with widths, counted in another way: word by word."""
    total = 0.0
    for line in rows:
        highest = 0.0
        for words, width in zip(line, widths, strict=True):
            lines, room = 0, -1.0
            for word in words:
                if room >= word + SPACE - 1e-9:
                    room -= word + SPACE
                else:
                    lines, room = lines + 1, width - EDGES - word
            highest = max(highest, lines * LINE)
        total += highest
    return total


TABLES = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.lists(st.integers(8, 70), min_size=0, max_size=14), min_size=columns, max_size=columns),
        min_size=1,
        max_size=8,
    )
)


def bounds(rows: list[list[list[int]]]) -> tuple[list[float], list[float]]:
    """Return the least and the widest width of each column."""
    least = [EDGES + max(max(words, default=0) for words in column) for column in zip(*rows, strict=True)]
    most = [
        EDGES + max(sum(words) + SPACE * max(len(words) - 1, 0) for words in column)
        for column in zip(*rows, strict=True)
    ]
    return least, most


@given(TABLES, st.floats(0.05, 0.95))
def test_widths_fill_the_table_and_hold_the_longest_words(rows: list[list[list[int]]], share: float) -> None:
    least, most = bounds(rows)
    width = sum(least) + share * (sum(most) - sum(least))
    widths = lowest_table(cells(rows), least, most, width)
    assert abs(sum(widths) - width) < 1e-6
    assert all(wide >= narrow - 1e-6 for wide, narrow in zip(widths, least, strict=True))
    ratio = (width - sum(least)) / ((sum(most) - sum(least)) or 1)
    even = [narrow + (wide - narrow) * ratio for narrow, wide in zip(least, most, strict=True)]
    assert height(rows, widths) <= height(rows, even) + 1e-6


@given(
    st.lists(st.tuples(*[st.lists(st.integers(8, 70), min_size=1, max_size=16)] * 2), min_size=1, max_size=6),
    st.floats(0.1, 0.9),
)
def test_two_columns_are_nearly_as_low_as_can_be(
    pairs: list[tuple[list[int], list[int]]], share: float
) -> None:
    rows = [list(pair) for pair in pairs]
    least, most = bounds(rows)
    width = sum(least) + share * (sum(most) - sum(least))
    found = height(rows, lowest_table(cells(rows), least, most, width))
    tried = [least[0] + at for at in range(int(width - sum(least)) + 1)]
    best = min(height(rows, [first, width - first]) for first in tried)
    assert found <= best * 1.15 + LINE, (found, best)


def test_a_number_takes_no_more_than_it_needs() -> None:
    rows = [[[30], [60] * 12], [[35], [50] * 9]]
    least, most = bounds(rows)
    first, second = lowest_table(cells(rows), least, most, 300.0)
    assert first < 60 and second > 240


def test_longer_tables_are_read_in_part() -> None:
    rows = [[[20, 20], [40] * (at % 9)] for at in range(2000)]
    least, most = bounds(rows)
    widths = lowest_table(cells(rows), least, most, 200.0)
    assert all(one < other for one, other in pairwise(widths))
