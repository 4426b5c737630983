"""Finds words of an author that contradict the fact they stand for: another number, currency or day.

Only certain readings count. Words without a number ("this aid") contradict nothing, nor do "several millions" or "two
and a half".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from bookbuilder.facts.dates_in_text import DateInText
from bookbuilder.facts.fact_values import (
    Amount,
    Day,
    Duration,
    FactValue,
    Interval,
    Number,
    Percentage,
    Quantity,
)
from bookbuilder.facts.numbers_in_text import NumberInText
from bookbuilder.facts.values_in_text import ValueInText, values_in_text
from bookbuilder.locales import measurement_units
from bookbuilder.locales.value_lexicon import Lexicon


def find_contradiction(text: str, fact: FactValue, words: Lexicon, *, about: bool = False) -> str:
    """Return the part of a text that contradicts a fact, as it was typed; empty if there is none.

    `about`: the text may round freely. Equivalents in other currencies are ignored.
    """
    wrong = _contradicting(values_in_text(text, words), fact, about=about)
    return text[wrong.start : wrong.end].strip() if wrong else ""


def _contradicting(values: Sequence[ValueInText], fact: FactValue, *, about: bool) -> ValueInText | None:
    match fact:
        case Amount():
            return _amount(values, fact, about=about)
        case Day(date):
            return _days(values, lambda day: day.since is None and day.fits(date), date.year)
        case Interval():
            return _interval(values, fact)
        case Number(value, last):
            plain = [number for number in _certain(values) if not (number.currencies or number.percent)]
            return _numbers(plain, value, last, about=about)
        case Percentage(value, last):
            shares = [number for number in _certain(values) if not (number.currencies or number.units)]
            return _numbers([share for share in shares if share.percent] or shares, value, last, about=about)
        case Quantity(value, unit, last):
            return _quantity(
                _certain(values), value, last, measurement_units.unit_id(unit) or unit, about=about
            )
        case Duration(value, unit):
            return _quantity(_certain(values), value, None, f"duration-{unit}", about=about)


def _certain(values: Sequence[ValueInText]) -> list[NumberInText]:
    """Return the numbers that are certain; a word such as "one" may be an article, unless it counts something."""
    return [
        value
        for value in values
        if isinstance(value, NumberInText)
        and not value.uncertain
        and not (value.spelled and value.value == 1 and not value.units and not value.currencies)
    ]


def _amount(values: Sequence[ValueInText], fact: Amount, *, about: bool) -> NumberInText | None:
    """Return the contradicting sum: first among those in the fact's currency, then among bare numbers."""
    numbers = [amount for amount in _certain(values) if not amount.percent and not amount.units]
    in_currency = [number for number in numbers if fact.currency in number.currencies]
    if in_currency:
        outer = [amount for amount in in_currency if not amount.inner] or in_currency
        return _numbers(outer, abs(fact.value), None, about=about)
    in_other_currency = [number for number in numbers if number.currencies and not number.inner]
    same = [amount for amount in in_other_currency if amount.fits(abs(fact.value), about=about)]
    if same:
        has_rate = any(code in fact.rates for code in same[0].currencies)
        return None if has_rate else same[0]
    if in_other_currency:
        return None  # the equivalent in another currency
    scaled = [number for number in numbers if number.scaled and not number.inner]
    # A small number without a unit may count anything, and one like 1914 may be a year.
    large = [
        number for number in numbers if number.value >= 1000 and not _year(number) and not number.spelled
    ]
    return _numbers(scaled or large, abs(fact.value), None, about=about)


def _year(number: NumberInText) -> bool:
    return 1900 <= number.value <= 2100 and number.step == 1 and not number.scaled


def _numbers(
    numbers: Sequence[NumberInText], value: Decimal, last: Decimal | None, *, about: bool
) -> NumberInText | None:
    """Return the first number, unless one of them fits the value, or a range contains it.

    If the fact is a range and the words have a range, both ends must fit.
    """
    pairs = [(candidate, next_number) for candidate, next_number in pairwise(numbers) if next_number.joined]
    if last is not None:
        if not pairs:
            inside = any(_within(number, value, last, about=about) for number in numbers)
            return None if inside or not numbers else numbers[0]
        wrong = [
            pair
            for pair in pairs
            if not (pair[0].fits(value, about=about) and pair[1].fits(last, about=about))
        ]
        return wrong[0][0] if len(wrong) == len(pairs) else None
    if not numbers or any(number.fits(abs(value), about=about) for number in numbers):
        return None
    if any(candidate.value <= abs(value) <= next_number.value for candidate, next_number in pairs):
        return None
    return numbers[0]


