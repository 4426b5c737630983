"""Writes an expression back as text, with as few brackets as it can have; `parse_expression` reads the same from it."""

from __future__ import annotations

import re
from decimal import Decimal

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

_BARE = re.compile(r"[^\W\d]\w*(?:[-.]\w+)*")
_LEVELS = {"or": 0, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4}
_COMPARISON, _OPERAND = 2, 5


def write_expression(expression: Expression) -> str:
    """Return the text of an expression.

    >>> from bookbuilder.claims.parse_expression import parse_expression
    >>> write_expression(parse_expression("(a-b+2)*(3)<=  share(x,'y z')"))
    "(a-b + 2) * 3 <= share(x, 'y z')"
    """
    return _write(expression)[0]


def _write(expression: Expression) -> tuple[str, int]:
    """Return the text of an expression, and how tightly it is bound."""
    match expression:
        case NumberLiteral(value, unit):
            number = f"{Decimal((value * 100 if unit == '%' else value).numerator):f}"
            shown = value * 100 if unit == "%" else value
            if shown.denominator != 1:
                number = _decimal(shown.numerator, shown.denominator)
            return f"{number} {unit.partition('-')[2] or unit}".strip(), _OPERAND
        case DateLiteral(text):
            return text, _OPERAND
        case FactName(name):
            return name if _BARE.fullmatch(name) and name not in ("and", "or") else f"'{name}'", _OPERAND
        case FunctionCall(function, arguments):
            return f"{function}({', '.join(write_expression(one) for one in arguments)})", _OPERAND
        case Negative(operand):
            return f"-{_at_least(operand, _OPERAND)}", _OPERAND
        case Operation():
            return _row(expression)
        case Comparison(operands, operators):
            text = _at_least(operands[0], _COMPARISON + 1)
            for sign, operand in zip(operators, operands[1:], strict=True):
                text += f" {sign} {_at_least(operand, _COMPARISON + 1)}"
            return text, _COMPARISON
        case Junction(word, parts):
            level = _LEVELS[word]
            return f" {word} ".join(_at_least(part, level + 1) for part in parts), level


def _row(expression: Operation) -> tuple[str, int]:
    """Return a row of operations of one level: `a - b + c`; it is walked, since it may be long."""
    level = _LEVELS[expression.operator]
    parts: list[str] = []
    first: Expression = expression
    while isinstance(first, Operation) and _LEVELS[first.operator] == level:
        parts.append(f" {first.operator} {_at_least(first.right, level + 1)}")
        first = first.left
    return _at_least(first, level) + "".join(reversed(parts)), level


def _at_least(expression: Expression, level: int) -> str:
    text, own = _write(expression)
    return text if own >= level else f"({text})"


def _decimal(numerator: int, denominator: int) -> str:
    """Return a fraction whose denominator is a power of ten, as all are that were written as decimals."""
    places = 0
    while numerator * 10**places % denominator:
        places += 1
    digits = str(numerator * 10**places // denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"
