"""What can be wrong with an expression, and the error that says where in it."""

from __future__ import annotations

from bookbuilder.diagnostics import Hint, Rule

SYNTAX = Rule(
    "claim.syntax",
    "this expression cannot be read: {problem}",
    "An expression has facts, numbers, `+ - * /` and functions; a claim compares two of them by `= != < <= > >=` or `~`"
    " (about)."
    " Blanks stand around a minus, since the names of facts have hyphens.",
)
UNKNOWN_FACT = Rule(
    "claim.fact",
    "facts.toml has no fact {name!r}",
    "An expression names facts of facts.toml, and the values of a series by their keys: troops.2022-01-17.",
)
UNITS = Rule(
    "claim.unit",
    "{left} and {right} cannot be put together by {operator}",
    "Dollars are not compared with euros, nor days with sums, and no unit is guessed. `worth(us-aid, EUR)` is a sum"
    " in another currency, by the rate of its fact. Lengths, areas, weights and times are converted into one another.",
)
ZERO = Rule(
    "claim.zero",
    "{part} is nothing, so nothing can be divided by it",
    "A share of nothing, or how much nothing has risen, is no number.",
)
DAY = Rule(
    "claim.day",
    "there is no day {day}",
    "A day is written as in facts.toml: year, month and day, 2022-01-17. A series may have months and years as keys too.",
)
FUNCTION = Rule(
    "claim.function",
    "{problem}",
    "An expression knows change, share, ratio, sum, max, min, mean, first, last, count, abs, days and worth; the manual says"
    " what each of them wants.",
)
KIND = Rule(
    "claim.kind",
    "{part} is {kind}, and {wanted} is needed here",
    "A claim compares values; what is computed is one value. first, last, sum, max, min and mean make one value of a"
    " series, or of a range.",
)
RATE = Rule(
    "claim.rate",
    "{fact} has no rate for {currency}",
    "`worth` converts a sum by the rate that stands with its fact in facts.toml; rates are never looked up.",
)
LARGE = Rule(
    "claim.large",
    "this number has too many digits",
    "Expressions are computed exactly. A number with thousands of digits is most likely a slip.",
)
MUCH = Rule(
    "claim.much",
    "the claims of this chapter go through more than {most} values of series",
    "Every function of a series looks at all its values. A chapter that does so millions of times is most likely made by a"
    " program; the build goes on without the other claims.",
)
ROUND = Rule(
    "claim.round",
    "round={value} is no number of decimals",
    "`round=2` rounds a computed value to two decimals, `round=-3` to thousands; without it a value is rounded"
    " as newspapers do.",
)
UNPLACED = Rule(
    "claim.unplaced",
    "round stands with something that is not computed",
    "Only what is computed (`computed=`) is rounded by `round`; a fact is rounded by approx=yes.",
)


class ExpressionError(Exception):
    """Something is wrong with the part of an expression from `start` to `end`."""

    def __init__(self, rule: Rule, start: int, end: int, hint: Hint = "", **values: object) -> None:
        super().__init__(rule.code)
        self.rule, self.start, self.end, self.hint, self.values = rule, start, end, hint, values
