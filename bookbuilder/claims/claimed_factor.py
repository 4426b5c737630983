"""Finds the factor in a claim, so that it can be compared with its words: 2 in `us-aid ~ 2 * de-aid`."""

from __future__ import annotations

from fractions import Fraction

from bookbuilder.claims.expression import (
    Comparison,
    Expression,
    FunctionCall,
    Negative,
    NumberLiteral,
    Operation,
)

CLOSE = Fraction(1, 4)
"""How far a factor may be from the one that the words name: `> 1.8 *` beside "twice"."""


def claimed_factors(expression: Expression) -> tuple[Fraction, ...]:
    """Return the factors that a claim may mean, empty if it is none that says one.

    >>> from bookbuilder.claims.parse_expression import parse_expression
    >>> [str(factor) for factor in claimed_factors(parse_expression("change(a, 2021, 2022) ~ -1/3"))]
    ['1/3', '2/3']
    >>> claimed_factors(parse_expression("a > b"))
    ()
    """
    if (
        not isinstance(expression, Comparison)
        or len(expression.operators) != 1
        or "!=" in expression.operators
    ):
        return ()
    left, right = expression.operands
    factor = _number(right)
    match left:
        case FunctionCall("change") if factor is not None:
            return tuple(one for one in (abs(factor), 1 + factor) if one > 0)
        case FunctionCall("share" | "ratio") | Operation("/") if factor:
            return (abs(factor),)
        case _:
            pass
    match right:
        case Operation("*", first, second):
            factor = _number(first) or _number(second)
        case Operation("/", _, second):
            factor = _number(second)
        case _:
            factor = None
    return (abs(factor), 1 / abs(factor)) if factor else ()


def close(factor: Fraction, other: Fraction) -> bool:
    """Whether two factors are about the same."""
    return abs(factor - other) <= CLOSE * max(factor, other)


def _number(expression: Expression) -> Fraction | None:
    """Return a number that is written in an expression, perhaps as a fraction; None if it is anything else."""
    match expression:
        case NumberLiteral(value, "" | "%"):
            return value
        case Negative(operand):
            inner = _number(operand)
            return None if inner is None else -inner
        case Operation("/", left, right):
            above, below = _number(left), _number(right)
            return above / below if above is not None and below else None
        case _:
            return None
