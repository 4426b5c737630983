"""Finds marks that want different things of the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bookbuilder.diagnostics import Span
from bookbuilder.proof.apply_marks import PLAIN
from bookbuilder.proof.mark import ProofMark, ProofMarkKind


def mark_conflicts(marks: Iterable[ProofMark]) -> Mapping[str, tuple[str, ...]]:
    """Return for each mark that contradicts others their ids, in the order of their places. The places are those of one text
    of each file; equal wishes are one, and words may be bold and italic."""
    wanted = sorted(
        (mark for mark in marks if mark.kind in PLAIN and mark.start.line),
        key=lambda mark: (mark.start, mark.end, mark.id),
    )
    found: dict[str, list[str]] = {}
    before: list[ProofMark] = []
    for mark in wanted:
        before = [one for one in before if one.start.path == mark.start.path and one.end >= mark.start]
        for other in before:
            if _touch(other, mark) and not _agree(other, mark):
                found.setdefault(other.id, []).append(mark.id)
                found.setdefault(mark.id, []).append(other.id)
        before.append(mark)
    return {name: tuple(others) for name, others in found.items()}


def _touch(one: ProofMark, other: ProofMark) -> bool:
    """Whether two marks share a character, are at the same point, or one is a point inside the other."""
    first, last = max(one.start, other.start), min(one.end, other.end)
    if (one.start, one.end) == (other.start, other.end):
        return True
    if one.start == one.end or other.start == other.end:
        point, (start, end) = _point(one, other)
        return start < point < end
    return first < last


def _point(one: ProofMark, other: ProofMark) -> tuple[Span, tuple[Span, Span]]:
    """Return the place of the one that is a point, and the places between which the other one is."""
    return (
        (one.start, (other.start, other.end)) if one.start == one.end else (other.start, (one.start, one.end))
    )


def _agree(one: ProofMark, other: ProofMark) -> bool:
    if {one.kind, other.kind} == {ProofMarkKind.FORMAT}:
        return True
    return (one.kind, one.start, one.end, one.new) == (other.kind, other.start, other.end, other.new)
