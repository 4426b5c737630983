"""Settings as a tree of TOML values, each with its place in the file that it was read from; one tree over another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.project.toml_positions import KeyPath, nearest_span
from bookbuilder.project.toml_table import read_table


@dataclass(frozen=True, slots=True)
class SettingsTree:
    """A tree of settings: `data` as tomllib gives it, `spans` the place of each key, `overridden` the values that others
    replaced, with their places."""

    data: Mapping[str, Any]
    spans: Mapping[KeyPath, Span]
    overridden: Mapping[KeyPath, tuple[object, Span]] = field(default_factory=dict)

    def values(self) -> Iterator[tuple[KeyPath, object]]:
        """Yield each value that is no table, with its keys, in the order of the files."""
        yield from _values(self.data, ())


def parse_settings(text: str, file: str, report: Report, syntax: Rule) -> SettingsTree | None:
    """Return the settings of a TOML text, or None after reporting a syntax error."""
    table = read_table(text, file, report, syntax)
    return None if table is None else SettingsTree(table.data, table.spans)


def laid_over(below: SettingsTree, above: SettingsTree) -> SettingsTree:
    """Return two trees as one. Tables are merged key by key; any other value of `above` replaces that of `below`.

    A table that both have is where `above` has it.
    """
    overridden: dict[KeyPath, tuple[object, Span]] = {}
    data = _merged(below.data, above.data, (), below, overridden)
    kept = {
        keys: span
        for keys, span in below.spans.items()
        if not any(keys[:depth] in overridden for depth in range(1, len(keys) + 1))
    }
    return SettingsTree(data, {**kept, **above.spans}, {**below.overridden, **overridden})


def _merged(
    below: Mapping[str, Any],
    above: Mapping[str, Any],
    keys: KeyPath,
    tree: SettingsTree,
    overridden: dict[KeyPath, tuple[object, Span]],
) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        here, old = (*keys, key), below.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = _merged(old, value, here, tree, overridden)
            continue
        if key in below:
            overridden[here] = (old, nearest_span(here, tree.spans, Span()))
        result[key] = value
    return result


def _values(table: Mapping[str, Any], keys: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, (*keys, key))
        else:
            yield (*keys, key), value
