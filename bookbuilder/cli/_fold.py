"""Shows the first findings of each kind in a file, and in one line how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bookbuilder.diagnostics import Diagnostic

SHOWN = 10
"""Findings of one kind that are shown of a file."""


def folded(found: Sequence[Diagnostic]) -> Iterator[Diagnostic | tuple[Diagnostic, int]]:
    """Yield findings in their order; behind the last of a kind and a file that there are too many of, one of them and how
    many were left out."""
    many = Counter((one.span.path, one.code) for one in found)
    met: Counter[tuple[str, str]] = Counter()
    for one in found:
        kind = one.span.path, one.code
        met[kind] += 1
        if met[kind] <= SHOWN:
            yield one
        elif met[kind] == many[kind]:
            yield one, many[kind] - SHOWN