def _within(number: NumberInText, value: Decimal, last: Decimal, *, about: bool) -> bool:
    return value <= number.value <= last or number.fits(value, about=about) or number.fits(last, about=about)


def _quantity(
    numbers: Sequence[NumberInText], value: Decimal, last: Decimal | None, unit: str, *, about: bool
) -> NumberInText | None:
    """Return the contradicting number. One in another unit may be equal, and is ignored if that cannot be computed; the
    same number in another unit contradicts."""
    numbers = [
        number
        for number in numbers
        if (not number.currencies and not number.percent) or unit == "concentr-percent"
    ]
    in_unit = [number for number in numbers if unit in number.units]
    bare = [number for number in numbers if not number.units]
    in_other_unit = [number for number in numbers if number.units and unit not in number.units]
    convertible = [
        candidate
        for candidate in in_other_unit
        if unit in _SECONDS and any(name in _SECONDS for name in candidate.units)
    ]
    if convertible:
        same = any(_converted(candidate, unit).fits(value, about=about) for candidate in convertible)
        return None if same or in_unit else convertible[0]
    if in_unit or not in_other_unit:
        return _numbers(in_unit or bare, value, last, about=about)
    if (
        not bare
        and last is None
        and any(_alike(unit, candidate) and candidate.fits(abs(value)) for candidate in in_other_unit)
    ):
        return in_other_unit[0]
    return None


_SECONDS = {
    "duration-second": 1,
    "duration-minute": 60,
    "duration-hour": 3600,
    "duration-day": 86400,
    "duration-week": 604800,
}


def _converted(number: NumberInText, unit: str) -> NumberInText:
    own_unit = next(name for name in sorted(number.units) if name in _SECONDS)
    factor = Decimal(_SECONDS[own_unit]) / _SECONDS[unit]
    return replace(
        number, value=number.value * factor, step=number.step * factor, loose=number.loose * factor
    )


def _alike(unit: str, number: NumberInText) -> bool:
    """Whether a number has another unit of the same kind: miles and kilometres."""
    kind = unit.partition("-")[0]
    return any(name.partition("-")[0] == kind for name in number.units)


def _days(values: Sequence[ValueInText], fits: Callable[[DateInText], bool], year: int) -> ValueInText | None:
    """Return the contradicting day; none if one of the days fits. A year alone counts as a day."""
    days = [value for value in values if isinstance(value, DateInText)]
    if days:
        return None if any(fits(day) for day in days) else days[0]
    years = [
        value
        for value in values
        if isinstance(value, NumberInText) and _year(value) and not value.spelled and not value.uncertain
    ]
    return years[0] if years and all(value.value != year for value in years) else None


def _interval(values: Sequence[ValueInText], fact: Interval) -> ValueInText | None:
    """Return the day that is no end of the interval, or lies outside of it."""
    days = [value for value in values if isinstance(value, DateInText)]
    short = (fact.last - fact.first).days < 7
    for day in days:
        ends = day.fits(fact.first) or day.fits(fact.last)
        if day.since is not None and (day.since != fact.first.day or not day.fits(fact.last)):
            return day
        if day.day is not None and not ends and (len(days) > 1 or not _inside(day, fact)):
            return day
        if day.day is None and day.month is not None and not (ends or _inside(day, fact)):
            return day
        if day.day is None and day.month is None and short and not _inside(day, fact):
            return day
    return None


def _inside(day: DateInText, fact: Interval) -> bool:
    """Whether a date in a text can mean a day of an interval; weekdays count if it is shorter than a week."""
    first, last = fact.first, fact.last
    if day.month is None:
        length = min((last - first).days, 6)
        return any(day.fits(first + dt.timedelta(days=n)) for n in range(length + 1))
    for year in (day.year,) if day.year else range(first.year, min(last.year, first.year + 1) + 1):
        month = year, day.month
        if day.day is None and (first.year, first.month) <= month <= (last.year, last.month):
            return True
        if day.day is not None and (first.year, first.month, first.day) <= (*month, day.day) <= (
            last.year,
            last.month,
            last.day,
        ):
            return True
    return False
