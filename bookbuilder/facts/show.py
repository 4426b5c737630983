"""Prints a fact in the form of a locale."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.facts.model import Amount, Day, Duration, FactValue, Interval, Number
from bookbuilder.locales import Locale, dates, numbers


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact in print: its text, the value for machines (HTML `value` or `datetime`), and whether that is a time."""

    text: str
    machine: str
    time: bool = False


def show(
    fact: FactValue, locale: Locale, form: str = "", *, equivalent: bool = True, tight: bool = False
) -> Shown:
    """Return a fact as the locale prints it.

    `form` is `short`, `long` or `name` for amounts, `day`, `full` or `short` for dates. An amount without a form is
    `long` in running text and `short` where room is `tight` (tables, captions). `equivalent=False` leaves the
    converted amount out.
    """
    match fact:
        case Amount():
            form = form or ("short" if tight else "long")
            text = numbers.amount(fact.value, fact.currency, locale, form)
            if equivalent and fact.equivalent and fact.rate:
                worth = numbers.rounded(fact.value / fact.rate)
                other = numbers.about(numbers.amount(worth, fact.equivalent, locale, form), locale)
                text = numbers.pair(text, other, locale)
            return Shown(text, f"{fact.value:f} {fact.currency}")
        case Day(day):
            return Shown(dates.date(day, locale, form or "date"), day.isoformat(), time=True)
        case Interval(first, last):
            return Shown(dates.interval(first, last, locale), f"{first.isoformat()}/{last.isoformat()}")
        case Number(value):
            return Shown(numbers.number(value, locale), f"{value:f}")
        case Duration(value, unit):
            return Shown(numbers.quantity(value, unit, locale), _period(value, unit), time=True)


def _period(value: object, unit: str) -> str:
    """Return a duration as HTML's `datetime` wants it: `PT2H`, `P3D` (ISO 8601)."""
    letter = unit[0].upper()
    return f"PT{value}{letter}" if unit in ("second", "minute", "hour") else f"P{value}{letter}"
