"""Finds the best lines of a paragraph: those that cost least together (Knuth and Plass, Breaking paragraphs into lines,
1981).

Each place at which a line may end is met once, with the places before it from which a line would reach it. What a line costs
depends on the line before it only by how tight that is and how many hyphens end lines in a row; so the best way to a place
is kept for each of these. The work grows with the length of the paragraph, since a line reaches only so far."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints, Costs, Measure

MOST_HYPHENS = 2
"""Lines in a row that may end with a hyphen."""
LOOSE_WITHOUT_HYPHENS = 1.0
"""How far lines may stretch before hyphens are tried."""
TIGHT = 300.0
"""The badness of a line that shrinks as far as it may; one that stretches as far as it may well has 100. Tight lines are
what readers notice first."""
LOOSE = 4.0
"""How far lines may stretch before anything will do."""
_PASSED = 500
"""Places that no line reaches any more, before they are forgotten."""
_NOISE = 1e-4
"""In px: what rounding leaves over."""
_HYPHEN, _DASH, _FORCED = BreakKind.HYPHEN.value, BreakKind.DASH.value, BreakKind.FORCED.value

_Way = tuple[float, int, int, int, "_Way | None", int]
"""The best way to a place: its cost, its lines, how tight the last one is (0 to 3), how many hyphens end lines in a row, the
way to the place before, and the place (-1: the start of the paragraph)."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines end (indices of the breakpoints; the last one is the end of the paragraph), and what they cost."""

    ends: tuple[int, ...]
    cost: float


def total_fit(breaks: Breakpoints, measure: Measure, costs: Costs, *, hyphens: bool) -> Lines | None:
    """Return the best lines of a paragraph. Without `hyphens`, None if they are not good enough; with them, None if a word
    has no room on a line."""
    if not hyphens:
        return solution(breaks, measure, costs, hyphens=False, loosest=LOOSE_WITHOUT_HYPHENS)
    found = solution(breaks, measure, costs, hyphens=True, loosest=LOOSE)
    # Rather loose lines, and any number of hyphens in a row, than none.
    return found or solution(breaks, measure, costs, hyphens=True, most_hyphens=None)


def balanced(breaks: Breakpoints, measure: Measure, costs: Costs, *, hyphens: bool) -> Lines | None:
    """Return the fewest lines of a heading, all of them about equally long; None as with `total_fit`."""
    return solution(breaks, measure, costs, hyphens=hyphens, fewest=True)


def solution(
    breaks: Breakpoints,
    measure: Measure,
    costs: Costs,
    *,
    hyphens: bool,
    loosest: float = inf,
    most_hyphens: int | None = MOST_HYPHENS,
    fewest: bool = False,
) -> Lines | None:
    """Return the best lines of a paragraph; if `fewest`, the best of those with the fewest lines. None if there are none: a
    line stretches by `loosest` times of what it stretches well, and `most_hyphens` (None: any number) end lines in a row."""
    limits = _Limits(hyphens, loosest, most_hyphens, fewest)
    ways = _ways(breaks, measure, costs, limits)
    return _traced(min(ways, key=lambda way: (way[1], way[0]) if fewest else (0, way[0]))) if ways else None


def by_count(breaks: Breakpoints, measure: Measure, costs: Costs, *, loosest: float) -> dict[int, Lines]:
    """Return the best lines of a paragraph for each number of lines that is possible. The work grows with the square of the
    length, so it is for paragraphs of pages, not for what may be endless."""
    found: dict[int, Lines] = {}
    for way in sorted(
        _ways(breaks, measure, costs, _Limits(loosest=loosest, counts=True)), key=lambda way: way[0]
    ):
        found.setdefault(way[1], _traced(way))
    return found


@dataclass(frozen=True, slots=True)
class _Limits:
    """What lines may be; see `solution`. `counts`: the best ways are kept apart by their number of lines."""

    hyphens: bool = True
    loosest: float = inf
    most_hyphens: int | None = MOST_HYPHENS
    fewest: bool = False
    counts: bool = False


