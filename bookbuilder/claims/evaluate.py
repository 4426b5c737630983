"""Evaluates an expression over facts, exactly: every value has its unit, and values of two units are refused."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, partial

from bookbuilder.claims.claim_rules import DAY, KIND, LARGE, MUCH, UNITS, UNKNOWN_FACT, ZERO, ExpressionError
from bookbuilder.claims.expression import (
    Comparison,
    DateLiteral,
    Expression,
    FactName,
    FunctionCall,
    Junction,
    Negative,
    NumberLiteral,
    Operation,
)
from bookbuilder.claims.functions import FUNCTIONS, OF_SERIES, Argument, apply_function
from bookbuilder.claims.measure import (
    Moment,
    NumberSort,
    Single,
    UnitNumber,
    Value,
    ValueSeries,
    ValueUnit,
    in_unit,
    measured,
    times,
)
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.diagnostics import nearest
from bookbuilder.facts.fact_series import series_of
from bookbuilder.facts.fact_values import Amount, FactValue
from bookbuilder.phrases import Phrase, phrase_of

BITS = 20_000
"""Binary digits of the longest number that is computed with."""
MOST_VALUES = 2_000_000
"""Values of series that the expressions of a chapter go through."""
ARITHMETIC: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


class FactTable(Mapping[str, FactValue]):
    """The facts of a book, and the series among them: the values troops.jan, troops.feb are the series `troops`."""

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        self._facts = facts
        self._measured: dict[str, ValueSeries] = {}
        self._walked = 0

    @staticmethod
    def of(facts: Mapping[str, FactValue]) -> FactTable:
        """Return the table of facts; a table is its own, so that its series are found once."""
        return facts if isinstance(facts, FactTable) else FactTable(facts)

    def __getitem__(self, name: str) -> FactValue:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @cached_property
    def series(self) -> Mapping[str, dict[str, FactValue]]:
        """The series among the facts, by name."""
        return series_of(self._facts)

    def series_values(self, name: str) -> ValueSeries | None:
        """Return the values of a series, None if there is none of this name."""
        if name in self.series and name not in self._measured:
            values = {key: measured(value, f"{name}.{key}") for key, value in self.series[name].items()}
            singles = {key: value for key, value in values.items() if not isinstance(value, ValueSeries)}
            self._measured[name] = ValueSeries(name, singles)
        return self._measured.get(name)

    def walks(self, values: int) -> bool:
        """Whether so many values more may be gone through, which are counted."""
        self._walked += values
        return self._walked <= MOST_VALUES

    def convertible(self, expression: Expression, currency: str) -> bool:
        """Whether an expression is a fact that has a rate for a currency."""
        fact = self.get(expression.name) if isinstance(expression, FactName) else None
        return isinstance(fact, Amount) and (currency in fact.rates or currency == fact.equivalent)


def evaluate(expression: Expression, table: FactTable) -> Value:
    """Return the value of an expression; raises `ExpressionError`."""
    match expression:
        case NumberLiteral(value, unit):
            return UnitNumber(value, _written_unit(unit))
        case DateLiteral(text, date):
            if date is None:
                raise _refused(expression, Phrase("the month {text}", text=text), "a value")
            return Moment(date)
        case FactName():
            return _fact(expression, table)
        case Negative(operand):
            measure = _measure(operand, table)
            return replace(measure, value=-measure.value)
        case Operation():
            return _operation(expression, table)
        case FunctionCall(function, arguments):
            if function in FUNCTIONS:
                whole = function in OF_SERIES and len(arguments) == 1
                given = [Argument(part, partial(_argument, part, table, whole=whole)) for part in arguments]
                return _checked(apply_function(expression, given, table, table.series), expression)
            return apply_function(expression, [], table, table.series)
        case Comparison() | Junction():
            raise _refused(expression, "a comparison", "a value")


def single(expression: Expression, table: FactTable) -> Single:
    """Return the value of an expression that is one number or day, not several."""
    value = evaluate(expression, table)
    if isinstance(value, ValueSeries):
        raise _refused(
            expression, value.kind, "one value", Phrase("write last({name}) or max({name})", name=value.name)
        )
    return value


def common(
    left: Single, right: Single, expression: tuple[Expression, Expression], sign: str, table: FactTable
) -> tuple[UnitNumber, UnitNumber]:
    """Return two numbers in one unit: that of the left one, or of the one that has a unit. Raises `claim.unit`."""
    first, second = expression
    if isinstance(left, UnitNumber) and isinstance(right, UnitNumber):
        _refuse_bare_percent(first, left, right, sign)
        _refuse_bare_percent(second, right, left, sign)
        if _is_zero(first) and right.unit.powers:
            return UnitNumber(left.value, right.unit), right
        if _is_zero(second) and left.unit.powers:
            return left, UnitNumber(right.value, left.unit)
        mere = not left.unit.powers and left.unit.sort is NumberSort.FACTOR
        unit = right.unit if mere and not right.unit.powers else left.unit
        one, other = in_unit(left, unit), in_unit(right, unit)
        if one is not None and other is not None:
            return one, other
    raise _mixed(left, right, first, second, sign, table)


def _is_zero(expression: Expression) -> bool:
    return isinstance(expression, NumberLiteral) and not expression.value and not expression.unit


def _refuse_bare_percent(expression: Expression, own: UnitNumber, other: UnitNumber, sign: str) -> None:
    """Refuse `share > 50`: a share of fifty is five thousand per cent, which nobody means."""
    if other.unit.sort is NumberSort.PERCENT and not other.unit.powers:
        if isinstance(expression, NumberLiteral) and not expression.unit and own.value >= 1:
            raise ExpressionError(
                UNITS, expression.start, expression.end, Phrase("write {text} %", text=expression.text),
                left=Phrase("a percentage"), right=Phrase("the number {number}", number=expression.text), operator=sign,
            )  # fmt: skip


def _mixed(
    left: Single, right: Single, first: Expression, second: Expression, sign: str, table: FactTable
) -> ExpressionError:
    kinds = [_kind(left), _kind(right)]
    hint = ""
    units = [value.unit.single if isinstance(value, UnitNumber) else "" for value in (left, right)]
    if all(unit.isupper() for unit in units):
        rated = table.convertible(first, units[1])
        fact, currency = (
            (first, units[1]) if rated or not isinstance(second, FactName) else (second, units[0])
        )
        hint = Phrase(
            "write worth({expression}, {currency})",
            expression=write_expression(fact),
            currency=currency,
        )
    return ExpressionError(
        UNITS, first.start, second.end, hint,
        left=f"{write_expression(first)} ({kinds[0]})", right=f"{write_expression(second)} ({kinds[1]})", operator=sign,
    )  # fmt: skip


def _kind(value: Single) -> str:
    return "a day" if isinstance(value, Moment) else str(value.unit)


def _refused(expression: Expression, kind: str, wanted: str, hint: str = "") -> ExpressionError:
    part = write_expression(expression)
    return ExpressionError(
        KIND, expression.start, expression.end, hint, part=part, kind=phrase_of(kind), wanted=wanted
    )


def _written_unit(unit: str) -> ValueUnit:
    if unit == "%":
        return ValueUnit(sort=NumberSort.PERCENT)
    return ValueUnit(((unit, 1),)) if unit else ValueUnit()


def _fact(name: FactName, table: FactTable) -> Value:
    fact = table.get(name.name)
    if fact is not None:
        return measured(fact, name.name)
    series = table.series_values(name.name)
    if series is None:
        raise ExpressionError(
            UNKNOWN_FACT, name.start, name.end, partial(_meant, name.name, table), name=name.name
        )
    _count(series, name, table)
    return series


def _argument(expression: Expression, table: FactTable, *, whole: bool) -> Value:
    """Return what a function is applied to; of a `whole` series its values, also where the fact has one of its own."""
    name = expression.name if isinstance(expression, FactName) else ""
    series = table.series_values(name) if whole and name in table else None
    if series is None:
        return evaluate(expression, table)
    _count(series, expression, table)
    return series


def _count(series: ValueSeries, place: Expression, table: FactTable) -> None:
    if not table.walks(len(series.values)):
        raise ExpressionError(MUCH, place.start, place.end, most=f"{MOST_VALUES:,}")


def _meant(name: str, table: FactTable) -> str:
    """Return a hint for the name of no fact: a minus without blanks around it, or the nearest name."""
    for index, letter in enumerate(name):
        one, other = name[:index], name[index + 1 :]
        if letter == "-" and all(part in table or part in table.series for part in (one, other)):
            return Phrase("write {one} - {other}, with blanks around the minus", one=one, other=other)
    return nearest(name, [*table, *table.series])


def _measure(expression: Expression, table: FactTable) -> UnitNumber:
    value = single(expression, table)
    if isinstance(value, Moment):
        raise _refused(expression, "a day", "a number")
    return value


def _operation(expression: Operation, table: FactTable) -> Single:
    """Return the value of sums and products; a long row of them is walked, not climbed down."""
    row: list[Operation] = []
    first: Expression = expression
    while isinstance(first, Operation):
        row.append(first)
        first = first.left
    value = single(first, table)
    for step in reversed(row):
        value = _checked(_applied(step, value, single(step.right, table), table), step)
    return value


def _applied(step: Operation, left: Single, right: Single, table: FactTable) -> Single:
    sign = step.operator
    if isinstance(left, Moment) or isinstance(right, Moment):
        return _with_days(step, left, right, table)
    if sign in "+-":
        left, right = common(left, right, (step.left, step.right), sign, table)
        return UnitNumber(ARITHMETIC[sign](left.value, right.value), left.unit)
    if sign == "/" and not right.value:
        raise ExpressionError(ZERO, step.right.start, step.right.end, part=write_expression(step.right))
    if left.unit.single and right.unit.single:  # 30 km / 500 m
        right = in_unit(right, left.unit) or right
    return UnitNumber(
        ARITHMETIC[sign](left.value, right.value), times(left.unit, right.unit, -1 if sign == "/" else 1)
    )


DAY_UNIT = ValueUnit((("duration-day", 1),))


def _with_days(step: Operation, left: Single, right: Single, table: FactTable) -> Single:
    """Return the days between two days, or the day some days before or after another one."""
    sign = step.operator
    match left, right:
        case Moment(first), Moment(second) if sign == "-":
            return UnitNumber(Fraction((first - second).days), DAY_UNIT)
        case Moment(date), UnitNumber() if sign in "+-" and (days := in_unit(right, DAY_UNIT)):
            try:
                ordinal = date.toordinal() + (1 if sign == "+" else -1) * int(days.value)
                return Moment(date.fromordinal(ordinal))
            except (ValueError, OverflowError):
                raise ExpressionError(DAY, step.start, step.end, day=write_expression(step)) from None
        case _:
            raise _mixed(left, right, step.left, step.right, sign, table)


def _checked(value: Single, expression: Expression) -> Single:
    """Return a value, unless its number is too long."""
    if isinstance(value, UnitNumber):
        if value.value.numerator.bit_length() + value.value.denominator.bit_length() > BITS:
            raise ExpressionError(LARGE, expression.start, expression.end)
    return value
