"""Reads a TOML file into its data and the place of each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.project.toml_positions import KeyPath, key_spans, nearest_span


@dataclass(frozen=True, slots=True)
class TomlTable:
    """The data of a file as tomllib gives it, and the place of each key."""

    path: str
    data: Mapping[str, Any]
    spans: Mapping[KeyPath, Span]

    def span(self, *keys: str | int) -> Span:
        """Return the span of a key, that of the closest table around it, or the file."""
        return nearest_span(keys, self.spans, Span(self.path))


def read_table(text: str, path: str, report: Report, syntax: Rule, hint: str = "") -> TomlTable | None:
    """Return the table of a file; None after reporting `syntax` (`toml.parse`)."""
    data = toml.parse(text, path, report, syntax, hint)
    return None if data is None else TomlTable(path, data, key_spans(text, path))
