"""The theme of a new book: which one it is, and where book.toml says so."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder import toml
from bookbuilder.html.theme_inheritance import DEFAULT
from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.starters.starter import Files, Starter

_SETTINGS = "book.toml"


def suitable_theme(starter: Starter, known: Collection[str]) -> str:
    """Return the theme for a kind of book: its own, if that is among the known ones."""
    return starter.theme if starter.theme in known else DEFAULT


def with_theme(files: Files, theme: str) -> Files:
    """Return the files of a new book with a theme in its book.toml, unless that is the one it has."""
    text = files[_SETTINGS].decode()
    if toml.loads(text)["book"].get("theme", DEFAULT) == theme:
        return files
    edited = edit_toml(text, {("book", "theme"): theme})
    assert edited is not None, "book.toml of a starter has a table [book]"
    return {**files, _SETTINGS: edited.encode()}
