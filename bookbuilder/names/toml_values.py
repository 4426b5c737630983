"""Reads the values of names.toml (texts, and tables of texts by language) and reports each problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.json_schema import NONEMPTY, Schema
from bookbuilder.locales.locale import is_language
from bookbuilder.names.name import ALL

UNKNOWN_KEY = Rule(
    "name.key",
    "the name {name} has an unknown key {key!r}",
    "A name has a form for all languages (name) or for each of them by its tag (de, en-GB), and may have full, short,"
    " sort, office, dates, not, source and note.",
)
BROKEN = Rule(
    "name.value",
    "{key} must be {wanted}",
    'The value of a key is a text on one line: de = "Selenskyj, Wolodymyr". Those of full, short, sort, office and dates'
    ' are one text for all languages or a table: { de = "…", en = "…" }; that of `not` is a list of texts, or a table of'
    " lists.",
)

_LONGEST = 200
LINE: Schema = {**NONEMPTY, "description": f"a text on one line, of at most {_LONGEST} letters"}


@dataclass(frozen=True, slots=True)
class NamesReader:
    """names.toml while it is read: positions of its keys, and the report function."""

    path: str
    positions: Mapping[tuple[str | int, ...], tuple[int, int]]
    report: Report

    def span(self, *keys: str) -> Span:
        """Return the span of a key, or of the closest table around it."""
        while keys and keys not in self.positions:
            keys = keys[:-1]
        return Span(self.path, *self.positions.get(keys, (0, 0)))


def text(value: object, keys: tuple[str, ...], reader: NamesReader) -> str:
    """Return a stripped text; empty after reporting a problem."""
    words = value.strip() if isinstance(value, str) else ""
    if not words or len(words) > _LONGEST or not words.isprintable():
        wanted = f"a text on one line, of at most {_LONGEST} letters"
        reader.report(BROKEN, reader.span(*keys), key=keys[-1], wanted=wanted)
        return ""
    return words


def texts(value: object, keys: tuple[str, ...], reader: NamesReader) -> dict[str, str] | None:
    """Return texts by language, from one for all or a table; None after reporting a problem."""
    if not isinstance(value, dict):
        words = text(value, keys, reader)
        return {ALL: words} if words else None
    by_tag = {}
    for tag, value_of_tag in value.items():
        words = text(value_of_tag, (*keys, tag), reader) if check_language_tag(tag, keys, reader) else ""
        if not words:
            return None
        by_tag[tag.lower()] = words
    return by_tag


def check_language_tag(tag: str, keys: tuple[str, ...], reader: NamesReader) -> bool:
    """Return whether a key is a language tag; reports it if not."""
    if is_language(tag):
        return True
    reader.report(UNKNOWN_KEY, reader.span(*keys, tag), name=keys[1], key=tag, hint="a language such as de")
    return False
