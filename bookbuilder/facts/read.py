"""Reads facts from plain data with a strict grammar; nothing is executed."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.facts.model import Amount, Day, Duration, FactValue, Interval, Number

SYNTAX = Rule(
    "facts.syntax",
    "facts.toml cannot be read: {problem}",
    "facts.toml is TOML: a table for each fact, such as [us-aid], with its value below.",
)
UNKNOWN_KEY = Rule(
    "fact.key",
    "the fact {name} has an unknown key {key!r}",
    "A fact has one value (amount, date, interval, number or duration); an amount may also have equivalent, date,"
    " rate and rate_date. Any fact may have a source and a note.",
)
BROKEN = Rule(
    "fact.value",
    "{value!r} is not a value for {key}",
    'Values look like this: amount = "200e6 USD", date = 2022-01-19, interval = "2022-01-17/2022-01-21",'
    ' number = 100000, duration = "2 hours", rate = "1.1345".',
)
NO_VALUE = Rule(
    "fact.empty",
    "the fact {name} has no value, or more than one",
    "A fact states exactly one of amount, date, interval, number and duration.",
)
NO_RATE = Rule(
    "fact.rate",
    "the fact {name} has an equivalent but no rate",
    "An equivalent is computed from the rate that stands in facts.toml: units of the amount's currency for one unit"
    " of the equivalent. A build never looks a rate up.",
)

KINDS = ("amount", "date", "interval", "number", "duration")
KEYS = {*KINDS, "equivalent", "rate", "rate_date", "source", "note"}
_AMOUNT = re.compile(r"(-?\d[\d_]*(?:\.\d+)?(?:e\d{1,2})?) ([A-Z]{3})")
_DURATION = re.compile(r"(\d+(?:\.\d+)?) (second|minute|hour|day|week|month|year)s?")
_CURRENCY = re.compile(r"[A-Z]{3}")


Places = Callable[[str], Mapping[tuple[str | int, ...], tuple[int, int]]]
"""Gives line and column of every key of a TOML text that could be read, by the keys that lead to it."""


def read(text: str, path: str, report: Report, places: Places, *, rated: bool = True) -> dict[str, FactValue]:
    """Return the facts of a `facts.toml` by name; broken ones are reported and left out.

    An equivalent needs its rate, unless the facts are read to give them rates: then they need not be `rated` yet.
    """
    try:
        data = tomllib.loads(text)
    except RecursionError:
        report(SYNTAX, Span(path), problem="lists or tables are nested too deeply")
        return {}
    except ValueError as error:  # TOMLDecodeError, and int() for a number of thousands of digits
        match = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Span(path, int(match[1]), int(match[2])) if match else Span(path)
        report(SYNTAX, place, problem=str(error).split(" (at ")[0])
        return {}
    known = places(text)
    facts = {}
    for name, value in data.items():
        table = value if isinstance(value, dict) else {}
        spans = {key: Span(path, *known.get((name, key), (0, 0))) for key in table}
        fact = _fact(name, table, Span(path, *known.get((name,), (0, 0))), report, spans, rated=rated)
        if fact is not None:
            facts[name] = fact
    return facts


def literal(
    options: Mapping[str, str], span: Span, report: Report, *, rated: bool = True
) -> FactValue | None:
    """Return the value that stands in a chapter itself: `{number=100000}`."""
    data = {key: value for key, value in options.items() if key in KEYS}
    return _fact("here", data, span, report, rated=rated)


def _fact(
    name: str,
    data: Mapping[str, Any],
    span: Span,
    report: Report,
    spans: Mapping[str, Span] | None = None,
    *,
    rated: bool,
) -> FactValue | None:
    """Return a fact; `spans` are the places of its keys where each has one."""
    spans = spans or {}
    good = True
    for key in data:
        if key not in KEYS:
            report(UNKNOWN_KEY, spans.get(key, span), name=name, key=key, hint=nearest(key, KEYS))
            good = False
    kinds = [kind for kind in KINDS if kind in data]
    if "amount" in kinds:
        kinds = [kind for kind in kinds if kind != "date"]
    if len(kinds) != 1:
        if good:
            report(NO_VALUE, span, name=name, hint=f"write one of {', '.join(KINDS)}")
        return None
    if not good:
        return None
    try:
        fact = _PARSERS[kinds[0]](data)
    except _BrokenValue as error:
        report(BROKEN, spans.get(error.key, span), key=error.key, value=str(data[error.key])[:60])
        return None
    if rated and isinstance(fact, Amount) and fact.equivalent and fact.rate is None:
        hint = 'add rate = "1.1345" and the date of the fixing; `bookbuilder facts rates` does it for you'
        report(NO_RATE, span, name=name, hint=hint)
        return None
    return fact


class _BrokenValue(Exception):
    """The value of a key cannot be read."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _amount(data: Mapping[str, Any]) -> Amount:
    found = _AMOUNT.fullmatch(str(data["amount"]))
    if found is None:
        raise _BrokenValue("amount")
    equivalent = str(data.get("equivalent", ""))
    if equivalent and not _CURRENCY.fullmatch(equivalent):
        raise _BrokenValue("equivalent")
    day = _day(data, "date") if "date" in data else None
    rate_day = _day(data, "rate_date") if "rate_date" in data else None
    rate = _number(data, "rate") if "rate" in data else None
    if rate is not None and rate <= 0:
        raise _BrokenValue("rate")
    return Amount(_decimal(found[1], "amount"), found[2], equivalent, day, rate, rate_day)


def _interval(data: Mapping[str, Any]) -> Interval:
    first, _, last = str(data["interval"]).partition("/")
    try:
        interval = Interval(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        raise _BrokenValue("interval") from None
    if interval.first > interval.last:
        raise _BrokenValue("interval")
    return interval


def _duration(data: Mapping[str, Any]) -> Duration:
    found = _DURATION.fullmatch(str(data["duration"]))
    if found is None:
        raise _BrokenValue("duration")
    return Duration(_decimal(found[1], "duration"), found[2])


def _day(data: Mapping[str, Any], key: str) -> dt.date:
    value = data[key]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise _BrokenValue(key) from None


def _number(data: Mapping[str, Any], key: str) -> Decimal:
    return _decimal(str(data[key]), key)


def _decimal(text: str, key: str) -> Decimal:
    """Return a number of at most 24 digits before and behind the point: what arithmetic of 28 digits keeps exact."""
    try:
        number = Decimal(text.replace("_", "")) if len(text) < 200 else Decimal("nan")
    except InvalidOperation:
        raise _BrokenValue(key) from None
    digits = number.as_tuple()
    if not isinstance(digits.exponent, int) or len(digits.digits) > _DIGITS:
        raise _BrokenValue(key)
    if digits.exponent < -_DIGITS or number.adjusted() >= _DIGITS:
        raise _BrokenValue(key)
    return number


_DIGITS = 24

_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], FactValue]] = {
    "amount": _amount,
    "date": lambda data: Day(_day(data, "date")),
    "interval": _interval,
    "number": lambda data: Number(_number(data, "number")),
    "duration": _duration,
}
