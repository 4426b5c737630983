"""Limits output to the first findings of each kind in a file, with a count of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from bookbuilder.diagnostics import Diagnostic

SHOWN = 10
"""The most findings of one kind that are shown for a file."""


def fold_findings(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic | tuple[Diagnostic, int]]:
    """Yield findings in order; the last of too many of one kind in a file is followed by (finding, number left out)."""
    many = Counter((diagnostic.span.path, diagnostic.code) for diagnostic in diagnostics)
    left_out: Counter[tuple[str, str]] = Counter()
    met: Counter[tuple[str, str]] = Counter()
    for one in diagnostics:
        kind = one.span.path, one.code
        met[kind] += 1
        if met[kind] <= SHOWN:
            yield one
            continue
        left_out[kind] += one.more or 1
        if met[kind] == many[kind]:
            yield one, left_out[kind]
