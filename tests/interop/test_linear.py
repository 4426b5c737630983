"""Fragments that are drawn take time and memory that grow with their number, wherever they stand."""

from itertools import islice

from tests.linear.samples import drawn, pairs, problems


def test_fragments_that_are_drawn() -> None:
    samples = (*islice(drawn(14), 60), *pairs()[:: len(pairs()) // 56])
    assert [sample for sample in samples if problems(sample)] == []
