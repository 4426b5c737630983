"""Numbers with their units, as expressions compute with them: exact, and never in two units at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from bookbuilder.facts.fact_values import Amount, Day, Duration, FactValue, Number, Percentage, Quantity
from bookbuilder.locales import measurement_units
from bookbuilder.locales.unit_factors import single_factor


class NumberSort(StrEnum):
    """What a number without a unit is: a mere factor, a count of something (a fact), or per cent."""

    FACTOR = "a factor"
    COUNT = "a number"
    PERCENT = "a percentage"


@dataclass(frozen=True, slots=True)
class ValueUnit:
    """Powers of currencies and of CLDR's units, sorted by name; without any, the sort of the number."""

    powers: tuple[tuple[str, int], ...] = ()
    sort: NumberSort = NumberSort.FACTOR

    def __str__(self) -> str:
        """Return what a message calls it: `USD`, `kilometer`, `USD per kilometer`, `a number`."""
        if not self.powers:
            return self.sort.value
        above = [_power(name, power) for name, power in self.powers if power > 0]
        below = [_power(name, -power) for name, power in self.powers if power < 0]
        return " ".join(above or ["1"]) + (f" per {' '.join(below)}" if below else "")

    @property
    def single(self) -> str:
        """The one unit of a value that is not multiplied with or divided by others; else empty."""
        return self.powers[0][0] if len(self.powers) == 1 and self.powers[0][1] == 1 else ""


def _power(name: str, power: int) -> str:
    word = unit_word(name)
    return word if power == 1 else f"{word}^{power}"


def unit_word(name: str) -> str:
    """Return a unit as authors write it.

    >>> unit_word("length-kilometer"), unit_word("USD")
    ('kilometer', 'USD')
    """
    return name.partition("-")[2] or name


@dataclass(frozen=True, slots=True)
class UnitNumber:
    """A number with its unit. A percentage is a share of one: 12 % is 0.12."""

    value: Fraction
    unit: ValueUnit = ValueUnit()

    def __str__(self) -> str:
        """Return the value for messages: `200000000 USD`, `12.5 %`, `0.333`."""
        if not self.unit.powers:
            percent = self.unit.sort is NumberSort.PERCENT
            return decimal_text(self.value * 100) + " %" if percent else decimal_text(self.value)
        return f"{decimal_text(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day."""

    date: dt.date

    def __str__(self) -> str:
        """Return the day as facts.toml has it."""
        return self.date.isoformat()


@dataclass(frozen=True, slots=True)
class ValueSeries:
    """Values by their keys, in their order: those of a series, both days of an interval, both ends of a range."""

    name: str
    values: Mapping[str, UnitNumber | Moment]
    kind: str = "a series of values"


Single: TypeAlias = UnitNumber | Moment
Value: TypeAlias = UnitNumber | Moment | ValueSeries


def decimal_text(value: Fraction) -> str:
    """Return a number in at most five significant digits, or all digits before the point.

    >>> decimal_text(Fraction(1, 3)), decimal_text(Fraction(200000000)), decimal_text(Fraction(5, 2))
    ('0.33333', '200000000', '2.5')
    """
    if value.denominator == 1 or abs(value) >= 10_000:
        return str(round(value))
    places = 4
    while abs(value) * 10**places < 10_000 and places < 12:
        places += 1
    return f"{Decimal(round(value * 10**places)).scaleb(-places).normalize():f}"


def measured(fact: FactValue, name: str) -> Value:
    """Return a fact as a value of expressions."""
    match fact:
        case Amount(value, currency):
            return UnitNumber(Fraction(value), ValueUnit(((currency, 1),)))
        case Number(value, last):
            return _one_or_range(value, last, ValueUnit(sort=NumberSort.COUNT), name)
        case Percentage(value, last):
            share = None if last is None else last / 100
            return _one_or_range(value / 100, share, ValueUnit(sort=NumberSort.PERCENT), name)
        case Quantity(value, unit, last):
            return _one_or_range(
                value, last, ValueUnit(((measurement_units.unit_id(unit) or unit, 1),)), name
            )
        case Duration(value, unit):
            return UnitNumber(Fraction(value), ValueUnit(((f"duration-{unit}", 1),)))
        case Day(date):
            return Moment(date)
        case _:
            return ValueSeries(name, {"first": Moment(fact.first), "last": Moment(fact.last)}, "an interval")


def _one_or_range(value: Decimal, last: Decimal | None, unit: ValueUnit, name: str) -> Value:
    one = UnitNumber(Fraction(value), unit)
    return (
        one
        if last is None
        else ValueSeries(name, {"first": one, "last": UnitNumber(Fraction(last), unit)}, "a range")
    )


def times(left: ValueUnit, right: ValueUnit, sign: int) -> ValueUnit:
    """Return the unit of a product, or of a quotient if `sign` is -1."""
    powers = dict(left.powers)
    for name, power in right.powers:
        powers[name] = powers.get(name, 0) + sign * power
    rest = tuple(sorted((name, power) for name, power in powers.items() if power))
    if rest or left.powers or right.powers:
        return ValueUnit(rest)
    if right.sort is NumberSort.FACTOR:
        return left
    if sign < 0:
        # A number by a number, or a share by a share, is a mere factor.
        return ValueUnit(sort=left.sort if left.sort is not right.sort else NumberSort.FACTOR)
    return right if left.sort is not NumberSort.COUNT else left


def in_unit(measure: UnitNumber, unit: ValueUnit) -> UnitNumber | None:
    """Return a measure in another unit; None if that is one of another kind, or if words for it have several meanings."""
    if measure.unit == unit:
        return measure
    if not (measure.unit.powers or unit.powers):
        sorts = {measure.unit.sort, unit.sort}
        return UnitNumber(measure.value, unit) if NumberSort.FACTOR in sorts else None
    one, other = measure.unit.single, unit.single
    if not one or not other:
        return None
    factor = single_factor(one, other)
    return None if factor is None else UnitNumber(measure.value * factor, unit)
