"""Numbers and dates: what a locale prints can be read back, and rounding is that of a newspaper."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.facts import format_fact, parse_literal
from bookbuilder.locales import Locale, amounts, available, dates, measurement_units, numbers
from tests.golden.table import locale as locale_of

values = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False)
locales = st.sampled_from(available()).map(locale_of)


@given(values, locales)
def test_a_number_can_be_read_back(value: Decimal, locale: Locale) -> None:
    assert numbers.parsed(numbers.number(value, locale), locale) == value


def western(text: str) -> str:
    """Return a text with Western figures and without marks of direction."""
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in kept)


@given(values, locales, st.sampled_from(["short", "long", "name"]))
def test_an_amount_keeps_its_digits(value: Decimal, locale: Locale, form: str) -> None:
    text = western(amounts.amount(value, "USD", locale, form))
    digits = "".join(c for c in text if c.isdigit())
    assert digits.strip("0") == "".join(c for c in f"{value.normalize():f}" if c.isdigit()).strip("0")
    before = text[: re.search(r"\d", text).start()]  # type: ignore[union-attr]
    assert (value < 0) == any(sign in before for sign in ("-", "\u2212"))


@given(values, locales, st.sampled_from(["short", "long"]))
def test_a_number_with_a_scale_word_keeps_its_digits(value: Decimal, locale: Locale, form: str) -> None:
    digits = "".join(c for c in western(numbers.compact(value, locale, form)) if c.isdigit())
    assert digits.strip("0") == "".join(c for c in f"{value.normalize():f}" if c.isdigit()).strip("0")


@given(st.decimals(min_value=1, max_value=10**14, allow_nan=False, places=2), locales)
def test_a_rounded_amount_has_few_digits(value: Decimal, locale: Locale) -> None:
    """999,999,999 is a billion, and not a thousand million."""
    mantissa, scale = numbers.scaled(numbers.rounded(value), locale, "short")
    most = 10**4 if locale.language in ("ja", "zh") else 10**6 if 9 in _skipped(locale) else 10**3
    assert mantissa < most or scale == "\0" or 12 in _skipped(locale)


def _skipped(locale: Locale) -> list[int]:
    return list(locale.settings.get("amount", {}).get("skip", []))


@given(values.map(abs), values.map(abs))
def test_what_is_more_is_not_rounded_to_less(one: Decimal, other: Decimal) -> None:
    less, more = sorted([one, other])
    assert numbers.rounded(less) <= numbers.rounded(more)


@given(
    values,
    locales,
    st.sampled_from(["kilometer", "day", "percent", "megawatt"]),
    st.sampled_from(["long", "short"]),
)
def test_a_quantity_names_its_unit(value: Decimal, locale: Locale, unit: str, form: str) -> None:
    text = measurement_units.quantity(value, unit, locale, form)
    assert f"-{unit}" not in text, "Babel's identifier"
    own = numbers.number(value, locale)
    assert own in text or value in (1, 2)
    assert text != own


@given(st.decimals(min_value=Decimal("0.01"), max_value=10**15, allow_nan=False, places=2))
def test_rounding_is_near_and_comes_to_rest(value: Decimal) -> None:
    once = numbers.rounded(value)
    assert numbers.rounded(once) == once
    assert abs(once - value) <= max(value * Decimal("0.05"), Decimal("0.05"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("176289114", "176000000"),
        ("8814455", "8800000"),
        ("999.6", "1000"),
        ("9.95", "10"),
        ("0", "0"),
        ("2500000", "2500000"),
        ("999999", "1000000"),
    ],
)
def test_rounding(value: str, expected: str) -> None:
    assert numbers.rounded(Decimal(value)) == Decimal(expected)


@given(st.dates(dt.date(1000, 1, 1)), st.dates(dt.date(1000, 1, 1)), locales)
def test_an_interval_names_both_days(one: dt.date, other: dt.date, locale: Locale) -> None:
    first, last = sorted([one, other])
    text = western(dates.interval(first, last, locale))
    assert str(first.day) in text and str(last.day) in text
    assert str(first.year) in text and str(last.year) in text


@given(st.dates(dt.date(1000, 1, 1)), locales, st.sampled_from(["date", "day", "full"]))
def test_a_day_does_not_part_from_its_month(day: dt.date, locale: Locale, form: str) -> None:
    text = western(dates.date(day, locale, form))
    assert str(day.day) in text
    assert "\u00a0" in text or locale.language in ("ja", "zh")


NUMBERS = ["5", "200e6", "-1", "0", "1.5", "1e99", "9" * 30, "nan", "inf", "\u0663", "\u00bd", "_", "1_000"]
DAYS = ["2022-01-17", "0001-01-01", "9999-12-31", "20220117", "2022-W03-1", "/", "2 hours"]
tokens = st.sampled_from([*NUMBERS, *DAYS, "USD", "XYZ", "EUR", "usd", " ", "hours", "month", "days"])
said = st.dictionaries(
    st.sampled_from(["amount", "date", "interval", "number", "duration", "equivalent", "rate"]),
    st.one_of(st.lists(tokens, max_size=3).map("".join), tokens),
    min_size=1,
    max_size=3,
)


@given(said, locales, st.sampled_from(["", "short", "long", "name", "day", "full"]), st.booleans())
def test_any_value_of_a_fact_is_printed_or_refused(
    options: dict[str, str], locale: Locale, form: str, tight: bool
) -> None:
    findings = Findings()
    fact = parse_literal(options, Span(), findings)
    assert (fact is None) == findings.failed
    if fact is not None:
        shown = format_fact(fact, locale, form, tight=tight)
        assert shown.text.strip() and shown.machine
        assert "\n" not in shown.text and "{" not in shown.text
