"""Judges a claim: whether the values of its facts are as it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bookbuilder.claims.claim_rules import KIND, UNITS, ExpressionError
from bookbuilder.claims.evaluate import FactTable, common, single
from bookbuilder.claims.expression import Comparison, Expression, Junction
from bookbuilder.claims.measure import Moment, Single, UnitNumber, decimal_text
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What `~` allows: the left value lies between `low` and `high` times the right one; no `high` is no limit."""

    low: Fraction = Fraction(95, 100)
    high: Fraction | None = Fraction(105, 100)

    def allows(self, left: Fraction, right: Fraction) -> bool:
        """Whether a value is about another one.

        >>> Tolerance().allows(Fraction(104), Fraction(100)), Tolerance().allows(Fraction(-104), Fraction(100))
        (True, False)
        """
        if not right:
            return not left
        ratio = left / right
        return self.low <= ratio and (self.high is None or ratio <= self.high)

    def __str__(self) -> str:
        """Return it for messages: `0.95 to 1.05 times`."""
        if self.high is None:
            return Phrase("{low} times or more", low=decimal_text(self.low))
        return Phrase("{low} to {high} times", low=decimal_text(self.low), high=decimal_text(self.high))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A comparison that does not hold: both sides as they are written, their values, and what would be right."""

    left: str
    right: str
    left_value: Single
    right_value: Single
    ratio: Fraction | None
    operator: str


def judge_claim(expression: Expression, table: FactTable, tolerance: Tolerance) -> Contradiction | None:
    """Return the first comparison of a claim that does not hold, None if it is true. Raises `ExpressionError`."""
    match expression:
        case Comparison():
            # All are evaluated, so that a fault in one is not hidden by another one.
            judged = list(_judged(expression, table, tolerance))
            return next((one for one in judged if one is not None), None)
        case Junction("and", parts):
            several = [judge_claim(part, table, tolerance) for part in parts]
            return next((one for one in several if one is not None), None)
        case Junction(parts=parts):
            several = [judge_claim(part, table, tolerance) for part in parts]
            return None if None in several else several[-1]
        case _:
            raise ExpressionError(
                KIND, expression.start, expression.end, "compare it with something: a > b, a ~ 2 * b",
                part=write_expression(expression), kind="a value", wanted="a comparison",
            )  # fmt: skip


def _judged(expression: Comparison, table: FactTable, tolerance: Tolerance) -> Iterator[Contradiction | None]:
    values = [single(operand, table) for operand in expression.operands]
    for index, sign in enumerate(expression.operators):
        pair = expression.operands[index], expression.operands[index + 1]
        left, right = values[index], values[index + 1]
        if isinstance(left, Moment) and isinstance(right, Moment):
            true = sign != "~" and _compared(sign, left.date.toordinal(), right.date.toordinal())
            if sign == "~":
                raise ExpressionError(
                    UNITS,
                    pair[0].start,
                    pair[1].end,
                    "write =, < or >",
                    left="a day",
                    right="a day",
                    operator="~",
                )
            ratio = None
        else:
            one, other = common(left, right, pair, sign, table)
            true = (
                tolerance.allows(one.value, other.value)
                if sign == "~"
                else _compared(sign, one.value, other.value)
            )
            ratio = one.value / other.value if other.value else None
            left, right = _shown(left, one), _shown(right, other)
        if true:
            yield None
        else:
            yield Contradiction(
                write_expression(pair[0]), write_expression(pair[1]), left, right, ratio, sign
            )


def _shown(value: Single, same: UnitNumber) -> Single:
    """Return a number as it was written, or in the unit of the other side where it has none."""
    return same if isinstance(value, UnitNumber) and not value.unit.powers else value


def _compared(sign: str, left: Fraction | int, right: Fraction | int) -> bool:
    match sign:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right
