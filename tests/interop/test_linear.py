"""Fragments that are drawn take time that grows with their number, wherever they stand."""

from itertools import islice

from tests.linear.cost import GROWTH, drawn, growth, pairs


def test_fragments_that_are_drawn() -> None:
    samples = (*islice(drawn(14), 60), *pairs()[:: len(pairs()) // 56])
    assert [sample for sample in samples if growth(sample) > GROWTH] == []
