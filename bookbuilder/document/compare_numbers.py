"""Compares the numbers of a text with those of its translation, in whatever form each language writes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bookbuilder.document.text_lines import TextLine
from bookbuilder.facts.dates_in_text import DateInText
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.values_in_text import values_in_text
from bookbuilder.locales.value_lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class NumberInLine:
    """A number of a line: its text and value. One that is not `sure` may match another, but is never missing.

    `kind` is how its value may differ in translation: a `time` by another clock, a `measure` in another unit, a `decade`
    without its century. `counts` is what it certainly counts: `days`, `money` or `percent`.
    """

    line: TextLine
    start: int
    text: str
    value: Decimal
    sure: bool = True
    kind: str = ""
    counts: str = ""


def numbers_in_line(line: TextLine, words: Lexicon) -> Iterator[NumberInLine]:
    """Yield the numbers of a line outside facts; of a date its day and year."""
    for value in values_in_text(line.text, words):
        text = line.text[value.start : value.end].strip()
        if any(start < value.end and value.start < end for start, end, _ in line.facts):
            continue
        if isinstance(value, DateInText):
            yield from _day(line, value, text)
            continue
        yield from _number(line, value, text)


def _day(line: TextLine, date: DateInText, text: str) -> Iterator[NumberInLine]:
    """Yield day and year of a date; 4.2.10 may be the number of a section."""
    sure = any(letter.isalpha() for letter in text) or bool(re.search(r"\d{4}", text))
    for part in (date.day, date.year) if sure else (date.day, date.month, (date.year or 0) % 100):
        if part is not None:
            yield NumberInLine(line, date.start, text, Decimal(part), sure=sure, counts="days")


def _number(line: TextLine, number: NumberInText, text: str) -> Iterator[NumberInLine]:
    kind = "time" if number.clock else "measure" if number.converted else "decade" if number.uncertain else ""
    sure = not (number.spelled or number.uncertain or kind)
    counts = "percent" if number.percent else "money" if number.currencies else ""
    yield NumberInLine(line, number.start, text, number.value, sure, kind, counts)
    for part in number.parts:
        yield NumberInLine(line, number.start, text, part, sure=False, kind=kind)


def changed_numbers(
    source: Sequence[NumberInLine], translation: Sequence[NumberInLine]
) -> list[tuple[NumberInLine, NumberInLine]]:
    """Return the numbers that differ in the translation: those without a counterpart on both sides, in pairs.

    A number on one side only may be a word on the other, and is ignored. Equal texts have no pairs.
    """
    left, right = list(source), list(translation)
    # Sure ones first, or an unsure reading could use up the number that a sure one has become.
    for sure_left, sure_right in ((True, True), (False, False), (True, False), (False, True)):
        left, right = _cancelled(left, right, sure_left=sure_left, sure_right=sure_right)
    first, second = _unmatched(left, right), _unmatched(right, left)
    return _pairs(first, second)


MAX_COMPARED, MAX_REPORTED = 50, 8
"""Most numbers of a block that are compared, and reported; where more differ, it is no translation."""


def _pairs(
    first: Sequence[NumberInLine], second: Sequence[NumberInLine]
) -> list[tuple[NumberInLine, NumberInLine]]:
    """Pair each number with the first that it may have become."""
    waiting, pairs = list(second[:MAX_COMPARED]), []
    for number in first[:MAX_COMPARED]:
        match = next((index for index, candidate in enumerate(waiting) if _alike(number, candidate)), None)
        if match is not None:
            pairs.append((number, waiting.pop(match)))
    return pairs[:MAX_REPORTED]


def _alike(number: NumberInLine, other: NumberInLine) -> bool:
    """Whether one number may have become the other: both may count the same, and have about as many digits, or the same
    digits with another scale. 3 ships have not become the year 1972."""
    if number.counts and other.counts and number.counts != other.counts:
        return False
    figures, others = (figure.value.normalize().as_tuple().digits for figure in (number, other))
    return figures == others or abs(number.value.adjusted() - other.value.adjusted()) <= 1


def _cancelled(
    left: Sequence[NumberInLine], right: Sequence[NumberInLine], *, sure_left: bool, sure_right: bool
) -> tuple[list[NumberInLine], list[NumberInLine]]:
    """Return two lists of numbers without equal ones, among those that are sure or not on each side."""
    count = Counter(figure.value for figure in left if figure.sure is sure_left)
    count &= Counter(figure.value for figure in right if figure.sure is sure_right)
    return _without(left, count, sure=sure_left), _without(right, count, sure=sure_right)


def _without(numbers: Sequence[NumberInLine], count: Counter[Decimal], *, sure: bool) -> list[NumberInLine]:
    remaining, left = Counter(count), []
    for number in numbers:
        if number.sure is sure and remaining[number.value] > 0:
            remaining[number.value] -= 1
        else:
            left.append(number)
    return left


def _unmatched(numbers: Sequence[NumberInLine], others: Sequence[NumberInLine]) -> list[NumberInLine]:
    """Return the sure numbers that no unsure one can mean: by another clock, in another unit, without its century."""
    unsure = [figure for figure in others if not figure.sure]
    measures = sum(figure.kind == "measure" for figure in unsure)
    hours = {figure.value + shift for figure in unsure if figure.kind == "time" for shift in (12, -12)}
    decades_of_years = {figure.value % 100 for figure in unsure if figure.kind == "decade"}
    result = []
    for number in numbers:
        if (
            not number.sure
            or number.value in hours
            or (decades_of_years and number.value % 100 in decades_of_years)
        ):
            continue
        if measures:
            measures -= 1
            continue
        result.append(number)
    return result
