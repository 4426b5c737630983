"""Blocks of two languages in rows: every block stands in one, in its order, whatever the links say."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.document import nodes
from bookbuilder.document.bilingual_rows import BlockLink, RowRanges, align_rows
from tests.growth import at_most

P, R, T = nodes.Paragraph(()), nodes.Rule(), nodes.PageBreak()
PERSONS, PLACES = nodes.Box("index", (), classes=("persons",)), nodes.Box("index", (), classes=("places",))


def shown(first: Sequence[nodes.Block], second: Sequence[nodes.Block], links: Sequence[BlockLink]) -> str:
    """Return rows as they would be read: `0|0 1|12 |3`."""
    return " ".join(
        "|".join("".join(map(str, side)) for side in row) for row in align_rows(first, second, links)
    )


@pytest.mark.parametrize(
    ("first", "second", "links", "expected"),
    [
        ([P, P], [P, P], [(0, 0), (1, 1)], "0|0 1|1"),
        ([P, P], [P, P, P], [(0, 0), (0, 1), (1, 2)], "0|01 1|2"),  # split
        ([P, P, P], [P, P], [(0, 0), (1, 0), (2, 1)], "01|0 2|1"),  # joined
        ([P, P, P], [P, P], [(0, 0), (2, 1)], "0|0 1| 2|1"),  # missing
        ([P, P], [P, P, P], [(0, 0), (1, 2)], "0|0 |1 1|2"),  # only there
        ([P, P, P], [P, P, P], [(0, 2), (1, 0), (2, 1)], "0| 1|0 2|1 |2"),  # moved
        ([P, P], [P, P], [], "0| 1| |0 |1"),  # paragraphs are never guessed
        ([P, R, P], [P, R, P], [(0, 0), (2, 2)], "0|0 1|1 2|2"),
        ([R, T], [T, R], [], "|0 0|1 1|"),
        ([PERSONS, PLACES], [PERSONS, PLACES], [], "0|0 1|1"),
        ([PLACES, P], [PERSONS, P], [(1, 1)], "0| |0 1|1"),
        ([P, P], [P, P], [*[(0, 0)] * 9, (0, 1), (1, 1)], "0|0 1|1"),  # an item of a list went astray
        ([], [P], [], "|0"),
        ([], [], [], ""),
    ],
)
def test_rows(
    first: list[nodes.Block], second: list[nodes.Block], links: list[BlockLink], expected: str
) -> None:
    assert shown(first, second, links) == expected


def test_figures_are_known_by_their_picture() -> None:
    def figure(name: str, locale: str) -> nodes.Figure:
        return nodes.Figure(nodes.Image(f"chapters/{locale}/images/{name}.svg", name), ())

    first = [figure("a", "de"), figure("b", "de")]
    second = [figure("b", "en"), figure("a", "en")]
    assert shown(first, second, []) == "|0 0|1 1|"


BLOCKS = st.lists(st.sampled_from([P, R, T, PERSONS, PLACES]), max_size=12)


@given(BLOCKS, BLOCKS, st.data())
def test_no_block_is_lost_and_none_stands_twice(
    first: list[nodes.Block], second: list[nodes.Block], data: st.DataObject
) -> None:
    links: list[BlockLink] = []
    if first and second:
        at = st.tuples(st.integers(0, len(first) - 1), st.integers(0, len(second) - 1))
        links = data.draw(st.lists(at, max_size=20))
    found: list[RowRanges] = list(align_rows(first, second, links))
    assert [at for own, _ in found for at in own] == list(range(len(first)))
    assert [at for _, other in found for at in other] == list(range(len(second)))
    assert all(own or other for own, other in found)


def test_a_long_chapter_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        blocks = [P] * count
        links = [(at, (at * 7919) % count) for at in range(count)]
        start = process_time()
        assert sum(1 for _ in align_rows(blocks, blocks, links)) > count
        return process_time() - start

    assert at_most(60, seconds, 1000, 20_000, least=0.001)
