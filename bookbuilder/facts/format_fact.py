"""Formats a fact for a locale: `200 Millionen Dollar (rund 176 Millionen Euro)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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
from bookbuilder.locales import Locale, amounts, dates, measurement_units, numbers

FORMS: Mapping[type[FactValue], tuple[str, ...]] = {
    Amount: ("short", "long", "name", "digits"),
    Day: ("day", "full", "short", "week", "year"),
    Interval: ("day", "full", "short", "week", "year"),
    Number: ("short", "long", "spellout", "ordinal", "digits"),
    Quantity: ("short", "long", "digits"),
    Duration: ("short", "long"),
    Percentage: ("short", "long", "digits"),
}
"""Type of fact → values of `form`, besides `written`. Behind `digits` may stand how many decimals are wanted."""
NONE = "none"
"""The `equivalent` that prints none."""


@dataclass(frozen=True, slots=True)
class FormattedFact:
    """A formatted fact: its text, the machine-readable value (HTML `value` or `datetime`), and whether that is a time."""

    text: str
    machine: str
    time: bool = False


def format_fact(
    fact: FactValue,
    locale: Locale,
    form: str = "",
    *,
    equivalent: str = "",
    sign: bool = False,
    tight: bool = False,
    approximate: bool = False,
) -> FormattedFact:
    """Return a fact formatted for a locale.

    `form` is one of `FORMS`; if empty, amounts, quantities, durations and percentages are `long` in running text and
    `short` where space is `tight` (tables, captions), and others have their usual form. `equivalent` is a currency;
    `none` prints no equivalent, and empty leaves the choice to the fact and the locale. It is in brackets, or behind
    the `sign` ≈. `approximate` rounds as a newspaper does and adds `about`, but for dates. `digits` has no scale word, and
    as many decimals as stand behind it, rounded half up: `digits:2`.
    """
    form, _, places = form.partition(":")
    width = form or ("short" if tight else "long")
    if form == "digits" and not approximate:
        text = _in_digits(fact, locale, int(places) if places else None)
        return FormattedFact(text, machine_value(fact))

    def round_if_approximate(value: Decimal) -> Decimal:
        return numbers.rounded(value) if approximate else value

    def round_last(value: Decimal | None) -> Decimal | None:
        return None if value is None else round_if_approximate(value)

    def mark_approximate(text: str, *, money: bool = False) -> str:
        return numbers.about(text, locale, money=money) if approximate else text

    match fact:
        case Amount():
            text = mark_approximate(
                amounts.amount(round_if_approximate(fact.value), fact.currency, locale, width), money=True
            )
            return FormattedFact(
                _with_equivalent(text, fact, locale, width, equivalent, sign=sign), machine_value(fact)
            )
        case Day(day):
            return FormattedFact(dates.date(day, locale, form or "date"), machine_value(fact), time=True)
        case Interval(first, last):
            return FormattedFact(dates.interval(first, last, locale, form or "date"), machine_value(fact))
        case Number(value, last):
            text = _number(round_if_approximate(value), round_last(last), locale, form)
            return FormattedFact(mark_approximate(text), machine_value(fact))
        case Quantity(value, unit, last):
            text = measurement_units.quantity(
                round_if_approximate(value), unit, locale, width, last=round_last(last)
            )
            return FormattedFact(mark_approximate(text), machine_value(fact))
        case Percentage(value, last):
            text = _percentage(round_if_approximate(value), round_last(last), locale, width)
            return FormattedFact(mark_approximate(text), machine_value(fact))
        case Duration(value, unit):
            text = mark_approximate(
                measurement_units.quantity(round_if_approximate(value), unit, locale, width)
            )
            return FormattedFact(text, machine_value(fact), time=True)


def _in_digits(fact: FactValue, locale: Locale, decimals: int | None) -> str:
    """Return a number in digits with its sign or unit, as columns of a table have it: `1.234,50 €`."""

    def exact(value: Decimal) -> Decimal:
        return value if decimals is None else value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    def both(show: Callable[[Decimal], str], value: Decimal, last: Decimal | None) -> str:
        return show(value) if last is None else numbers.between(show(value), show(last), locale)

    match fact:
        case Amount(value, currency):
            return amounts.with_sign(exact(value), currency, locale, decimals)
        case Number(value, last):
            return both(lambda one: numbers.number(exact(one), locale, decimals), value, last)
        case Percentage(value, last):
            return both(lambda one: numbers.percentage(exact(one), locale, decimals), value, last)
        case Quantity(value, unit, last):
            return both(
                lambda one: measurement_units.in_digits(exact(one), unit, locale, decimals), value, last
            )
        case _:
            return machine_value(fact)


def _with_equivalent(text: str, fact: Amount, locale: Locale, form: str, wanted: str, *, sign: bool) -> str:
    """Return an amount with its equivalent in the wanted currency, the fact's, or the readers'; without one if the fact is
    in that currency already, or has no rate for it."""
    currency = wanted or fact.equivalent or locale.home_currency
    rate, own_worth = fact.rates.get(currency), fact.worth if currency == fact.equivalent else None
    if currency in (NONE, fact.currency) or (rate is None and own_worth is None):
        return text
    value = own_worth if own_worth is not None or rate is None else numbers.rounded(fact.value / rate)
    worth = amounts.amount(value or Decimal(0), currency, locale, form)
    return amounts.with_equivalent(text, worth, locale, sign=sign)


def _number(value: Decimal, last: Decimal | None, locale: Locale, form: str) -> str:
    def formatted(value: Decimal) -> str:
        match form:
            case "spellout":
                return numbers.spelled(value, locale)
            case "ordinal":
                return numbers.ordinal(value, locale)
            case "short" | "long":
                return numbers.compact(value, locale, form)
            case _:
                return numbers.number(value, locale)

    return formatted(value) if last is None else numbers.between(formatted(value), formatted(last), locale)


def _percentage(value: Decimal, last: Decimal | None, locale: Locale, form: str) -> str:
    if form == "long":
        return measurement_units.quantity(value, "percent", locale, last=last)
    text = numbers.percentage(value if last is None else last, locale)
    if last is None:
        return text
    both = numbers.between(numbers.number(value, locale), numbers.number(last, locale), locale)
    return text.replace(numbers.number(last, locale), both, 1)


def machine_value(fact: FactValue) -> str:
    """Return the machine-readable value of a fact: `200000000 USD`, `2022-01-17`, `PT2H` (HTML's `value`, `datetime`)."""
    match fact:
        case Amount():
            return f"{fact.value:f} {fact.currency}"
        case Day(day):
            return day.isoformat()
        case Interval(first, last):
            return f"{first.isoformat()}/{last.isoformat()}"
        case Number(value, upto):
            return _range(value, upto)
        case Quantity(value, unit, upto):
            return f"{_range(value, upto)} {unit}"
        case Percentage(value, upto):
            return f"{_range(value, upto)}%"
        case Duration(value, unit):
            letter = unit[0].upper()
            return f"PT{value}{letter}" if unit in ("second", "minute", "hour") else f"P{value}{letter}"


def _range(value: Decimal, last: Decimal | None) -> str:
    return f"{value:f}" if last is None else f"{value:f}..{last:f}"
