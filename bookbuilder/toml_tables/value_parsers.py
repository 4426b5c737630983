"""Parsers for the values in a TOML file: each turns TOML data into a value, or reports what is wrong with it.

Each carries the JSON Schema of what it accepts, so that one table of keys is read by the program and shown by editors.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias, TypeVar

from bookbuilder import json_schema
from bookbuilder.diagnostics import Fix, Hint, PageArea, Rule, Span, nearest
from bookbuilder.json_schema import Schema
from bookbuilder.limits import LONG, TEXT, WORD, unbroken
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import TomlLocation

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Parse: TypeAlias = Callable[[Any, TomlLocation], T | None]
"""Returns the parsed value, or None after reporting a problem."""


@dataclass(frozen=True, slots=True)
class ValueParser(Generic[T_co]):
    """A function that parses a value, and the schema of the values that it accepts."""

    parse: Parse[T_co]
    schema: Schema

    def __call__(self, value: Any, spot: TomlLocation) -> T_co | None:
        """Return the parsed value, or None after reporting a problem."""
        return self.parse(value, spot)


def accepting(schema: Schema) -> Callable[[Parse[T]], ValueParser[T]]:
    """Return a decorator that makes a function the parser of values with this schema."""

    def decorate(parse: Parse[T]) -> ValueParser[T]:
        return ValueParser(parse, schema)

    return decorate


_CONTROL = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@accepting(json_schema.ANY_TEXT)
def any_text(value: Any, spot: TomlLocation) -> str | None:
    """A text as it is written."""
    if isinstance(value, str):
        return value
    spot.report_type(value, "a text", 'a text stands in quotes: "…"')
    return None


@accepting(json_schema.ANY_TEXT)
def text(value: Any, spot: TomlLocation) -> str | None:
    """A text without surrounding blanks, which can be printed."""
    written = any_text(value, spot)
    if written is None:
        return None
    if control := _CONTROL.search(written):
        spot.report_control(control[0])
        return None
    longest = max((end - start for start, end in unbroken(written)), default=0)
    for what, limit, count in (
        (spot.name, TEXT, len(written)),
        (Phrase("a word of {name}", name=spot.name), WORD, longest),
    ):
        if count > limit:
            spot.report(LONG, spot.span, what=what, count=count, limit=limit)
            return None
    return written.strip()


@accepting(json_schema.NONEMPTY)
def nonempty_text(value: Any, spot: TomlLocation) -> str | None:
    """A text that is not empty."""
    result = text(value, spot)
    if result == "":
        spot.report_value(value, "write a text, or leave the key out")
    return result or None


def list_of(
    kind: ValueParser[T], length: int | None = None, wanted: str = "a list"
) -> ValueParser[tuple[T, ...]]:
    """A list of values of one kind, as many as `length` says; wrong items are left out."""

    def read(value: Any, spot: TomlLocation) -> tuple[T, ...] | None:
        if not isinstance(value, list):
            hint = (
                Phrase('a list stands in brackets: ["{value}"]', value=value)
                if isinstance(value, str)
                else ""
            )
            spot.report_type(value, wanted, hint)
            return None
        if len(value) != (length or len(value)):
            spot.report_value(value, Phrase("a list of {length}", length=length))
            return None
        items = [kind(item, spot.of(index)) for index, item in enumerate(value)]
        return tuple(item for item in items if item is not None)

    return ValueParser(read, json_schema.array(kind.schema))


def map_of(
    kind: ValueParser[T], known: Callable[[str], bool] = lambda _: True, hint: str = ""
) -> ValueParser[dict[str, T]]:
    """A table of values of one kind by the author's own keys; wrong values are left out. `hint` is for a key that is not
    `known`."""

    def read(value: Any, spot: TomlLocation) -> dict[str, T] | None:
        if not isinstance(value, dict):
            spot.report_type(value, "a table")
            return None
        by_key: dict[str, T] = {}
        for key, value_of_key in value.items():
            if not known(key):
                spot.of(key).report_unknown(hint)
            elif (parsed := kind(value_of_key, spot.of(key))) is not None:
                by_key[key] = parsed
        return by_key

    return ValueParser(read, json_schema.free_table(kind.schema))


def by_locale(
    kind: ValueParser[T], by_name: ValueParser[dict[str, T]] | None = None, *, least: int = 0
) -> ValueParser[Mapping[str, T]]:
    """A value for all locales, or a table of some (at `least` so many) by locale; that for all has the empty key."""
    of_table = by_name or map_of(kind)

    def read(value: Any, spot: TomlLocation) -> Mapping[str, T] | None:
        if not isinstance(value, dict):
            parsed = kind(value, spot)
            return None if parsed is None else {"": parsed}
        if len(value) < least:
            spot.report_value(value, "one for all locales, or a table with one for each")
            return None
        return of_table(value, spot)

    limit = {"minProperties": least} if least else {}
    return ValueParser(read, json_schema.either(kind.schema, {**of_table.schema, **limit}))


def pattern(expression: str, hint: str) -> ValueParser[str]:
    """A text that matches a pattern; the hint describes it."""

    def read(value: Any, spot: TomlLocation) -> str | None:
        parsed = text(value, spot)
        if parsed is not None and not re.fullmatch(expression, parsed):
            spot.report_value(value, hint)
            return None
        return parsed

    return ValueParser(read, json_schema.matching(expression))


def one_of(words: Collection[str]) -> ValueParser[str]:
    """One of these words."""

    def read(value: Any, spot: TomlLocation) -> str | None:
        parsed = text(value, spot)
        if parsed is not None and parsed not in words:
            spot.report_value(
                value,
                nearest(parsed, words)
                or Phrase("it can be {words}", words=", ".join(sorted(filter(None, words)))),
            )
            return None
        return parsed

    return ValueParser(read, json_schema.words(words))


@accepting(json_schema.BOOLEAN)
def boolean(value: Any, spot: TomlLocation) -> bool | None:
    """True or false."""
    if isinstance(value, bool):
        return value
    spot.report_type(value, "true or false", "without quotes")
    return None


def number(
    kind: type[int | float], least: float | None, most: float | None, above: float | None = None
) -> ValueParser[float]:
    """A whole number, or any, from `least` to `most`, and `above` another one."""
    bounds = [
        f"{word} {limit:g}"
        for word, limit in (("above", above), ("from", least), ("to", most))
        if limit is not None
    ]

    def read(value: Any, spot: TomlLocation) -> float | None:
        if isinstance(value, bool) or not isinstance(value, (int, kind)):
            spot.report_type(value, "a whole number" if kind is int else "a number", "without quotes: 1")
            return None
        if (
            (least is None or value >= least)
            and (most is None or value <= most)
            and (above is None or value > above)
        ):
            return kind(value)
        spot.report_value(value, Phrase("a number {bounds}", bounds=" ".join(bounds)))
        return None

    limits = {"minimum": least, "maximum": most, "exclusiveMinimum": above}
    schema = {"type": "integer" if kind is int else "number"} | {
        name: limit for name, limit in limits.items() if limit is not None
    }
    return ValueParser(read, schema)


positive_integer = number(int, 1, 9999)


@accepting(json_schema.DATE)
def date(value: Any, spot: TomlLocation) -> dt.date | None:
    """A date without a time."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    spot.report_type(value, "a date", "year, month and day without quotes: 2022-01-22")
    return None


