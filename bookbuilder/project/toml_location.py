"""A location in book.toml (path of keys, line, column) to which problems are reported while it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.project.toml_positions import KeyPath, nearest_span

FILE = "book.toml"

UNKNOWN = Rule(
    "book.key",
    "{table} has no key called {key!r}",
    "book.toml knows a fixed set of keys, described in docs/book-toml.md. A key that is spelled wrongly would change"
    " nothing and say nothing, so it is an error.",
)
NEEDED = Rule(
    "book.missing",
    "{key} is missing",
    "A book cannot be made without its id, its source language, its date, and a title in every locale; a person needs"
    " a name, an edition a format.",
)
TYPE = Rule(
    "book.type",
    "{key} must be {wanted}, but it is {found}",
    "TOML tells texts (in quotes), numbers, dates, true and false, lists and tables apart, and so does book.toml.",
)
VALUE = Rule(
    "book.value",
    "{key} cannot be {value!r}",
    "Some keys take only certain words, numbers or forms; the hint says which.",
)


@dataclass(frozen=True, slots=True)
class TomlLocation:
    """A location: the path of keys, the places of all keys, in book.toml or the file that a value comes from, and the report
    function."""

    path: KeyPath
    spans: Mapping[KeyPath, Span]
    report: Report

    def of(self, *keys: str | int) -> TomlLocation:
        """Return the location of a key inside."""
        return TomlLocation((*self.path, *keys), self.spans, self.report)

    @property
    def span(self) -> Span:
        """The span of the key; that of the table around it if the key is missing."""
        return nearest_span(self.path, self.spans, Span(FILE))

    @property
    def name(self) -> str:
        """The key as an author would write it: `imprint.isbn.pdf`; positions in lists are left out."""
        return ".".join(part for part in self.path if isinstance(part, str))

    def report_type(self, value: object, wanted: str, hint: str = "") -> None:
        """Report a value of the wrong type; `wanted` completes "must be …"."""
        name = f"an item of {self.name}" if self.path and isinstance(self.path[-1], int) else self.name
        self.report(TYPE, self.span, hint=hint, key=name, wanted=wanted, found=_kind(value))

    def report_value(self, value: object, hint: str) -> None:
        """Report a value of the right type that is not allowed."""
        self.report(VALUE, self.span, hint=hint, key=self.name, value=value)


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case dt.datetime():
            return "a date with a time"
        case dt.date():
            return "a date"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a time"
