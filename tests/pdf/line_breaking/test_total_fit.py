"""The lines of total fit are the best of all that are possible; finding them takes time with the length of the paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bookbuilder.formats.pdf.line_breaking.breakpoints import BreakKind, Breakpoints, Costs, Measure
from bookbuilder.formats.pdf.line_breaking.total_fit import (
    LOOSE,
    LOOSE_WITHOUT_HYPHENS,
    TIGHT,
    Lines,
    balanced,
    solution,
    total_fit,
)
from tests.growth import at_most, seconds

SPACE = 3.0
HYPHEN = 4.0
NOISE = 1e-4
"""In px: what a line may be too wide without being shrunk."""
Words = list[tuple[float, BreakKind]]
"""The width of each piece of text, and what stands behind it (`END`: a space as well, but for the last)."""


def breakpoints(words: Words) -> Breakpoints:
    """Return the places of a paragraph."""
    breaks = Breakpoints()
    place, spaces = 0.0, 0
    for number, (width, kind) in enumerate(words, 1):
        end, before = place + width, spaces
        if number == len(words):
            breaks.add(BreakKind.END, end, spaces, end, spaces)
        elif kind is BreakKind.PLAIN:
            place, spaces = end + SPACE, spaces + 1
            breaks.add(kind, end, before, place, spaces)
        else:
            place = end
            breaks.add(kind, end + (HYPHEN if kind is BreakKind.HYPHEN else 0.0), spaces, place, spaces)
    return breaks


@dataclass(frozen=True)
class Case:
    """What is asked of the solver."""

    breaks: Breakpoints
    measure: Measure
    costs: Costs
    hyphens: bool
    loosest: float
    most_hyphens: int | None

    def solution(self, *, fewest: bool = False) -> Lines | None:
        return solution(
            self.breaks, self.measure, self.costs, hyphens=self.hyphens, loosest=self.loosest,
            most_hyphens=self.most_hyphens, fewest=fewest,
        )  # fmt: skip

    def ways(self) -> Iterator[tuple[int, ...]]:
        """Yield all ways to choose places, each of which ends with the end of the paragraph and holds all forced breaks."""

        def behind(at: int) -> Iterator[tuple[int, ...]]:
            if at == len(self.breaks):
                yield ()
                return
            kind = self.breaks.kinds[at]
            for rest in behind(at + 1):
                if kind != BreakKind.HYPHEN or self.hyphens:
                    yield (at, *rest)
                if kind not in (BreakKind.FORCED, BreakKind.END):
                    yield rest

        return behind(0)

    def costs_of_ways(self) -> Iterator[tuple[tuple[int, ...], float]]:
        """Yield all ways with what they cost."""
        return ((ends, self.cost(ends)) for ends in self.ways())

    def cost(self, ends: tuple[int, ...]) -> float:
        """Return what lines cost together; infinite if one of them is not possible."""
        total, before, fit, hyphens = 0.0, -1, 1, 0
        for at in ends:
            kind = self.breaks.kinds[at]
            width, ratio = self.line(before, at)
            if ratio is None:
                return inf
            now = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            extra = {BreakKind.HYPHEN: self.costs.hyphen, BreakKind.DASH: self.costs.dash}.get(
                BreakKind(kind), 0.0
            )
            total += (self.costs.line + (100 if ratio > 0 else TIGHT) * abs(ratio) ** 3 + extra) ** 2
            if kind in (BreakKind.HYPHEN, BreakKind.DASH):
                total += self.costs.double if hyphens else 0
                hyphens += 1
                if self.most_hyphens is not None and hyphens > self.most_hyphens:
                    return inf
            else:
                if kind in (BreakKind.FORCED, BreakKind.END):
                    total += self.costs.last if hyphens else 0
                    total += self.costs.runt if width < self.costs.least and before >= 0 else 0
                hyphens = 0
            total += self.costs.contrast if abs(now - fit) > 1 else 0
            before, fit = at, now
        return total

    def line(self, before: int, at: int) -> tuple[float, float | None]:
        """Return how wide the line behind a place (-1: the first) is up to another one, and how much it is stretched, or
        (less than 0) shrunk; None if it cannot be."""
        breaks, measure = self.breaks, self.measure
        start, spaces = (breaks.starts[before], breaks.start_spaces[before]) if before >= 0 else (0.0, 0)
        width, spaces = breaks.ends[at] - start, breaks.end_spaces[at] - spaces
        spare = (measure.rest if before >= 0 else measure.first) - width
        if spare < -NOISE:
            room = spaces * measure.shrink + width * measure.elastic
            return width, spare / room if -spare <= room else None
        if spare <= 0 or (breaks.kinds[at] in (BreakKind.FORCED, BreakKind.END) and not measure.even):
            return width, 0.0
        room = spaces * measure.stretch + width * measure.elastic + measure.slack
        ratio = spare / room if room else 0.0 if spare <= NOISE else 1000.0
        return width, ratio if ratio <= self.loosest else None


KINDS = st.sampled_from(
    [BreakKind.PLAIN, BreakKind.PLAIN, BreakKind.PLAIN, BreakKind.HYPHEN, BreakKind.DASH, BreakKind.FORCED]
)
WORDS = st.lists(st.tuples(st.floats(0.5, 30), KINDS), min_size=1, max_size=10)
MEASURES = st.builds(
    Measure,
    st.floats(20, 60),
    st.floats(20, 60),
    st.sampled_from([0.0, SPACE / 2]),
    st.sampled_from([0.0, SPACE / 3]),
    st.sampled_from([0.0, 0.02]),
    st.sampled_from([0.0, 25.0]),
    st.booleans(),
)
COSTS = st.builds(Costs, runt=st.sampled_from([0.0, 40_000.0]), least=st.sampled_from([0.0, 20.0]))
CASES = st.builds(
    Case,
    WORDS.map(breakpoints),
    MEASURES,
    COSTS,
    st.booleans(),
    st.sampled_from([inf, LOOSE, LOOSE_WITHOUT_HYPHENS]),
    st.sampled_from([1, 2, 3, None]),
)


def same_cost(one: float, other: float) -> bool:
    return one == pytest.approx(other, rel=1e-9)


@given(case=CASES)
def test_the_lines_cost_least(case: Case) -> None:
    best = min(map(case.cost, case.ways()))
    found = case.solution()
    assert (found is None) == (best == inf)
    assert found is None or (same_cost(found.cost, best) and same_cost(case.cost(found.ends), best))


@given(case=CASES)
def test_the_fewest_lines_cost_least_of_all_that_are_as_few(case: Case) -> None:
    count, best = min((inf, inf) if cost == inf else (len(ends), cost) for ends, cost in case.costs_of_ways())
    found = case.solution(fewest=True)
    assert (found is None) == (best == inf)
    if found:
        assert len(found.ends) == count
        assert same_cost(found.cost, best) and same_cost(case.cost(found.ends), best)


@given(case=CASES)
@example(Case(breakpoints([(9.0, BreakKind.DASH)] * 9), Measure(10, 10), Costs(), True, inf, 2))
def test_what_is_not_good_enough_is_tried_with_less_demands(case: Case) -> None:
    """Without hyphens only good lines will do; with them, better lines that are loose than none."""
    asked = replace(case, loosest=LOOSE_WITHOUT_HYPHENS if not case.hyphens else LOOSE, most_hyphens=2)
    best = min(map(asked.cost, asked.ways()))
    if best == inf and case.hyphens:
        asked = replace(case, loosest=inf, most_hyphens=None)
        best = min(map(asked.cost, asked.ways()))
    found = total_fit(case.breaks, case.measure, case.costs, hyphens=case.hyphens)
    assert (found is None) == (best == inf)
    assert found is None or same_cost(found.cost, best)


@given(case=CASES)
def test_a_heading_has_as_few_lines_as_it_can(case: Case) -> None:
    asked = replace(case, loosest=inf, most_hyphens=2)
    costs = [(len(ends), cost) for ends, cost in asked.costs_of_ways() if cost < inf]
    found = balanced(case.breaks, case.measure, case.costs, hyphens=case.hyphens)
    assert (found is None) == (not costs)
    assert found is None or (same_cost(found.cost, min(costs)[1]) and len(found.ends) == min(costs)[0])


def test_a_line_may_be_better_for_the_next_one() -> None:
    """The first line takes less than it could, since the second would be too loose otherwise."""
    words = [
        (10.0, BreakKind.PLAIN),
        (10.0, BreakKind.PLAIN),
        (4.0, BreakKind.PLAIN),
        (25.0, BreakKind.PLAIN),
        (30.0, BreakKind.END),
    ]
    found = total_fit(breakpoints(words), Measure(32, 32, SPACE / 2, SPACE / 3, 0.02), Costs(), hyphens=True)
    assert found is not None and found.ends == (1, 3, 4)


# -- how long it takes -------------------------------------------------------------------------------------------------


class _Counted(float):
    """Where a line begins: each look at a line subtracts it."""

    looks = 0

    def __rsub__(self, end: float) -> float:
        _Counted.looks += 1
        return end - float(self)


def _paragraph(count: int, kinds: tuple[BreakKind, ...]) -> Breakpoints:
    """Return a paragraph of so many pieces of about ten px; the kinds of what stands behind them follow one another."""
    return breakpoints([(7.0 + number * 31 % 7, kinds[number % len(kinds)]) for number in range(count)])


TEXTS: dict[str, tuple[BreakKind, ...]] = {
    "words": (BreakKind.PLAIN,),
    "words with hyphens": (
        BreakKind.HYPHEN,
        BreakKind.PLAIN,
        BreakKind.PLAIN,
        BreakKind.HYPHEN,
        BreakKind.HYPHEN,
        BreakKind.PLAIN,
    ),
    "a long word": (BreakKind.HYPHEN,),
    "a chain of dashes": (BreakKind.DASH,),
}
MEASURE = Measure(280, 300, SPACE / 2, SPACE / 3, 0.02)
SIZES = (500, 1_000, 2_000, 4_000)


SOLVERS = {"paragraph": (total_fit, MEASURE), "heading": (balanced, replace(MEASURE, even=True))}


def _looks(solver: str, breaks: Breakpoints) -> int:
    breaks.starts = [_Counted(start) for start in breaks.starts]
    _Counted.looks = 0
    solve, measure = SOLVERS[solver]
    assert solve(breaks, measure, Costs(), hyphens=True) or solver == "heading"
    return _Counted.looks


@pytest.mark.heavy
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("kinds", TEXTS.values(), ids=TEXTS.keys())
def test_twice_the_text_takes_twice_the_looks(kinds: tuple[BreakKind, ...], solver: str) -> None:
    looks = [_looks(solver, _paragraph(size, kinds)) for size in SIZES]
    assert looks[0] > SIZES[0]
    for less, more in pairwise(looks):
        assert more < 2.2 * less


@pytest.mark.heavy
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("kinds", TEXTS.values(), ids=TEXTS.keys())
def test_eight_times_the_text_takes_eight_times_as_long(kinds: tuple[BreakKind, ...], solver: str) -> None:
    solve, least = SOLVERS[solver]

    def measure(count: int) -> float:
        breaks = _paragraph(count, kinds)
        return seconds(lambda: solve(breaks, least, Costs(), hyphens=True))

    assert at_most(16, measure, 500, 4_000)