def table(
    value: Any,
    spot: TomlLocation,
    keys: Mapping[str, Parse[object]],
    needed: Collection[str] = (),
    hint: str = "",
) -> dict[str, Any] | None:
    """A table: key → parsed value for those that are present and right; None if it is no table.

    Reports unknown keys, and `needed` ones that are missing. `hint` is for an unknown key that is like none of `keys`.
    """
    if not isinstance(value, dict):
        spot.report_type(value, "a table")
        return None
    for key in value:
        if key not in keys:
            spot.of(key).report_unknown(
                nearest(key, keys) or hint or Phrase("its keys are {known}", known=", ".join(keys))
            )
    for key in needed:
        if key not in value:
            spot.report_missing(key)
    read = {key: kind(value[key], spot.of(key)) for key, kind in keys.items() if key in value}
    return {key: value_of_key for key, value_of_key in read.items() if value_of_key is not None}


def table_of(
    keys: Mapping[str, ValueParser[object]],
    needed: Collection[str],
    make: Callable[..., T],
    short: str = "",
) -> ValueParser[T]:
    """A table with these keys, of which `make` makes a value unless a `needed` one is missing. A text is `short` for a table
    with this key alone."""

    def read(value: Any, spot: TomlLocation) -> T | None:
        if short and isinstance(value, str):
            parsed = keys[short](value, spot)
            return None if parsed is None else make(**{short: parsed})
        by_key = table(value, spot, keys, needed)
        return make(**by_key) if by_key is not None and by_key.keys() >= set(needed) else None

    schema = json_schema.closed_table(schemas_of(keys), needed)
    return ValueParser(read, json_schema.either(keys[short].schema, schema) if short else schema)


def whole(parse: Parse[T], value: Any, spot: TomlLocation) -> T | None:
    """Return a parsed value, or None if anything in it is wrong."""
    problems = []

    def report(
        rule: Rule, span: Span, /, *,
        hint: Hint = "", fix: Fix | None = None, area: PageArea | None = None, **values: object,
    ) -> None:  # fmt: skip
        problems.append(rule)
        spot.report(rule, span, hint=hint, fix=fix, area=area, **values)

    result = parse(value, replace(spot, report=report))
    return None if problems else result


def schemas_of(keys: Mapping[str, ValueParser[object]]) -> dict[str, Schema]:
    """Return the schema of each key of a table."""
    return {key: kind.schema for key, kind in keys.items()}
