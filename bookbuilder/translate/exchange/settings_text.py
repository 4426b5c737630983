"""A text of a TOML file that is translated."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.toml_tables.positions import KeyPath


@dataclass(frozen=True, slots=True)
class SettingsText:
    """A text to translate: its kind, where it stands in the source language and where its translation belongs, both texts
    (empty: there is none), and notes."""

    kind: str
    line: int
    column: int
    path: KeyPath
    source: str
    target: str
    notes: tuple[str, ...] = ()
