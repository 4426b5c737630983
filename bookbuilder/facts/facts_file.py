"""Parses facts.toml, and facts in braces, with a strict grammar; nothing is executed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, TypeVar

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.facts.fact_series import in_order
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
from bookbuilder.json_schema import DATE, Schema, closed_table, either, free_table, matching
from bookbuilder.locales import measurement_units
from bookbuilder.locales.amounts import currencies, nearest_currency
from bookbuilder.locales.calendar import date_hint, parse_iso_date
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.toml_tables.value_parsers import ValueParser, any_text, schemas_of, table, whole

SYNTAX = Rule(
    "facts.syntax",
    "facts.toml cannot be read: {problem}",
    "facts.toml is TOML: a table for each fact, such as [us-aid], with its value below.",
)
UNKNOWN_KEY = Rule(
    "fact.key",
    "the fact {entry} has an unknown key {key!r}",
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
    "{key} of the fact {entry} is not a text",
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
    "the fact {entry} has no value, or more than one",
    "A fact states exactly one of amount, date, interval, number, quantity, duration and percentage.",
)
NO_RATE = Rule(
    "fact.rate",
    "the fact {name} has an equivalent in {currency} but no rate for it",
    "An equivalent is computed from the rate that stands in facts.toml: units of the amount's currency for one unit"
    " of the equivalent. A build never looks a rate up.",
)

SERIES = Rule(
    "fact.series",
    "{problem}",
    "A series has a value for each of its keys, all of one kind and in one unit: days, months or years, such as 2022-01-17,"
    ' or words, such as jan. Values look like this: 100000, "200e6 USD", "30 km", "12.5 %".',
)
NO_CURRENCY = Rule(
    "fact.currency",
    "the fact {name} has a rate, but does not say for which currency",
    "`rate` belongs to the currency of `equivalent`. Rates for the money of each locale's readers stand in `rates`.",
)

T = TypeVar("T")
FACT_RULES = TableRules(UNKNOWN_KEY, NO_VALUE, TEXT, BROKEN, TEXT)

_SUM = r"-?\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?"
_LETTERS = "[A-Z]{3}"
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_AMOUNT = re.compile(rf"({_SUM}) ({_LETTERS})")
_DURATION = re.compile(rf"(\d+(?:\.\d+)?) ({'|'.join(_UNITS)})s?")


class _UnknownWord(Exception):
    """A unit or currency that CLDR has no words for breaks `rule`."""

    def __init__(self, rule: Rule, hint: str, **values: str) -> None:
        super().__init__(rule.code)
        self.rule, self.hint, self.values = rule, hint, values


def _parser(
    read: Callable[[Any], T], schema: Schema, hint: Callable[[str], str] = lambda _: ""
) -> ValueParser[T]:
    """Return the parser of a value that `read` returns or raises `ValueError` for; `hint` is for what is written then."""

    def parse(value: Any, spot: TomlLocation) -> T | None:
        try:
            return read(value)
        except _UnknownWord as error:
            spot.report(error.rule, spot.span, hint=error.hint, fix=None, area=None, **error.values)
        except ValueError:
            spot.report_value(str(value)[:60], hint(str(value)))
        return None

    return ValueParser(parse, schema)


def _sum(value: object) -> tuple[Decimal, str]:
    match = _AMOUNT.fullmatch(str(value))
    if match is None:
        raise ValueError
    return _decimal(match[1]), _currency(match[2])


def _currency(value: str) -> str:
    if not re.fullmatch(_LETTERS, value):
        raise ValueError
    if value not in currencies():
        raise _UnknownWord(CURRENCY, nearest_currency(value), currency=value)
    return value


def _equivalent(value: object) -> tuple[Decimal | None, str]:
    """Return the author's own figure, if there is one, and the currency; an empty text is none."""
    written = str(value)
    if _AMOUNT.fullmatch(written):
        return _sum(written)
    return None, _currency(written) if written else ""


def _rate(value: object) -> Decimal:
    rate = _decimal(value)
    if rate <= 0:
        raise ValueError
    return rate


def _rates(value: object) -> dict[str, Decimal]:
    match value:
        case Mapping():
            return {_currency(str(currency)): _rate(rate) for currency, rate in value.items()}
        case _:
            raise ValueError


def _interval(value: object) -> Interval:
    first, last = (parse_iso_date(text) for text in str(value).partition("/")[::2])
    if first is None or last is None or first > last:
        raise ValueError
    return Interval(first, last)


def _quantity(value: object) -> Quantity:
    text, _, unit = str(value).partition(" ")
    number, last = _range(text)
    if not unit:
        raise ValueError
    if measurement_units.unit_id(unit) is None:
        raise _UnknownWord(UNIT, nearest(unit, measurement_units.names()), unit=unit)
    return Quantity(number, unit, last)


