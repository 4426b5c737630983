"""Tells equal marks of a file apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bookbuilder.proof.mark import ProofMark


def number_equal_marks(marks: Iterable[ProofMark]) -> Iterator[ProofMark]:
    """Yield marks, each of those that would have one id with its number among them, from 0."""
    seen: Counter[str] = Counter()
    for mark in marks:
        number = seen[mark.id]
        seen[mark.id] += 1
        yield replace(mark, number=number) if number else mark