def _ways(breaks: Breakpoints, measure: Measure, costs: Costs, limits: _Limits) -> list[_Way]:
    """Return the best ways to the end of a paragraph; empty if there are none."""
    hyphens, loosest, most_hyphens, fewest, counts = (
        limits.hyphens, limits.loosest, limits.most_hyphens, limits.fewest, limits.counts,
    )  # fmt: skip
    ends, end_spaces, kinds = breaks.ends, breaks.end_spaces, breaks.kinds
    stretch, shrink, elastic, slack, rest = (
        measure.stretch, measure.shrink, measure.elastic, measure.slack, measure.rest,
    )  # fmt: skip
    ways: list[_Way] = [(0.0, 0, 1, 0, None, -1)]
    places: list[tuple[float, float, float, list[_Way]]] = [(0.0, 0, measure.first, ways)]
    low = 0
    for at, kind in enumerate(kinds):
        hyphen = kind in (_HYPHEN, _DASH)
        if kind == _HYPHEN and not hyphens:
            continue
        end, spaces = ends[at], end_spaces[at]
        last = kind >= _FORCED and not measure.even
        added = 0.0 if not hyphen else costs.hyphen if kind == _HYPHEN else costs.dash
        best: dict[tuple[int, int, int], _Way] = {}
        for start, before, length, ways in places[low:] if low else places:
            width = end - start
            spare = length - width
            if spare >= -_NOISE:
                if last:
                    ratio = 0.0
                else:
                    give = (spaces - before) * stretch + width * elastic + slack
                    ratio = spare / give if give > 0 else (0.0 if spare <= _NOISE else 1e3)
                    if ratio > loosest:
                        break  # a line that begins later is looser still
                    ratio = max(ratio, 0.0)
                bad = 100 * ratio * ratio * ratio
                fit = 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            else:
                give = (spaces - before) * shrink + width * elastic
                if spare < -give:
                    continue
                ratio = spare / give
                bad = -TIGHT * ratio * ratio * ratio
                fit = 1 if ratio >= -0.5 else 0
            cost = costs.line + bad + added
            cost *= cost
            # A paragraph of one line may be as short as it is.
            if kind >= _FORCED and width < costs.least and before >= 0 and start > 0:
                cost += costs.runt
            for way in ways:
                run = way[3]
                total = way[0] + cost
                if hyphen:
                    if run:
                        if run == most_hyphens:
                            continue
                        total += costs.double
                    # Without a limit only the last hyphen matters; to count them would multiply the ways.
                    run = 1 if most_hyphens is None else run + 1
                else:
                    if run and kind >= _FORCED:
                        total += costs.last
                        if spaces == before and width < costs.piece:
                            total += costs.runt
                    run = 0
                if fit - way[2] > 1 or way[2] - fit > 1:
                    total += costs.contrast
                count = way[1] + 1
                key = fit, run, count if counts else 0
                # The fewest lines are found at once: to find the best of each number took hours for a long heading.
                known = best.get(key)
                if known is None or (
                    known[0] > total if not fewest else (known[1], known[0]) > (count, total)
                ):
                    best[key] = total, count, fit, run, way, at
        if kind == _FORCED:
            places, low = [], 0
        else:
            # What is too far away for the text before this place, without a hyphen, is so for all that follows.
            done, done_spaces = breaks.starts[at], breaks.start_spaces[at]
            while low < len(places):
                start, before, length, _ = places[low]
                width = done - start
                if width - length <= (done_spaces - before) * shrink + width * elastic + _NOISE:
                    break
                low += 1
            if low > _PASSED:  # so that the ways which no way to the end leads through take no memory
                del places[:low]
                low = 0
        if best:
            places.append((breaks.starts[at], breaks.start_spaces[at], rest, list(best.values())))
        elif low >= len(places):
            return []
    return places[-1][3] if places and places[-1][3][0][5] == len(kinds) - 1 else []


def _traced(way: _Way) -> Lines:
    ends: list[int] = []
    step: _Way | None = way
    while step is not None and step[5] >= 0:
        ends.append(step[5])
        step = step[4]
    return Lines(tuple(reversed(ends)), way[0])