def _range(value: object) -> tuple[Decimal, Decimal | None]:
    """Return a number and None, or both ends of a range `5..10`."""
    first, dots, last = str(value).partition("..")
    if not dots:
        return _decimal(first), None
    low, high = _decimal(first), _decimal(last)
    if low >= high:
        raise ValueError
    return low, high


def _duration(value: object) -> Duration:
    match = _DURATION.fullmatch(str(value))
    if match is None:
        raise ValueError
    return Duration(_decimal(match[1]), match[2])


def _day(value: object) -> dt.date:
    # A TOML date with a time of day is a `datetime`, which is a `date` to Python.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    result = parse_iso_date(value) if isinstance(value, str) else None
    if result is None:
        raise ValueError
    return result


def _decimal(value: object) -> Decimal:
    """Return a number with at most 24 digits before and after the decimal point, which 28-digit arithmetic keeps exact."""
    text = str(value)
    try:
        number = Decimal(text.replace("_", "")) if len(text) < 200 else Decimal("nan")
    except InvalidOperation:
        raise ValueError from None
    if not is_exact(number):
        raise ValueError
    return number


_DATE = _parser(_day, either(DATE, matching(r"\d{4}-\d{2}-\d{2}")), date_hint)
"""A date, or one in quotes, which some editors tell apart."""
_NUMBER = either({"type": "number"}, matching(r"[-+\d_.eE\s]+"))
"""A number, or one in quotes, perhaps a range `5..10`."""
KINDS: Mapping[str, ValueParser[object]] = {
    "amount": _parser(_sum, matching(_AMOUNT.pattern)),
    "date": _DATE,
    "interval": _parser(_interval, matching(r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}")),
    "number": _parser(lambda value: Number(*_range(value)), _NUMBER),
    "quantity": _parser(_quantity, matching(r"[-+\d_.eE]+ \S+")),
    "duration": _parser(_duration, matching(_DURATION.pattern)),
    "percentage": _parser(lambda value: Percentage(*_range(value)), _NUMBER),
}
"""The kinds of facts."""
OF_AMOUNTS: Mapping[str, ValueParser[object]] = {
    "equivalent": _parser(_equivalent, matching(rf"|(?:{_SUM} )?{_LETTERS}")),
    "rate": _parser(_rate, _NUMBER),
    "rate_date": _DATE,
    "rates": _parser(_rates, free_table(_NUMBER, _LETTERS)),
}
"""What may stand with an amount only, beside its `date`."""
_SERIES_KEY = re.compile(r"\w+(?:-\w+)*")
_OF_TIME = re.compile(r"[0-9]{4}(?:-[0-9]+)+")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def _series_value(value: object) -> FactValue:
    """Return a value of a series; raises `ValueError` or `_UnknownWord`."""
    text = str(value)
    if not isinstance(value, str):
        return Number(_decimal(value))
    if _AMOUNT.fullmatch(text):
        return Amount(*_sum(text))
    if _DURATION.fullmatch(text):
        return _duration(text)
    if text.endswith("%"):
        return Percentage(_decimal(text[:-1].strip()))
    fact: FactValue = _quantity(text) if " " in text else Number(_decimal(text))
    if getattr(fact, "last", None) is not None:
        raise ValueError
    return fact


def _unit_of(fact: FactValue) -> tuple[type[FactValue], str]:
    return type(fact), getattr(fact, "unit", "") or getattr(fact, "currency", "")


def _read_series(value: Any, spot: TomlLocation) -> dict[str, FactValue] | None:
    """Return the values of a series by key, None after reporting its problems."""
    if not isinstance(value, dict) or not value:
        spot.report_value(str(value)[:60], "write a table: values = { 2021 = 5, 2022 = 7 }")
        return None
    facts: dict[str, FactValue] = {}
    for key, written in value.items():
        place = spot.of(key)
        if not _SERIES_KEY.fullmatch(key):
            spot.report(
                SERIES,
                place.span,
                hint="a key has letters, digits and hyphens",
                problem=Phrase("{key!r} is no key", key=key),
            )
        elif _OF_TIME.fullmatch(key) and not _MONTH.fullmatch(key) and parse_iso_date(key) is None:
            spot.report(
                SERIES, place.span, hint=date_hint(key), problem=Phrase("there is no day {key}", key=key)
            )
        else:
            try:
                facts[key] = _series_value(written)
            except _UnknownWord as error:
                spot.report(error.rule, place.span, hint=error.hint, fix=None, area=None, **error.values)
            except ValueError:
                spot.report(
                    SERIES,
                    place.span,
                    problem=Phrase("{written!r} is no value of a series", written=str(written)[:60]),
                )
    units = {_unit_of(fact): key for key, fact in reversed(facts.items())}
    if len(units) > 1:
        first, other = list(units.values())[-1], list(units.values())[-2]
        problem = Phrase(
            "{first} and {other} of the fact {entry} are values of two kinds, or in two units",
            first=first,
            other=other,
            entry=spot.entry,
        )
        spot.report(SERIES, spot.of(other).span, problem=problem)
    return in_order(facts) if len(facts) == len(value) and len(units) == 1 else None


_VALUES = ValueParser(
    _read_series, free_table(either({"type": "number"}, {"type": "string"}), r"\w+(?:-\w+)*")
)
KEYS: Mapping[str, ValueParser[object]] = {
    **KINDS, **OF_AMOUNTS, "values": _VALUES, "source": any_text, "note": any_text,
}  # fmt: skip
"""All keys of a fact."""


def read_facts(
    text: str, path: str, report: Report, *, rated: bool = True, only: Collection[str] | None = None
) -> dict[str, FactValue]:
    """Return the facts of facts.toml by name, or `only` some of them; broken ones are reported and left out.

    Unless `rated` is false, an equivalent must have its rate.
    """
    file = read_table(text, path, report, SYNTAX)
    if file is None:
        return {}
    top = file.top(report, FACT_RULES)
    facts: dict[str, FactValue] = {}
    for name, value in file.data.items():
        if only is None or name in only:
            fact, values = _fact(
                value if isinstance(value, dict) else {}, top.of(name).as_entry(), rated=rated
            )
            facts |= {} if fact is None else {name: fact}
            facts |= {f"{name}.{key}": one for key, one in values.items()}
    return facts


def parse_literal(
    options: Mapping[str, str], span: Span, report: Report, *, rated: bool = True
) -> FactValue | None:
    """Return the value in the braces of a chapter: `{number=100000}`."""
    data = {key: value for key, value in options.items() if key in KEYS}
    return _fact(data, TomlLocation(("here",), {}, report, FACT_RULES, span, depth=1), rated=rated)[0]


def facts_schema(descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of facts.toml: a table for each fact, with exactly one value; a date may stand with an amount."""
    kinds: list[Schema] = [{"required": [kind]} for kind in KINDS if kind != "date"]
    kinds.append({"required": ["date"], "not": {"required": ["amount"]}})
    kinds.append({"required": ["values"], "not": {"anyOf": [{"required": [kind]} for kind in KINDS]}})
    keys = {key: {**schema, "description": descriptions[key]} for key, schema in schemas_of(KEYS).items()}
    fact = {
        **closed_table(keys),
        "oneOf": kinds,
        "dependencies": {key: ["amount"] for key in OF_AMOUNTS},
    }
    return free_table(fact)


def _fact(
    data: Mapping[str, Any], spot: TomlLocation, *, rated: bool
) -> tuple[FactValue | None, Mapping[str, FactValue]]:
    """Return the value of a fact, None if it has none or after reporting its problems, and those of its series."""
    read = whole(partial(table, keys=KEYS), data, spot)
    values: Mapping[str, FactValue] = (read or {}).get("values", {})
    return _single_value(data, read, spot, rated=rated), values


def _single_value(
    data: Mapping[str, Any], read: Mapping[str, Any] | None, spot: TomlLocation, *, rated: bool
) -> FactValue | None:
    name, report = spot.entry, spot.report
    kinds = [kind for kind in KINDS if kind in data and not (kind == "date" and "amount" in data)]
    if len(kinds) != 1:
        if read is not None and (kinds or "values" not in data):
            report(
                NO_VALUE, spot.span, entry=name, hint=Phrase("write one of {kinds}", kinds=", ".join(KINDS))
            )
        return None
    stray = [key for key in data if key in OF_AMOUNTS] if kinds[0] != "amount" else []
    for key in stray:
        report(STRAY, spot.of(key).span, name=name, key=key, hint=Phrase("delete {key}", key=key))
    if read is None or stray:
        return None
    if kinds[0] == "date":
        return Day(read["date"])
    if kinds[0] != "amount":
        fact: FactValue = read[kinds[0]]
        return fact
    worth, equivalent = read.get("equivalent", (None, ""))
    rates: dict[str, Decimal] = read.get("rates", {})
    if "rate" in read and equivalent:
        rates = {**rates, equivalent: read["rate"]}
    elif "rate" in read:
        hint: str = Phrase('write rates = {{ EUR = "{rate}" }}', rate=data["rate"])
        report(NO_CURRENCY, spot.of("rate").span, name=name, hint=hint)
    value, currency = read["amount"]
    if rated and worth is None and equivalent not in ("", currency, *rates):
        hint = 'add rate = "1.1345" and the date of the fixing; `bookbuilder facts rates` does it for you'
        report(NO_RATE, spot.span, name=name, currency=equivalent, hint=hint)
        return None
    return Amount(value, currency, equivalent, read.get("date"), rates, read.get("rate_date"), worth)
