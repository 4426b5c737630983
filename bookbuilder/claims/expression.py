"""The parts that an expression over facts consists of: `change(us-aid, 2021, 2022) ~ 1/3`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number that is written in an expression. `unit` is a currency (`USD`), a unit of CLDR (`length-kilometer`), `%`, or
    empty; `text` is how the number was written."""

    value: Fraction
    unit: str = ""
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """A day, or a month if `date` is None: `2022-01-17`, `2022-01`, which may be the key of a series."""

    text: str
    date: dt.date | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FactName:
    """The name of a fact, of a series, of a value in one (troops.jan), or of a currency."""

    name: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function and what it is applied to."""

    function: str
    arguments: tuple[Expression, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """An expression with a minus before it."""

    operand: Expression
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions with one of `+ - * /` between them."""

    operator: str
    left: Expression
    right: Expression
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more expressions with one of `= != < <= > >= ~` between each and the next."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Junction:
    """Claims with `and` between them, or with `or`."""

    word: str
    parts: tuple[Expression, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


Expression: TypeAlias = (
    NumberLiteral | DateLiteral | FactName | FunctionCall | Negative | Operation | Comparison | Junction
)


def names(expression: Expression) -> Iterator[FactName]:
    """Yield every name in an expression that may be a fact, in its order: no currency, and no key of a series."""
    match expression:
        case FactName():
            yield expression
        case FunctionCall("worth", arguments=parts) | FunctionCall("change", arguments=parts) if len(
            parts
        ) != 2 or (expression.function == "worth"):
            yield from names(parts[0]) if parts else ()
        case FunctionCall(arguments=parts) | Comparison(operands=parts) | Junction(parts=parts):
            for part in parts:
                yield from names(part)
        case Negative(operand):
            yield from names(operand)
        case Operation(left=left, right=right):
            yield from names(left)
            yield from names(right)
        case _:
            pass
