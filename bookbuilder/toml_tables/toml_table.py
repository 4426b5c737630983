"""Reads a TOML file into its data with the place of each key; lays the data of one file over that of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.toml_tables.location import TableRules, TomlLocation
from bookbuilder.toml_tables.positions import KeyPath, key_spans, nearest_span


@dataclass(frozen=True, slots=True)
class TomlTable:
    """The table at the top of a file: `data` as tomllib gives it, `spans` the place of each key, `overridden` the values
    that those of another file replaced (`laid_over`), with their places."""

    path: str
    data: Mapping[str, Any]
    spans: Mapping[KeyPath, Span]
    overridden: Mapping[KeyPath, tuple[object, Span]] = field(default_factory=dict)

    def span(self, *keys: str | int) -> Span:
        """Return the span of a key, that of the closest table around it, or the file."""
        return nearest_span(keys, self.spans, Span(self.path))

    def top(self, report: Report, rules: TableRules) -> TomlLocation:
        """Return the location of the whole table, to which problems are reported."""
        return TomlLocation((), self.spans, report, rules, Span(self.path))

    def values(self) -> Iterator[tuple[KeyPath, object]]:
        """Yield each value that is no table, with its keys, in the order of the files."""
        yield from _values(self.data, ())


def read_table(text: str, path: str, report: Report, syntax: Rule, hint: str = "") -> TomlTable | None:
    """Return the table of a file; None after reporting `syntax` (`toml.parse`)."""
    data = toml.parse(text, path, report, syntax, hint)
    return None if data is None else TomlTable(path, data, key_spans(text, path))


def laid_over(below: TomlTable, above: TomlTable) -> TomlTable:
    """Return two tables as one. Tables are merged key by key; any other value of `above` replaces that of `below`.

    A table that both have is where `above` has it.
    """
    overridden: dict[KeyPath, tuple[object, Span]] = {}
    for keys, value in _replaced(below.data, above.data, ()):
        overridden[keys] = value, below.span(*keys)
    kept = {
        keys: span
        for keys, span in below.spans.items()
        if not any(keys[:depth] in overridden for depth in range(1, len(keys) + 1))
    }
    return TomlTable(
        above.path,
        merged(below.data, above.data),
        {**kept, **above.spans},
        {**below.overridden, **overridden},
    )


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of two tables as one, merged key by key; where both have a value, that of `above` holds.

    >>> merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 4}})
    {'a': {'b': 4, 'c': 2}, 'd': 3}
    """
    both = {
        key: merged(below[key], value)
        if isinstance(value, dict) and isinstance(below.get(key), dict)
        else value
        for key, value in above.items()
    }
    return {**below, **both}


def _replaced(
    below: Mapping[str, Any], above: Mapping[str, Any], keys: KeyPath
) -> Iterator[tuple[KeyPath, object]]:
    for key, value in above.items():
        if isinstance(below.get(key), dict) and isinstance(value, dict):
            yield from _replaced(below[key], value, (*keys, key))
        elif key in below:
            yield (*keys, key), below[key]


def _values(table: Mapping[str, Any], keys: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, (*keys, key))
        else:
            yield (*keys, key), value
