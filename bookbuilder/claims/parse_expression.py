"""Parses an expression over facts by precedence, in linear time: `us-aid > 1.8 * de-aid and max(troops) = troops.jan`."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import partial

from bookbuilder.claims.claim_rules import DAY, SYNTAX, ExpressionError
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
from bookbuilder.claims.expression_tokens import ExpressionToken, expression_tokens
from bookbuilder.diagnostics import nearest
from bookbuilder.facts.sums_of_money import DIGITS
from bookbuilder.locales import measurement_units
from bookbuilder.locales.amounts import currencies, nearest_currency
from bookbuilder.locales.calendar import date_hint, parse_iso_date
from bookbuilder.phrases import Phrase

DEPTH = 24
"""Levels of brackets, and of signs before a number."""
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=", "~")
WORDS = ("and", "or")


def parse_expression(text: str) -> Expression:
    """Return an expression; raises `ExpressionError` (`claim.syntax`, `claim.day`, `claim.unit`).

    >>> parse_expression("a > 2 * b").operators
    ('>',)
    """
    parser = _Parser(expression_tokens(text))
    result = parser.junction("or")
    token = parser.token
    if token.kind != "end":
        raise ExpressionError(
            SYNTAX,
            token.start,
            token.end,
            problem=Phrase("nothing joins {text!r} to what stands before", text=token.text),
        )
    return result


class _Parser:
    """Walks over the tokens once."""

    def __init__(self, tokens: list[ExpressionToken]) -> None:
        self.tokens, self.index, self.depth = tokens, 0, 0

    @property
    def token(self) -> ExpressionToken:
        """The next token."""
        return self.tokens[self.index]

    def sign(self, *signs: str) -> ExpressionToken | None:
        """Return the next token, and go on, if it is one of some signs."""
        token = self.token
        if token.kind != "sign" or token.text not in signs:
            return None
        self.index += 1
        return token

    def word(self, word: str) -> bool:
        if self.token.kind != "name" or self.token.text != word:
            return False
        self.index += 1
        return True

    def junction(self, word: str) -> Expression:
        """Parse what `or` joins, or what `and` joins, which binds more tightly."""
        parts = [self._part(word)]
        while self.word(word):
            parts.append(self._part(word))
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts), parts[0].start, parts[-1].end)

    def _part(self, word: str) -> Expression:
        return self.junction("and") if word == "or" else self.comparison()

    def comparison(self) -> Expression:
        operands, operators = [self.sum()], list[str]()
        while operator := self.sign(*COMPARISONS):
            operators.append(operator.text)
            operands.append(self.sum())
        if not operators:
            return operands[0]
        return Comparison(tuple(operands), tuple(operators), operands[0].start, operands[-1].end)

    def sum(self) -> Expression:
        result = self.product()
        while operator := self.sign("+", "-"):
            right = self.product()
            result = Operation(operator.text, result, right, result.start, right.end)
        return result

    def product(self) -> Expression:
        result = self.operand()
        while operator := self.sign("*", "/"):
            right = self.operand()
            result = Operation(operator.text, result, right, result.start, right.end)
        return result

    def operand(self) -> Expression:
        """Parse a number, a day, a name, a call, or what stands in brackets or behind a minus."""
        token = self.token
        self.depth += 1
        if self.depth > DEPTH:
            raise ExpressionError(
                SYNTAX, token.start, token.end, problem=Phrase("it has more than {depth} levels", depth=DEPTH)
            )
        result = self._operand(token)
        self.depth -= 1
        return result

    def _operand(self, token: ExpressionToken) -> Expression:
        if self.sign("-"):
            operand = self.operand()
            return Negative(operand, token.start, operand.end)
        if self.sign("("):
            inner = self.junction("or")
            self._closing(token)
            return inner
        self.index += token.kind != "end"
        match token.kind:
            case "number":
                return self._number(token)
            case "date":
                return _date(token)
            case "name" if token.text not in WORDS:
                return self._call(token) if self.sign("(") else FactName(token.text, token.start, token.end)
            case "quoted":
                return FactName(token.text, token.start, token.end)
            case _:
                problem = (
                    Phrase("a value is missing before {text!r}", text=token.text)
                    if token.text
                    else "a value is missing at its end"
                )
                raise ExpressionError(SYNTAX, token.start, token.end, problem=problem)

    def _closing(self, opening: ExpressionToken) -> ExpressionToken:
        closing = self.sign(")")
        if closing is None:
            raise ExpressionError(SYNTAX, opening.start, opening.end, problem="this bracket is not closed")
        return closing

    def _call(self, name: ExpressionToken) -> Expression:
        opening = self.tokens[self.index - 1]
        arguments: list[Expression] = []
        if not (self.token.kind == "sign" and self.token.text == ")"):
            arguments.append(self.junction("or"))
            while self.sign(","):
                arguments.append(self.junction("or"))
        closing = self._closing(opening)
        return FunctionCall(name.text, tuple(arguments), name.start, closing.end)

    def _number(self, token: ExpressionToken) -> Expression:
        value = Decimal(token.text.replace("_", ""))
        if len(value.as_tuple().digits) > DIGITS or value.adjusted() >= DIGITS:
            problem = Phrase("a number has more than {digits} digits", digits=DIGITS)
            raise ExpressionError(SYNTAX, token.start, token.end, problem=problem)
        if percent := self.sign("%"):
            return NumberLiteral(Fraction(value) / 100, "%", token.text, token.start, percent.end)
        unit = self.token
        if unit.kind != "name" or unit.text in WORDS:
            return NumberLiteral(Fraction(value), "", token.text, token.start, token.end)
        self.index += 1
        return NumberLiteral(Fraction(value), _unit(unit), token.text, token.start, unit.end)


def _unit(token: ExpressionToken) -> str:
    """Return the unit behind a number: a currency, or an identifier of CLDR."""
    if token.text in currencies():
        return token.text
    identifier = measurement_units.unit_id(token.text)
    if identifier is None:
        capital = re.fullmatch("[A-Z]{3}", token.text)
        hint = partial(nearest_currency if capital else _nearest_unit, token.text)
        raise ExpressionError(
            SYNTAX,
            token.start,
            token.end,
            hint,
            problem=Phrase("{text!r} is no unit and no currency", text=token.text),
        )
    return identifier


def _nearest_unit(word: str) -> str:
    return nearest(word, measurement_units.names())


_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def _date(token: ExpressionToken) -> DateLiteral:
    if _MONTH.fullmatch(token.text):
        return DateLiteral(token.text, None, token.start, token.end)
    date = parse_iso_date(token.text)
    if date is None:
        raise ExpressionError(DAY, token.start, token.end, date_hint(token.text), day=token.text)
    return DateLiteral(token.text, date, token.start, token.end)
