"""Parses facts.toml, and facts in braces, with a strict grammar; nothing is executed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.facts.fact_values import (
    Amount,
    Day,
    Duration,
    FactValue,
    Interval,
    Number,
    Percentage,
    Quantity,
)
from bookbuilder.facts.sums_of_money import is_exact
from bookbuilder.json_schema import ANY_TEXT, DATE, Schema, closed_table, either, free_table, matching
from bookbuilder.locales import measurement_units
from bookbuilder.locales.amounts import currencies, nearest_currency
from bookbuilder.locales.calendar import date_hint, parse_iso_date

SYNTAX = Rule(
    "facts.syntax",
    "facts.toml cannot be read: {problem}",
    "facts.toml is TOML: a table for each fact, such as [us-aid], with its value below.",
)
UNKNOWN_KEY = Rule(
    "fact.key",
    "the fact {name} has an unknown key {key!r}",
    "A fact has one value (amount, date, interval, number, quantity, duration or percentage); an amount may also have"
    " equivalent, date, rate, rate_date and rates. Any fact may have a source and a note.",
)
BROKEN = Rule(
    "fact.value",
    "{value!r} is not a value for {key}",
    'Values look like this: amount = "200e6 USD", date = 2022-01-19, interval = "2022-01-17/2022-01-21",'
    ' number = 100000, quantity = "30 km", duration = "2 hours", percentage = 12.5, rate = "1.1345",'
    ' rates = { EUR = "1.1345", CHF = "1.0924" }. A number, a quantity and a percentage may be a range: "5..10 km".',
)
TEXT = Rule(
    "fact.text",
    "{key} of the fact {name} is not a text",
    "`source` and `note` are for people: a text in quotes.",
)
CURRENCY = Rule(
    "currency.unknown",
    "there is no currency {currency}",
    "A currency is said by its three letters (ISO 4217): EUR, USD, CHF. CLDR has the words for some 300 of them, also for"
    " those of the past, such as DEM.",
)
UNIT = Rule(
    "fact.unit",
    "there is no unit called {unit!r}",
    "Units are those of CLDR by their English names (kilometer, square-kilometer, tonne, megawatt), or the signs of the"
    " usual ones (km, km², t, MW): every language has words for them.",
)
STRAY = Rule(
    "fact.stray",
    "the fact {name} is not an amount, but has {key!r}",
    "Only a sum of money is worth something in another currency: equivalent, rate, rates and rate_date stand with an"
    " amount.",
)
NO_VALUE = Rule(
    "fact.empty",
    "the fact {name} has no value, or more than one",
    "A fact states exactly one of amount, date, interval, number, quantity, duration and percentage.",
)
NO_RATE = Rule(
    "fact.rate",
    "the fact {name} has an equivalent in {currency} but no rate for it",
    "An equivalent is computed from the rate that stands in facts.toml: units of the amount's currency for one unit"
    " of the equivalent. A build never looks a rate up.",
)

NO_CURRENCY = Rule(
    "fact.currency",
    "the fact {name} has a rate, but does not say for which currency",
    "`rate` belongs to the currency of `equivalent`. Rates for the money of each locale's readers stand in `rates`.",
)

_SUM = r"-?\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?"
_LETTERS = "[A-Z]{3}"
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_AMOUNT = re.compile(rf"({_SUM}) ({_LETTERS})")
_DURATION = re.compile(rf"(\d+(?:\.\d+)?) ({'|'.join(_UNITS)})s?")
_CURRENCY = re.compile(_LETTERS)

_DAY = either(DATE, matching(r"\d{4}-\d{2}-\d{2}"))
"""A date, or one in quotes, which some editors tell apart."""
_NUMBER = either({"type": "number"}, matching(r"[-+\d_.eE\s]+"))
"""A number, or one in quotes, perhaps a range `5..10`."""
KINDS: Mapping[str, Schema] = {
    "amount": matching(_AMOUNT.pattern),
    "date": _DAY,
    "interval": matching(r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}"),
    "number": _NUMBER,
    "quantity": matching(r"[-+\d_.eE]+ \S+"),
    "duration": matching(_DURATION.pattern),
    "percentage": _NUMBER,
}
"""The kinds of facts, each with the schema of its value."""
OF_AMOUNTS: Mapping[str, Schema] = {
    "equivalent": matching(rf"|(?:{_SUM} )?{_LETTERS}"),
    "rate": _NUMBER,
    "rate_date": _DAY,
    "rates": free_table(_NUMBER, _LETTERS),
}
"""What may stand with an amount only, beside its `date`."""
TEXTS: Mapping[str, Schema] = {"source": ANY_TEXT, "note": ANY_TEXT}
KEYS: Mapping[str, Schema] = {**KINDS, **OF_AMOUNTS, **TEXTS}
"""All keys of a fact."""


KeyPositions = Callable[[str], Mapping[tuple[str | int, ...], tuple[int, int]]]
"""Gives line and column of every key in a valid TOML text, by the path of keys."""


def read_facts(
    text: str,
    path: str,
    report: Report,
    places: KeyPositions,
    *,
    rated: bool = True,
    only: Collection[str] | None = None,
) -> dict[str, FactValue]:
    """Return the facts of facts.toml by name, or `only` some of them; broken ones are reported and left out.

    Unless `rated` is false, an equivalent must have its rate.
    """
    data = toml.parse(text, path, report, SYNTAX)
    if data is None:
        return {}
    positions = places(text)
    facts = {}
    for name, value in data.items():
        if only is not None and name not in only:
            continue
        table = value if isinstance(value, dict) else {}
        spans = {key: Span(path, *positions.get((name, key), (0, 0))) for key in table}
        fact = _fact(name, table, Span(path, *positions.get((name,), (0, 0))), report, spans, rated=rated)
        if fact is not None:
            facts[name] = fact
    return facts


def parse_literal(
    options: Mapping[str, str], span: Span, report: Report, *, rated: bool = True
) -> FactValue | None:
    """Return the value in the braces of a chapter: `{number=100000}`."""
    data = {key: value for key, value in options.items() if key in KEYS}
    return _fact("here", data, span, report, rated=rated)


def facts_schema(descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of facts.toml: a table for each fact, with exactly one value; a date may stand with an amount."""
    kinds: list[Schema] = [{"required": [kind]} for kind in KINDS if kind != "date"]
    kinds.append({"required": ["date"], "not": {"required": ["amount"]}})
    keys = {key: {**schema, "description": descriptions[key]} for key, schema in KEYS.items()}
    fact = {
        **closed_table(keys),
        "oneOf": kinds,
        "dependencies": {key: ["amount"] for key in OF_AMOUNTS},
    }
    return free_table(fact)


