"""Reads sources.toml: a table for each source, with the variables of CSL written as people write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.diagnostics import Report, Span
from bookbuilder.json_schema import Schema, closed_table, either, free_table
from bookbuilder.locales.locale import is_language
from bookbuilder.sources.csl_variables import DATES, NAMES, NUMBERS, TEXTS, TYPES
from bookbuilder.sources.rules import SOURCE_RULES, SYNTAX
from bookbuilder.sources.source import Source
from bookbuilder.toml_tables.location import TomlLocation
from bookbuilder.toml_tables.toml_table import read_table
from bookbuilder.toml_tables.value_parsers import (
    ValueParser,
    accepting,
    nonempty_text,
    one_of,
    schemas_of,
    table,
    whole,
)

KEY = r"[A-Za-z0-9_](?:[A-Za-z0-9_:.#$%&+?<>~/-]*[A-Za-z0-9_])?"
"""A pattern for the keys of sources, as pandoc reads them behind @."""
_PARTS = {"family": nonempty_text, "given": nonempty_text, "literal": nonempty_text}
_YEAR = re.compile(r"-?\d{1,4}(?:-\d{2}){0,2}")


@accepting({**either({"type": "string"}, closed_table(schemas_of(_PARTS)))})
def _name(value: Any, spot: TomlLocation) -> dict[str, str] | None:
    """A person as `Kant, Immanuel`, whoever has no comma as it is: `NATO`; or a table of CSL."""
    if isinstance(value, dict):
        return table(value, spot, _PARTS)
    written = nonempty_text(value, spot)
    if written is None:
        return None
    family, comma, given = written.partition(",")
    if not comma:
        return {"literal": written}
    return {"family": family.strip(), "given": given.strip()}


@accepting(either(_name.schema, {"type": "array", "items": _name.schema}))
def _names(value: Any, spot: TomlLocation) -> list[dict[str, str]] | None:
    """One name, or a list of names."""
    if not isinstance(value, list):
        name = _name(value, spot)
        return [name] if name else None
    found = [_name(one, spot.of(index)) for index, one in enumerate(value)]
    return None if None in found else [name for name in found if name]


@accepting({"type": ["string", "integer"]})
def _date(value: Any, spot: TomlLocation) -> dict[str, object] | None:
    """A date of TOML; a year; `2022-01`; a range with a slash; or words, which are printed as they are."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return {"date-parts": [[value.year, value.month, value.day]]}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"date-parts": [[value]]}
    written = nonempty_text(value, spot)
    if written is None:
        return None
    days = written.split("/")
    if len(days) <= 2 and all(_YEAR.fullmatch(day) for day in days):
        return {"date-parts": [_parts(day) for day in days]}
    return {"literal": written}


def _parts(day: str) -> list[int]:
    sign, digits = (-1, day[1:]) if day.startswith("-") else (1, day)
    year, *rest = (int(part) for part in digits.split("-"))
    return [sign * year, *rest]


@accepting({"type": ["string", "integer"]})
def _text(value: Any, spot: TomlLocation) -> str | None:
    """A text, or a number."""
    return nonempty_text(
        str(value) if isinstance(value, int) and not isinstance(value, bool) else value, spot
    )


@dataclass(frozen=True, slots=True)
class _ByLanguage:
    """A value that each language has its own of: the titles of a treaty, the name of an institution."""

    values: Mapping[str, object]


def _in_languages(kind: ValueParser[Any]) -> ValueParser[object]:
    """A value for all languages, or a table with one for each."""

    def read(value: Any, spot: TomlLocation) -> object:
        if not isinstance(value, dict) or not value or not all(map(is_language, value)):
            return kind(value, spot)
        values = {tag.lower(): kind(one, spot.of(tag)) for tag, one in value.items()}
        return None if None in values.values() else _ByLanguage(values)

    return ValueParser(read, either(kind.schema, free_table(kind.schema, LANGUAGE)))


LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]+)*"
"""A pattern for the tags of languages."""
SOURCE: Mapping[str, ValueParser[object]] = {
    "type": one_of(TYPES),
    **dict.fromkeys(TEXTS, _in_languages(_text)),
    **dict.fromkeys(NUMBERS, _text),
    **dict.fromkeys(NAMES, _in_languages(_names)),
    **dict.fromkeys(DATES, _date),
    "archived": nonempty_text,
}
"""All keys of a source."""


def read_toml_sources(text: str, path: str, report: Report) -> list[Source]:
    """Return the sources of a file; broken ones are reported (`sources.syntax`, `source.value`) and left out."""
    file = read_table(text, path, report, SYNTAX)
    if file is None:
        return []
    top = file.top(report, SOURCE_RULES)
    result = []
    for key, value in file.data.items():
        spot = top.of(key).as_entry()
        if not isinstance(value, dict):
            spot.report_type(value, "a table", f"[{key}]")
            continue
        read = whole(lambda data, here: table(data, here, SOURCE, ("type", "title")), value, spot)
        if read is not None:
            result.append(_source(key, read, spot.span))
    return result


def _source(key: str, read: dict[str, Any], span: Span) -> Source:
    archived = str(read.pop("archived", ""))
    variables: dict[str, object] = {}
    localized: dict[str, dict[str, object]] = {}
    for name, value in read.items():
        if isinstance(value, _ByLanguage):
            for tag, one in value.values.items():
                localized.setdefault(tag, {})[name] = one
            variables[name] = next(iter(value.values.values()))
        else:
            variables[name] = value
    return Source(key, span, variables, archived, localized)


def sources_schema(descriptions: Mapping[str, str]) -> Schema:
    """Return the schema of sources.toml: a table for each source."""
    keys = {
        name: {**schema, **({"description": descriptions[name]} if name in descriptions else {})}
        for name, schema in schemas_of(SOURCE).items()
    }
    return free_table(closed_table(keys, ("type", "title")))
