"""A location in a TOML file (path of keys, line, column), to which problems are reported while it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.positions import KeyPath, nearest_span

UNKNOWN = "{table} has no key called {key!r}"
MISSING = "{key} is missing"
TYPE = "{key} must be {wanted}, but it is {found}"
VALUE = "{key} cannot be {value!r}"
CONTROL = "{key} contains the control character {character}, which cannot be printed"


@dataclass(frozen=True, slots=True)
class TableRules:
    """The rules that the tables of a file can break. Their sentences may have the fields of the sentences above, `{problem}`
    (which is such a sentence), `{entry}` (`TomlLocation.entry`) and `{table}`, the table around the key."""

    unknown: Rule
    missing: Rule
    type: Rule
    value: Rule
    control: Rule


def one_rule(rule: Rule) -> TableRules:
    """Return the rules of a file with one rule for all that can be wrong; its sentence has a `{problem}`."""
    return TableRules(rule, rule, rule, rule, rule)


@dataclass(frozen=True, slots=True)
class TomlLocation:
    """A location: the path of keys, the places of all keys, in this file or the one that a value comes from, the report
    function, the rules, and the span of the file. The first `depth` keys lead to an entry of the file, such as a fact or
    a name, which authors know by the last of these keys."""

    path: KeyPath
    spans: Mapping[KeyPath, Span]
    report: Report
    rules: TableRules
    file: Span
    depth: int = 0

    def of(self, *keys: str | int) -> TomlLocation:
        """Return the location of a key inside."""
        return replace(self, path=(*self.path, *keys))

    def as_entry(self) -> TomlLocation:
        """Return this location as that of an entry."""
        return replace(self, depth=len(self.path))

    @property
    def span(self) -> Span:
        """The span of the key; that of the table around it if the key is missing."""
        return nearest_span(self.path, self.spans, self.file)

    @property
    def name(self) -> str:
        """The key as an author would write it, inside the entry: `imprint.isbn.pdf`; positions in lists are left out."""
        return _dotted(self.path[self.depth :]) or self.entry

    @property
    def entry(self) -> str:
        """The name of the entry; empty outside of any."""
        return str(self.path[self.depth - 1]) if self.depth else ""

    def report_unknown(self, hint: str) -> None:
        """Report a key that its table does not have."""
        self._report(self.rules.unknown, UNKNOWN, hint, key=self.path[-1])

    def report_missing(self, key: str) -> None:
        """Report a key that the table at this location needs."""
        self._report(self.rules.missing, MISSING, "", key=self.of(key).name)

    def report_type(self, value: object, wanted: str, hint: str = "") -> None:
        """Report a value of the wrong type; `wanted` completes "must be …"."""
        name = (
            Phrase("an item of {name}", name=self.name)
            if self.path and isinstance(self.path[-1], int)
            else self.name
        )
        self._report(self.rules.type, TYPE, hint, key=name, wanted=wanted, found=_kind(value))

    def report_value(self, value: object, hint: str = "", wanted: str = Phrase("another one")) -> None:
        """Report a value of the right type that is not allowed; `wanted` completes "must be …"."""
        self._report(self.rules.value, VALUE, hint, key=self.name, value=value, wanted=wanted)

    def report_control(self, character: str) -> None:
        """Report a text with a character that cannot be printed."""
        self._report(self.rules.control, CONTROL, "", key=self.name, character=f"U+{ord(character):04X}")

    def _report(self, rule: Rule, problem: str, hint: str, **values: object) -> None:
        above = _dotted(self.path[self.depth : -1])
        values |= {"entry": self.entry, "table": f"[{above}]" if above else self.span.path}
        self.report(
            rule, self.span, hint=hint, fix=None, area=None, problem=Phrase(problem, **values), **values
        )


def _dotted(keys: KeyPath) -> str:
    return ".".join(key for key in keys if isinstance(key, str))


def _kind(value: object) -> str:
    match value:
        case bool():
            return Phrase("true or false")
        case str():
            return Phrase("a text")
        case int() | float():
            return Phrase("a number")
        case dt.datetime():
            return Phrase("a date with a time")
        case dt.date():
            return Phrase("a date")
        case list():
            return Phrase("a list")
        case dict():
            return Phrase("a table")
        case _:
            return Phrase("a time")