def _fact(
    name: str,
    data: Mapping[str, Any],
    span: Span,
    report: Report,
    spans: Mapping[str, Span] | None = None,
    *,
    rated: bool,
) -> FactValue | None:
    """Return a fact; `spans` are the places of its keys, if known."""
    spans = spans or {}
    good = True
    for key in data:
        if key not in KEYS:
            report(UNKNOWN_KEY, spans.get(key, span), name=name, key=key, hint=nearest(key, KEYS))
            good = False
    for key in TEXTS:
        if not isinstance(data.get(key, ""), str):
            report(TEXT, spans.get(key, span), name=name, key=key, hint=f'{key} = "…"')
            good = False
    kinds = [kind for kind in KINDS if kind in data]
    if "amount" in kinds:
        kinds = [kind for kind in kinds if kind != "date"]
    if len(kinds) != 1:
        if good:
            report(NO_VALUE, span, name=name, hint=f"write one of {', '.join(KINDS)}")
        return None
    stray = [key for key in data if key in OF_AMOUNTS] if kinds[0] != "amount" else []
    for key in stray:
        report(STRAY, spans.get(key, span), name=name, key=key, hint=f"delete {key}")
    if not good or stray:
        return None
    try:
        fact = _PARSERS[kinds[0]](data)
    except _UnknownUnitName as error:
        report(
            UNIT,
            spans.get("quantity", span),
            unit=error.unit,
            hint=nearest(error.unit, measurement_units.names()),
        )
        return None
    except _UnknownCurrency as error:
        report(
            CURRENCY,
            spans.get(error.key, span),
            currency=error.currency,
            hint=nearest_currency(error.currency),
        )
        return None
    except _BrokenValue as error:
        written = str(data[error.key])
        hint = date_hint(written) if error.key in ("date", "rate_date") else ""
        report(BROKEN, spans.get(error.key, span), key=error.key, value=written[:60], hint=hint)
        return None
    if isinstance(fact, Amount) and "rate" in data and not fact.equivalent:
        report(
            NO_CURRENCY,
            spans.get("rate", span),
            name=name,
            hint=f'write rates = {{ EUR = "{data["rate"]}" }}',
        )
    if (
        rated
        and isinstance(fact, Amount)
        and fact.worth is None
        and fact.equivalent not in ("", fact.currency, *fact.rates)
    ):
        hint = 'add rate = "1.1345" and the date of the fixing; `bookbuilder facts rates` does it for you'
        report(NO_RATE, span, name=name, currency=fact.equivalent, hint=hint)
        return None
    return fact


