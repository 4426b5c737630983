"""Computes the value of an expression as a fact, which every locale prints: us-aid / population.ua, rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from bookbuilder.claims.claim_rules import KIND, LARGE, ROUND, ExpressionError
from bookbuilder.claims.evaluate import FactTable, single
from bookbuilder.claims.expression import Expression
from bookbuilder.claims.measure import Moment, NumberSort, unit_word
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.facts.fact_values import Amount, Day, Duration, FactValue, Number, Percentage, Quantity
from bookbuilder.facts.sums_of_money import is_exact
from bookbuilder.locales import numbers

EXACT_PLACES = 2
"""Decimals with which a value is printed as it is; one that has more is rounded as newspapers do."""
PLACES = range(-12, 10)
"""What `round` can be."""


def computed_value(text: str, decimals: str, facts: Mapping[str, FactValue]) -> FactValue:
    """Return the value of an expression, rounded to some decimals (a number, or empty); raises `ExpressionError`."""
    expression = parse_expression(text)
    places = _places(decimals, text)
    value = single(expression, FactTable.of(facts))
    if isinstance(value, Moment):
        return Day(value.date)
    unit = value.unit
    percent = unit.sort is NumberSort.PERCENT and not unit.powers
    number = _rounded(value.value * 100 if percent else value.value, places, expression)
    if not unit.powers:
        return Percentage(number) if percent else Number(number)
    if not unit.single:
        part = write_expression(expression)
        raise ExpressionError(
            KIND, expression.start, expression.end, part=part, kind=str(unit), wanted="a value in one unit"
        )
    if unit.single.isupper():
        return Amount(number, unit.single)
    word = unit_word(unit.single)
    return Duration(number, word) if unit.single.startswith("duration-") else Quantity(number, word)


def _places(decimals: str, text: str) -> int | None:
    if not decimals:
        return None
    digits = decimals.removeprefix("-")
    if len(digits) > 2 or not (digits.isascii() and digits.isdecimal()) or int(decimals) not in PLACES:
        raise ExpressionError(ROUND, 0, len(text), "write round=2", value=decimals)
    return int(decimals)


def _rounded(value: Fraction, places: int | None, expression: Expression) -> Decimal:
    """Return a number rounded half up; without `places` as it is, if it has few decimals, or else as newspapers do."""
    if abs(value) >= 10**24:
        raise ExpressionError(LARGE, expression.start, expression.end)
    if places is None:
        exact = value * 10**EXACT_PLACES
        if exact.denominator == 1:
            return _scaled(int(exact), EXACT_PLACES)
        result = numbers.rounded(_scaled(_half_up(value * 10**12), 12))
    else:
        result = _scaled(_half_up(value * Fraction(10) ** places), places)
    if not is_exact(result):
        raise ExpressionError(LARGE, expression.start, expression.end)
    return result


def _half_up(value: Fraction) -> int:
    nearest = (abs(value) + Fraction(1, 2)).__floor__()
    return -nearest if value < 0 else nearest


def _scaled(value: int, places: int) -> Decimal:
    """Return a whole number divided by a power of ten, without zeros at its end."""
    number = Decimal(value).scaleb(-places)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
