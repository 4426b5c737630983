"""Checks measures that authors have converted themselves: `30 km (10 Meilen)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeGuard

from bookbuilder.checks.check import ChapterInput, Check
from bookbuilder.checks.equivalents import fits
from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.document.text_lines import text_lines
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.values_in_text import ValueInText, values_in_text
from bookbuilder.locales.tokenizer import tokenize
from bookbuilder.locales.unit_factors import conversions
from bookbuilder.locales.value_lexicon import Lexicon, lexicon

UNEQUAL = Rule(
    "measure.unequal",
    "{said} are {worth} {unit}, and the brackets say {other}",
    "A measure and the same in another unit behind it, in brackets, differ by more than the last digit that is written:"
    " one of them is wrong. A word such as about allows a tenth.",
    Severity.WARNING,
)
_DIGIT = re.compile(r"\d")
_BRACKET = re.compile(r"[(（]")
_OPENING = re.compile(r"\s*[(（]\s*[=≈~]?\s*")
_CLOSING = re.compile(r"\s*[)）]")
_NUMBER = re.compile(r"[\d\s.,'’٫٬]*")
ABOUT = Decimal("0.1")
"""How much two measures may differ if one of them is said to be rounded, as a share."""


def each(subject: ChapterInput, report: Report) -> None:
    """Report measures in brackets that are not those before them."""
    if not subject.lines:
        return
    words = lexicon(subject.locale, subject.world)
    for line in text_lines(subject.written, subject.locale.language):
        if not _has_brackets(line.text):
            continue
        place = line.places(subject.lines)
        for first, second in _pairs(line.text, words):
            if line.within(first.start, second.end):
                continue
            worth = _contradicting(first, second)
            if worth is not None:
                report(
                    UNEQUAL,
                    place(first.start),
                    said=line.text[first.start : first.end],
                    worth=_short(worth).replace(".", words.decimal),
                    unit=_NUMBER.sub("", line.text[second.start : second.end], count=1),
                    other=line.text[second.start : second.end],
                    hint="correct one of them, or write that it is rounded",
                )


def _has_brackets(text: str) -> bool:
    """Whether a bracket stands between two digits. (As one pattern that takes the square of the length of the text.)"""
    digit = _DIGIT.search(text)
    bracket = digit and _BRACKET.search(text, digit.end())
    return bool(bracket and _DIGIT.search(text, bracket.end()))


def _pairs(text: str, words: Lexicon) -> Iterator[tuple[NumberInText, NumberInText]]:
    """Yield each measure that stands before brackets with nothing but another one in them."""
    values = values_in_text(text, words)
    for index, (first, second) in enumerate(pairwise(values)):
        if not (_is_measure(first) and _is_measure(second)) or first.inner or not second.inner:
            continue
        opening = _OPENING.match(text, first.end)
        if opening is None or not _CLOSING.match(text, second.end) or _continues(values, index, text):
            continue
        between = tokenize(text[opening.end() : second.start])
        hedge = words.lean.at(between, 0) if between else None
        if not between or (hedge and hedge[1] == len(between)):
            yield first, second


def _is_measure(value: ValueInText) -> TypeGuard[NumberInText]:
    return isinstance(value, NumberInText) and bool(value.units) and not value.uncertain and not value.joined


def _continues(values: Sequence[ValueInText], index: int, text: str) -> bool:
    """Whether a measure is the second part of one in two units: 5 feet 11 inches."""
    return index > 0 and not text[values[index - 1].end : values[index].start].strip()


def _contradicting(first: NumberInText, second: NumberInText) -> Decimal | None:
    """Return the first measure in the unit of the second, if they differ; None if they do not, or cannot be compared."""
    worth: list[Decimal] = []
    for unit in sorted(first.units):
        for other in sorted(second.units):
            if unit == other:
                return None
            there = list(conversions(first.value, unit, other))
            back = conversions(second.value, other, unit)
            if any(_fits(second, real, first) for real in there) or any(
                _fits(first, real, second) for real in back
            ):
                return None
            # Below zero: the sign is no part of a number in a text.
            cold = conversions(-first.value, unit, other) if unit.startswith("temperature-") else ()
            if any(_fits(second, abs(real), first) for real in cold):
                return None
            worth += there
    return worth[0] if worth else None


def _fits(figure: NumberInText, real: Decimal, beside: NumberInText) -> bool:
    """Whether a figure is a rounded real value; a tenth is allowed if it, or that beside it, is said to be rounded."""
    rounded = 0 in (figure.lean, beside.lean)
    return fits(figure, real) or (rounded and abs(real - figure.value) <= figure.value * ABOUT)


def _short(value: Decimal) -> str:
    """Return a value with three significant digits.

    >>> _short(Decimal("18.6411")), _short(Decimal(12345)), _short(Decimal("0.01234"))
    ('18.6', '12345', '0.0123')
    """
    return f"{value:.{max(2 - value.adjusted(), 0)}f}"


CHECK = Check("unit-conversions", "A measure in brackets is the one before it in another unit.", each=each)
"""Found by `bookbuilder.discovery`."""