class _UnknownUnitName(Exception):
    """A quantity has a unit that CLDR has no words for."""

    def __init__(self, unit: str) -> None:
        super().__init__(unit)
        self.unit = unit


class _UnknownCurrency(Exception):
    """The value of a key has an unknown currency."""

    def __init__(self, key: str, currency: str) -> None:
        super().__init__(currency)
        self.key, self.currency = key, currency


class _BrokenValue(Exception):
    """The value of a key cannot be parsed."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _amount(data: Mapping[str, Any]) -> Amount:
    match = _AMOUNT.fullmatch(str(data["amount"]))
    if match is None:
        raise _BrokenValue("amount")
    equivalent, worth = str(data.get("equivalent", "")), None
    if worth_match := _AMOUNT.fullmatch(equivalent):
        worth, equivalent = _decimal(worth_match[1], "equivalent"), worth_match[2]
    if equivalent and not _CURRENCY.fullmatch(equivalent):
        raise _BrokenValue("equivalent")
    for key, currency in (("amount", match[2]), ("equivalent", equivalent)):
        if currency and currency not in currencies():
            raise _UnknownCurrency(key, currency)
    day = _day(data, "date") if "date" in data else None
    rate_day = _day(data, "rate_date") if "rate_date" in data else None
    rates = _rates(data, equivalent)
    return Amount(_decimal(match[1], "amount"), match[2], equivalent, day, rates, rate_day, worth)


def _rates(data: Mapping[str, Any], equivalent: str) -> dict[str, Decimal]:
    """Return the rates of an amount by currency; `rate` is that of the equivalent."""
    given = data.get("rates", {})
    if not isinstance(given, Mapping) or not all(_CURRENCY.fullmatch(str(key)) for key in given):
        raise _BrokenValue("rates")
    if unknown := [str(key) for key in given if key not in currencies()]:
        raise _UnknownCurrency("rates", unknown[0])
    rates = {str(currency): _decimal(str(rate), "rates") for currency, rate in given.items()}
    if any(rate <= 0 for rate in rates.values()):
        raise _BrokenValue("rates")
    if "rate" in data:
        rate = _number(data, "rate")
        if rate <= 0:
            raise _BrokenValue("rate")
        if equivalent:
            rates[equivalent] = rate
    return rates


def _interval(data: Mapping[str, Any]) -> Interval:
    first, last = (parse_iso_date(text) for text in str(data["interval"]).partition("/")[::2])
    if first is None or last is None or first > last:
        raise _BrokenValue("interval")
    return Interval(first, last)


def _quantity(data: Mapping[str, Any]) -> Quantity:
    text, _, unit = str(data["quantity"]).partition(" ")
    value, last = _range(text, "quantity")
    if not unit:
        raise _BrokenValue("quantity")
    if measurement_units.unit_id(unit) is None:
        raise _UnknownUnitName(unit)
    return Quantity(value, unit, last)


def _range(text: str, key: str) -> tuple[Decimal, Decimal | None]:
    """Return a number and None, or both ends of a range `5..10`."""
    first, dots, last = text.partition("..")
    if not dots:
        return _decimal(first, key), None
    low, high = _decimal(first, key), _decimal(last, key)
    if low >= high:
        raise _BrokenValue(key)
    return low, high


def _duration(data: Mapping[str, Any]) -> Duration:
    match = _DURATION.fullmatch(str(data["duration"]))
    if match is None:
        raise _BrokenValue("duration")
    return Duration(_decimal(match[1], "duration"), match[2])


def _day(data: Mapping[str, Any], key: str) -> dt.date:
    value = data[key]
    # A TOML date with a time of day is a `datetime`, which is a `date` to Python.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    result = parse_iso_date(value) if isinstance(value, str) else None
    if result is None:
        raise _BrokenValue(key)
    return result


def _number(data: Mapping[str, Any], key: str) -> Decimal:
    return _decimal(str(data[key]), key)


def _decimal(text: str, key: str) -> Decimal:
    """Return a number with at most 24 digits before and after the decimal point, which 28-digit arithmetic keeps exact."""
    try:
        number = Decimal(text.replace("_", "")) if len(text) < 200 else Decimal("nan")
    except InvalidOperation:
        raise _BrokenValue(key) from None
    if not is_exact(number):
        raise _BrokenValue(key)
    return number


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], FactValue]] = {
    "amount": _amount,
    "date": lambda data: Day(_day(data, "date")),
    "interval": _interval,
    "number": lambda data: Number(*_range(str(data["number"]), "number")),
    "quantity": _quantity,
    "duration": _duration,
    "percentage": lambda data: Percentage(*_range(str(data["percentage"]), "percentage")),
}
