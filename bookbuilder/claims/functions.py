"""The functions of expressions: change, share, ratio, sum, max, min, mean, first, last, count, abs, days, worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import islice

from bookbuilder.claims.claim_rules import FUNCTION, KIND, RATE, UNITS, UNKNOWN_FACT, ZERO, ExpressionError
from bookbuilder.claims.expression import DateLiteral, Expression, FactName, FunctionCall, NumberLiteral
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
from bookbuilder.facts.fact_values import Amount, FactValue
from bookbuilder.phrases import Phrase, phrase_of

PERCENT = ValueUnit(sort=NumberSort.PERCENT)
DAYS = ValueUnit((("duration-day", 1),))


@dataclass(frozen=True, slots=True)
class Argument:
    """What a function is applied to: the expression, and the function that evaluates it."""

    expression: Expression
    evaluated: Callable[[], Value]

    def refused(self, kind: str, wanted: str) -> ExpressionError:
        """Return the error of an argument of another kind (`claim.kind`)."""
        one = self.expression
        return ExpressionError(
            KIND, one.start, one.end, part=write_expression(one), kind=phrase_of(kind), wanted=wanted
        )

    def measure(self) -> UnitNumber:
        """Return its value, which has to be a number."""
        match self.evaluated():
            case UnitNumber() as value:
                return value
            case Moment():
                raise self.refused("a day", "a number")
            case ValueSeries(kind=kind):
                raise self.refused(kind, "one number")


@dataclass(frozen=True, slots=True)
class Function:
    """A function: how it is written, and how many arguments it takes (None: any number)."""

    form: str
    least: int
    most: int | None


FUNCTIONS: Mapping[str, Function] = {
    "change": Function("change(series, 2021, 2022)", 1, 3),
    "share": Function("share(part, whole)", 2, 2),
    "ratio": Function("ratio(one, other)", 2, 2),
    "sum": Function("sum(series)", 1, None),
    "max": Function("max(series)", 1, None),
    "min": Function("min(series)", 1, None),
    "mean": Function("mean(series)", 1, None),
    "first": Function("first(series)", 1, 1),
    "last": Function("last(series)", 1, 1),
    "count": Function("count(series)", 1, 1),
    "abs": Function("abs(value)", 1, 1),
    "days": Function("days(from, to)", 1, 2),
    "worth": Function("worth(fact, EUR)", 2, 2),
}
"""The functions by name."""
OF_SERIES = frozenset({"sum", "max", "min", "mean", "first", "last", "count"})
"""Those that look at all values of the series that they are applied to."""


def apply_function(
    call: FunctionCall,
    arguments: Sequence[Argument],
    facts: Mapping[str, FactValue],
    series: Mapping[str, dict[str, FactValue]],
) -> Single:
    """Return the value of a call; raises `ExpressionError`."""
    function = FUNCTIONS.get(call.function)
    if function is None:
        unknown = Phrase("there is no function {function!r}", function=call.function)
        raise ExpressionError(
            FUNCTION, call.start, call.end, nearest(call.function, FUNCTIONS), problem=unknown
        )
    most = len(arguments) if function.most is None else function.most
    if not function.least <= len(arguments) <= most:
        problem = (
            Phrase("{function} has 1 value in its brackets", function=call.function)
            if len(arguments) == 1
            else Phrase(
                "{function} has {count} values in its brackets", function=call.function, count=len(arguments)
            )
        )
        raise ExpressionError(
            FUNCTION, call.start, call.end, Phrase("write {form}", form=function.form), problem=problem
        )
    match call.function:
        case "change":
            return _change(call, arguments, series)
        case "share" | "ratio":
            part, whole = arguments[0].measure(), _whole(arguments[1])
            unit = PERCENT if call.function == "share" else None
            return _quotient(part, whole, arguments, call.function, unit)
        case "count":
            return UnitNumber(Fraction(len(_several(arguments))), ValueUnit(sort=NumberSort.COUNT))
        case "sum" | "max" | "min" | "mean":
            return _summary(call.function, arguments)
        case "first" | "last":
            values = list(_several(arguments))
            return values[0] if call.function == "first" else values[-1]
        case "abs":
            value = arguments[0].measure()
            return replace(value, value=abs(value.value))
        case "days":
            return _days(call, arguments)
        case _:
            return _worth(call, arguments, facts)


def _several(arguments: Sequence[Argument]) -> Sequence[Single]:
    """Return the values of a series, or those of several arguments."""
    values: list[Single] = []
    for argument in arguments:
        value = argument.evaluated()
        values += value.values.values() if isinstance(value, ValueSeries) else [value]
    return values


def _summary(function: str, arguments: Sequence[Argument]) -> Single:
    values = _several(arguments)
    if all(isinstance(value, Moment) for value in values) and function in ("max", "min"):
        moments = [value for value in values if isinstance(value, Moment)]
        return (max if function == "max" else min)(moments, key=lambda moment: moment.date)
    measures: list[UnitNumber] = []
    for value in values:
        if isinstance(value, Moment):
            raise arguments[0].refused("a day", "a number")
        same = in_unit(value, measures[0].unit) if measures else value
        if same is None:
            raise _of_two_units(arguments, measures[0], value, function)
        measures.append(same)
    if function in ("max", "min"):
        return (max if function == "max" else min)(measures, key=lambda measure: measure.value)
    total = sum((measure.value for measure in measures), Fraction(0))
    return replace(measures[0], value=total / len(measures) if function == "mean" else total)


def _of_two_units(
    arguments: Sequence[Argument], one: Single, other: Single, function: str
) -> ExpressionError:
    first, last = arguments[0].expression, arguments[-1].expression
    left, right = (str(value.unit) if isinstance(value, UnitNumber) else "a day" for value in (one, other))
    return ExpressionError(UNITS, first.start, last.end, left=left, right=right, operator=function)


def _whole(argument: Argument) -> UnitNumber:
    """Return what a share is of: a number, or all values of a series."""
    value = argument.evaluated()
    if not isinstance(value, ValueSeries):
        return argument.measure()
    total = _summary("sum", (argument,))
    assert isinstance(total, UnitNumber)
    return total


def _quotient(
    part: UnitNumber, whole: UnitNumber, arguments: Sequence[Argument], function: str, unit: ValueUnit | None
) -> UnitNumber:
    if not whole.value:
        one = arguments[-1].expression
        raise ExpressionError(ZERO, one.start, one.end, part=write_expression(one))
    same = in_unit(part, whole.unit)
    if same is None and unit is None:
        return UnitNumber(part.value / whole.value, times(part.unit, whole.unit, -1))
    if same is None:
        raise _of_two_units(arguments, part, whole, function)
    return UnitNumber(same.value / whole.value, unit or ValueUnit())


def _change(
    call: FunctionCall, arguments: Sequence[Argument], series: Mapping[str, dict[str, FactValue]]
) -> UnitNumber:
    """Return by how much a series changed from one key to another (its first and last), or by how much the second value
    is more than the first: as a share of the first."""
    head = arguments[0].expression
    name = head.name if isinstance(head, FactName) else ""
    if name in series and len(arguments) in (1, 3):
        keys = [_key(argument.expression) for argument in arguments[1:]]
        keys = keys or [next(iter(series[name])), next(reversed(series[name]))]
        before, after = (
            _member(name, key, series, argument)
            for key, argument in zip((keys[0], keys[-1]), (arguments[1:] or (arguments[0],) * 2), strict=True)
        )
        whole_name = f"{name}.{keys[0]}"
    elif len(arguments) == 2:
        before, after = arguments[0].measure(), arguments[1].measure()
        whole_name = write_expression(head)
    else:
        problem = Phrase("{expression} is no series of values", expression=write_expression(head))
        raise ExpressionError(FUNCTION, head.start, head.end, "write change(before, after)", problem=problem)
    if not before.value:
        raise ExpressionError(ZERO, call.start, call.end, part=whole_name)
    same = in_unit(after, before.unit)
    if same is None:
        raise _of_two_units(arguments, before, after, "change")
    return UnitNumber((same.value - before.value) / abs(before.value), PERCENT)


def _key(expression: Expression) -> str:
    """Return the key of a series that an argument is: 2021, 2022-01, 2022-01-17, jan."""
    match expression:
        case NumberLiteral(text=text, unit=""):
            return text
        case DateLiteral(text):
            return text
        case FactName(name):
            return name
        case _:
            return write_expression(expression)


def _nearest_key(key: str, members: Mapping[str, FactValue]) -> str:
    first = ", ".join(islice(members, 6))
    return nearest(key, members) or Phrase(
        "its keys are {known}", known=f"{first} …" if len(members) > 6 else first
    )


def _member(
    name: str, key: str, series: Mapping[str, dict[str, FactValue]], argument: Argument
) -> UnitNumber:
    members = series[name]
    key = key.removeprefix(f"{name}.")
    if key not in members:
        place = argument.expression
        raise ExpressionError(
            UNKNOWN_FACT, place.start, place.end, partial(_nearest_key, key, members), name=f"{name}.{key}"
        )
    value = measured(members[key], f"{name}.{key}")
    if not isinstance(value, UnitNumber):
        raise argument.refused("no number", "a number")
    return value


def _days(call: FunctionCall, arguments: Sequence[Argument]) -> UnitNumber:
    """Return how many days lie between two days, or how many an interval has, its first and last included."""
    days: list[dt.date] = []
    for argument in arguments:
        match argument.evaluated():
            case Moment(date):
                days.append(date)
            case ValueSeries(values=values, kind="an interval") if len(arguments) == 1:
                ends = [value.date for value in values.values() if isinstance(value, Moment)]
                return UnitNumber(Fraction((ends[1] - ends[0]).days + 1), DAYS)
            case _:
                raise argument.refused("no day", "a day")
    if len(days) != 2:
        problem = Phrase("{expression} is one day", expression=write_expression(arguments[0].expression))
        raise ExpressionError(
            FUNCTION,
            call.start,
            call.end,
            Phrase("write {form}", form=FUNCTIONS["days"].form),
            problem=problem,
        )
    return UnitNumber(Fraction((days[1] - days[0]).days), DAYS)


def _worth(call: FunctionCall, arguments: Sequence[Argument], facts: Mapping[str, FactValue]) -> UnitNumber:
    """Return a sum in another currency: the author's own figure, or by the rate of its fact."""
    first, second = call.arguments
    fact = facts.get(first.name) if isinstance(first, FactName) else None
    if not isinstance(fact, Amount):
        arguments[0].measure()  # an unknown fact says so itself
        raise arguments[0].refused("no sum of facts.toml", "the name of one")
    currency = second.name if isinstance(second, FactName) else write_expression(second)
    if currency == fact.currency:
        return UnitNumber(Fraction(fact.value), ValueUnit(((currency, 1),)))
    if fact.worth is not None and currency == fact.equivalent:
        return UnitNumber(Fraction(fact.worth), ValueUnit(((currency, 1),)))
    rate = fact.rates.get(currency)
    if rate is None:
        known = sorted(fact.rates)
        hint = nearest(currency, known) or Phrase(
            'add rates = {{ {currency} = "…" }} to [{expression}]',
            currency=currency[:3],
            expression=write_expression(first),
        )
        raise ExpressionError(
            RATE, second.start, second.end, hint, fact=write_expression(first), currency=currency
        )
    return UnitNumber(Fraction(fact.value) / Fraction(rate), ValueUnit(((currency, 1),)))
