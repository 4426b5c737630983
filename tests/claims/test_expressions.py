"""For every expression: it is read as it is written, in linear time, and computed exactly and in one unit, or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.claims.claim_rules import ExpressionError
from bookbuilder.claims.computed_value import computed_value
from bookbuilder.claims.evaluate import FactTable, evaluate
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
from bookbuilder.claims.functions import FUNCTIONS
from bookbuilder.claims.judge_claim import Tolerance, judge_claim
from bookbuilder.claims.measure import UnitNumber, ValueUnit
from bookbuilder.claims.parse_expression import parse_expression
from bookbuilder.claims.write_expression import write_expression
from bookbuilder.facts import Amount, Day, Duration, FactValue, Interval, Percentage, Quantity
from bookbuilder.facts import Number as NumberFact

FACTS: dict[str, FactValue] = {
    "us-aid": Amount(
        Decimal("200e6"), "USD", "EUR", rates={"EUR": Decimal("1.1345"), "CHF": Decimal("1.05")}
    ),
    "us-aid.2021": Amount(Decimal("150e6"), "USD"),
    "us-aid.2022": Amount(Decimal("200e6"), "USD"),
    "de-aid": Amount(Decimal("110e6"), "EUR"),
    "troops": NumberFact(Decimal(100000)),
    "few..many": NumberFact(Decimal(5), Decimal(10)),
    "share": Percentage(Decimal("12.5")),
    "way": Quantity(Decimal(30), "km"),
    "walk": Quantity(Decimal(500), "m"),
    "talk": Duration(Decimal(2), "hour"),
    "start": Day(dt.date(2022, 1, 17)),
    "week": Interval(dt.date(2022, 1, 17), dt.date(2022, 1, 21)),
}
TABLE = FactTable.of(FACTS)

names = st.one_of(
    st.sampled_from(["us-aid", "troops", "troops.2022-01-17", "größe", "and", "2 aids", "a.b-c", "x y"]),
    st.text("abcé_-. 1", min_size=1, max_size=6).filter(lambda text: text.strip() == text and text != ""),
).map(FactName)
units = st.sampled_from(["", "%", "USD", "length-kilometer", "duration-day", "area-square-kilometer"])
numbers = st.builds(
    lambda value, unit: NumberLiteral(Fraction(value) / (100 if unit == "%" else 1), unit),
    st.decimals(0, 10**9, places=3, allow_nan=False, allow_infinity=False),
    units,
)
days = st.dates(dt.date(1000, 1, 1)).map(lambda day: DateLiteral(day.isoformat(), day))


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(FunctionCall, st.sampled_from([*FUNCTIONS, "f"]), st.lists(inner, max_size=3).map(tuple)),
        st.builds(Negative, inner),
        st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
        several.flatmap(
            lambda parts: st.builds(
                Comparison,
                st.just(parts),
                st.lists(
                    st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "~"]),
                    min_size=len(parts) - 1,
                    max_size=len(parts) - 1,
                ).map(tuple),
            )
        ),
        st.builds(Junction, st.sampled_from(["and", "or"]), several),
    )


expressions: st.SearchStrategy[Expression] = st.recursive(
    st.one_of(names, numbers, days), larger, max_leaves=8
)


def refusal(work: Callable[[], object]) -> ExpressionError | None:
    """Return the error of what is done, if there is one."""
    try:
        work()
    except ExpressionError as error:
        return error
    return None


@given(expressions)
def test_what_is_written_is_read_as_it_was(expression: Expression) -> None:
    text = write_expression(expression)
    if len(text) <= 500:
        assert parse_expression(text) == expression


@given(st.one_of(st.text(max_size=60), st.text("us-aid. 12+*/()<>=~,'%é", max_size=60)))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    for work in (
        parse_expression,
        lambda text: judge_claim(parse_expression(text), TABLE, Tolerance()),
        lambda text: computed_value(text, "", FACTS),
    ):
        error = refusal(partial(work, text))
        if error is not None:
            assert 0 <= error.start <= error.end <= len(text) + 1
            assert error.rule.sentence.format(**error.values)


@given(expressions)
def test_any_expression_is_evaluated_or_refused(expression: Expression) -> None:
    text = write_expression(expression)
    for work in (lambda: evaluate(expression, TABLE), lambda: judge_claim(expression, TABLE, Tolerance())):
        error = refusal(work)
        assert error is None or error.rule.sentence.format(**error.values), text


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "(" * n,
        lambda n: "-" * n + "1",
        lambda n: "+".join("1" * n),
        lambda n: "1" * n,
        lambda n: "f(" * n,
        lambda n: "a and " * n,
        lambda n: "a<" * n + "a",
        lambda n: "'" * n,
        lambda n: "a-" * n,
        lambda n: "2022-01-" * n,
    ],
)
def test_long_and_deep_texts_are_refused_or_read(make: Callable[[int], str]) -> None:
    """Neither the stack nor the time of the machine is used up."""
    for size in (1, 20, 80, 240, 10_000):
        with suppress(ExpressionError):
            evaluate(parse_expression(make(size)), TABLE)


@given(st.lists(st.tuples(st.sampled_from("+-*/"), st.integers(1, 10**6)), max_size=30))
def test_arithmetic_is_exact(steps: list[tuple[str, int]]) -> None:
    text = "7" + "".join(f" {sign} {number}" for sign, number in steps)
    wanted = eval("Fraction(7)" + "".join(f" {sign} Fraction({number})" for sign, number in steps))
    value = evaluate(parse_expression(text), TABLE)
    assert isinstance(value, UnitNumber) and value.value == wanted


KINDS = {
    "dollars": "us-aid", "euros": "de-aid", "count": "troops", "per cent": "share", "length": "way", "time": "talk",
    "day": "start",
}  # fmt: skip


@pytest.mark.parametrize("one", KINDS)
@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("sign", ["+", "<", "~", "="])
def test_two_kinds_are_never_put_together(one: str, other: str, sign: str) -> None:
    text = f"{KINDS[one]} {sign} {KINDS[other]}"
    expression = parse_expression(text if sign != "+" else f"{text} > {KINDS[one]}")
    allowed = {("day", "time"): sign == "+", ("day", "day"): sign in "<="}
    if (one == other and one != "day") or allowed.get((one, other)):
        if (one, other) == ("day", "time"):
            return  # a day some hours later is no day, but no fault either
        judge_claim(expression, TABLE, Tolerance())
    else:
        with pytest.raises(ExpressionError) as refused:
            judge_claim(expression, TABLE, Tolerance())
        assert refused.value.rule.code == "claim.unit"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("us-aid / troops", "2000 USD"),
        ("way / walk", "60"),
        ("way + walk", "30.5 kilometer"),
        ("worth(us-aid, CHF)", "190476190 CHF"),
        ("change(us-aid, 2021, 2022)", "33.3333 %"),
        ("change(us-aid)", "33.3333 %"),
        ("sum(us-aid)", "350000000 USD"),
        ("max(us-aid, us-aid.2021)", "200000000 USD"),
        ("first(us-aid)", "150000000 USD"),
        ("count(us-aid)", "2"),
        ("share(us-aid.2021, us-aid.2021 + us-aid.2022)", "42.8571 %"),
        ("sum(us-aid.2021, us-aid.2022) / 2", "175000000 USD"),
        ("max(us-aid.2021, us-aid.2022) - min(us-aid.2021, us-aid.2022)", "50000000 USD"),
        ("days(week)", "5 day"),
        ("days(start, 2022-01-20)", "3 day"),
        ("start + 2 weeks", "2022-01-31"),
        ("last(week) - first(week)", "4 day"),
        ("troops * share", "12500"),
        ("2 * share", "25 %"),
        ("abs(5 - 7)", "2"),
        ("last('few..many')", "10"),
        ("us-aid * way / talk", "3000000000 USD kilometer per hour"),
        ("90 minutes + 1 hour", "150 minute"),
    ],
)
def test_a_value_has_its_unit(text: str, shown: str) -> None:
    assert str(evaluate(parse_expression(text), TABLE)) == shown


@given(st.fractions(-(10**9), 10**9, max_denominator=10**12), st.integers(-6, 6))
def test_rounding_is_half_up_and_near(value: Fraction, places: int) -> None:
    facts: dict[str, FactValue] = {"a": NumberFact(Decimal(value.numerator))}
    made = computed_value(f"a / {value.denominator}", str(places), facts)
    assert isinstance(made, NumberFact)
    exact = Fraction(value.numerator, value.denominator)
    assert abs(Fraction(made.value) - exact) <= Fraction(10) ** -places / 2


@given(st.fractions(Fraction(1, 1000), 1000), st.fractions(Fraction(1, 1000), 1000))
def test_what_is_about_is_between_its_limits(left: Fraction, right: Fraction) -> None:
    tolerance = Tolerance(Fraction(9, 10), Fraction(1))
    assert tolerance.allows(left, right) == (Fraction(9, 10) * right <= left <= right)
    assert not tolerance.allows(-left, right)
    assert tolerance.allows(-left, -right) == tolerance.allows(left, right)


def test_a_unit_is_told_by_its_name() -> None:
    assert str(ValueUnit((("USD", 1), ("length-kilometer", -2)))) == "USD per kilometer^2"
