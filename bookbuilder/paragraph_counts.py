"""How many paragraphs a layout has, and how many of them were broken line by line instead of over all their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """How many paragraphs there are, and how many of them were broken line by line, by the reason (sorted pairs)."""

    count: int = 0
    line_by_line: tuple[tuple[str, int], ...] = ()


NO_PARAGRAPHS = Paragraphs()
"""Of what was not laid out in parts."""


def total(each: Iterable[Paragraphs]) -> Paragraphs:
    """Return the sum of several counts."""
    count, reasons = 0, Counter[str]()
    for paragraphs in each:
        count += paragraphs.count
        reasons.update(dict(paragraphs.line_by_line))
    return Paragraphs(count, tuple(sorted(reasons.items())))
