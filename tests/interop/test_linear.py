"""Fragments that are drawn take time and memory that grow with their number, wherever they stand."""

from itertools import islice

from tests.linear.samples import SIGNS, drawn, problems

PAIRS = [("paragraph", first + SIGNS[at - 11]) for at, first in enumerate(SIGNS)]
"""Each sign once before another one, and once behind one; `python -m tests.linear --pairs` tries each with each."""


def test_each_sign_stands_before_another_and_behind_one() -> None:
    assert {pair[0] for _, pair in PAIRS} == {pair[-1] for _, pair in PAIRS} == {*SIGNS}
    assert all(pair[0] != pair[1] for _, pair in PAIRS)


def test_fragments_that_are_drawn() -> None:
    samples = (*islice(drawn(14), 24), *PAIRS)
    assert [sample for sample in samples if problems(sample)] == []
