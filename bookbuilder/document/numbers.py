"""Compares the numbers of a text with those of its translation, whatever each language makes of their form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.document.lines import Line
from bookbuilder.facts.said import Said, said
from bookbuilder.facts.said_days import SaidDay
from bookbuilder.locales.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a line: what was typed, and its value. One that is not `sure` may answer another, but lacks none.

    `kind` is what it may be else: the `time` of a day by another clock, a `measure` in another unit, a year without its
    century (`decade`).
    """

    line: Line
    start: int
    text: str
    value: Decimal
    sure: bool = True
    kind: str = ""


def figures(line: Line, words: Lexicon) -> Iterator[Figure]:
    """Yield the numbers of a line that stand outside facts; of a date its day and its year."""
    for found in said(line.text, words):
        text = line.text[found.start : found.end].strip()
        if any(start < found.end and found.start < end for start, end, _ in line.facts):
            continue
        if isinstance(found, SaidDay):
            for value in (found.day, found.year):
                if value is not None:
                    yield Figure(line, found.start, text, Decimal(value))
            continue
        yield from _number(line, found, text)


def _number(line: Line, found: Said, text: str) -> Iterator[Figure]:
    kind = "time" if found.clock else "measure" if found.converted else "decade" if found.loosely else ""
    sure = not (found.spelled or found.loosely or kind)
    yield Figure(line, found.start, text, found.value, sure, kind)
    for part in found.parts:
        yield Figure(line, found.start, text, part, sure=False, kind=kind)


def changed(source: Sequence[Figure], translation: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Return the numbers that are another in the translation: those without a counterpart on both sides, in pairs.

    A number that only one side has may be a word on the other, and tells nothing. Equal texts have no pair.
    """
    left, right = _without(source, translation), _without(translation, source)
    return list(zip(left, right))


def _without(numbers: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """Return the sure numbers that have no counterpart among others: equal ones first, then those that may be."""
    pool: dict[Decimal, list[Figure]] = {}
    for other in others:
        pool.setdefault(other.value, []).append(other)
    for same in pool.values():
        same.sort(key=lambda figure: not figure.sure)  # sure ones are used up first
    left = []
    for number in numbers:
        if not number.sure:
            continue
        same = pool.get(number.value, [])
        if same:
            same.pop(0)
        else:
            left.append(number)
    unsure = [figure for same in pool.values() for figure in same if not figure.sure]
    return _answered(left, unsure)


def _answered(left: Sequence[Figure], unsure: Sequence[Figure]) -> list[Figure]:
    """Return the numbers that no unsure one can mean: by another clock, in another unit, with its century."""
    measures = sum(figure.kind == "measure" for figure in unsure)
    hours = {figure.value for figure in unsure if figure.kind == "time"}
    decades = {figure.value % 100 for figure in unsure if figure.kind == "decade"}
    found = []
    for number in left:
        if number.value in {hour + 12 for hour in hours} | {hour - 12 for hour in hours}:
            continue
        if decades and number.value % 100 in decades:
            continue
        if measures:
            measures -= 1
            continue
        found.append(number)
    return found
