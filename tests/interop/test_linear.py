"""Fragments that are drawn take time and memory that grow with their number, wherever they stand."""

from itertools import islice

from tests.linear.samples import PIECES, SIGNS, drawn, problems

PARTS = (*SIGNS, *PIECES)
PAIRS = [(PARTS[at], PARTS[at - 11]) for at in range(0, len(PARTS), 2)]
"""What our syntax and the typography know, each once; `python -m tests.linear --pairs` tries each sign with each."""


def test_each_part_is_tried_once() -> None:
    assert sorted(part for pair in PAIRS for part in pair) == sorted(PARTS)


def test_fragments_that_are_drawn() -> None:
    samples = (*islice(drawn(14), 24), *(("paragraph", first + second) for first, second in PAIRS))
    assert [sample for sample in samples if problems(sample)] == []
