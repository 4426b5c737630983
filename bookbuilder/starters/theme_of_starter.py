"""The theme of a new book: which one it is, and where book.toml says so."""

from __future__ import annotations

from bookbuilder import toml
from bookbuilder.html.theme_inheritance import DEFAULT
from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.starters.starter import Files, Starter
from bookbuilder.world import Assets

_SETTINGS = "book.toml"


def shipped_themes(world: Assets) -> tuple[str, ...]:
    """Return the names of the themes that the program ships, sorted."""
    parts = (path.split("/") for path in world.asset_files("styles"))
    return tuple(sorted(part[1] for part in parts if part[2:] == ["theme.toml"]))


def suitable_theme(starter: Starter, world: Assets) -> str:
    """Return the theme for a kind of book: its own, if the program has that."""
    return starter.theme if starter.theme in shipped_themes(world) else DEFAULT


def with_theme(files: Files, theme: str) -> Files:
    """Return the files of a new book with a theme in its book.toml, unless that is the one it has."""
    text = files[_SETTINGS].decode()
    if toml.loads(text)["book"].get("theme", DEFAULT) == theme:
        return files
    edited = edit_toml(text, {("book", "theme"): theme})
    assert edited is not None, "book.toml of a starter has a table [book]"
    return {**files, _SETTINGS: edited.encode()}
