"""Theme inheritance: a theme takes what it lacks from the theme that it extends."""

from __future__ import annotations

from contextlib import suppress
from functools import reduce
from operator import getitem
from typing import Any

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic, nearest
from bookbuilder.project.toml_positions import key_positions, nearest_position
from bookbuilder.world import Reader, decode

DEFAULT = "dossier"
"""The theme that a book's themes extend by default."""
KEY = "extends"
BOOK = "book.toml"

UNKNOWN = Rule(
    "theme.unknown",
    "there is no theme {name!r}",
    "A theme is a folder in styles/ of the book, or one that comes with the program, with a theme.toml in it.",
)
EXTENDS = Rule(
    "theme.extends",
    "the theme {name!r} extends {base!r}, {problem}",
    "A theme extends another one, whose settings, style sheets and templates it has where it has none of its own:"
    ' `extends = "dossier"`, which holds as well if it says nothing. A theme that has everything itself says'
    ' `extends = ""`.',
)


def lineage(world: Reader, name: str) -> tuple[str, ...]:
    """Return the names of a theme and its ancestors, root first.

    Raises `BookbuilderError` (`theme.unknown`, `theme.extends`).
    """
    result = [name]
    _known(world, name, None)
    while base := _base(world, result[0]):
        if base in result:
            problem = "which extends it" if base != result[0] else "which is itself"
            raise BookbuilderError(
                diagnostic(EXTENDS, _span(world, result[0]), name=result[0], base=base, problem=problem)
            )
        _known(world, base, _span(world, result[0]))
        result.insert(0, base)
    return tuple(result)


def settings(world: Reader, name: str) -> list[tuple[str, bytes]]:
    """Return the paths and contents of a theme's theme.toml files: the shipped one, then that of the book."""
    path = f"styles/{name}/theme.toml"
    result = [(path, world.read_asset(path))] if world.asset_exists(path) else []
    if world.root != world.assets and world.exists(path):
        result.append((path, world.read(path)))
    return result


def _known(world: Reader, name: str, span: Span | None) -> None:
    if not settings(world, name):
        span = span or _place_in_settings(world, name)
        themes = {path.split("/")[1] for path in (*world.asset_files("styles"), *world.files("styles"))}
        raise BookbuilderError(diagnostic(UNKNOWN, span, hint=nearest(name, themes), name=name))


def _place_in_settings(world: Reader, name: str) -> Span:
    """Return the first position of a theme's name in book.toml."""
    with suppress(BookbuilderError, toml.TomlError):  # an invalid book.toml is reported elsewhere
        text = world.text(BOOK)
        sentence: Any = toml.loads(text)
        for path, place in key_positions(text).items():
            if path[-1] == "theme" and reduce(getitem, path, sentence) == name:
                return Span(BOOK, *place)
    return Span(BOOK)


def _base(world: Reader, name: str) -> str:
    """Return the name of the theme that a theme extends; empty if none."""
    base = "" if world.asset_exists(f"styles/{name}/theme.toml") else DEFAULT
    for path, data in settings(world, name):
        try:
            value = toml.loads(decode(data, path)).get(KEY, base)
        except toml.TomlError:  # reported when it is read
            return ""
        if not isinstance(value, str):
            span = _span(world, name)
            problem = "which is no name"
            raise BookbuilderError(diagnostic(EXTENDS, span, name=name, base=value, problem=problem))
        base = value
    return base


def _span(world: Reader, name: str) -> Span:
    """Return the position of a theme's `extends`."""
    path, data = settings(world, name)[-1]
    return Span(path, *nearest_position((KEY,), key_positions(decode(data, path))))
