"""Theme inheritance: a theme takes what it lacks from the theme that it extends."""

from __future__ import annotations

from contextlib import suppress

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic, nearest
from bookbuilder.project.book_file import book_settings
from bookbuilder.toml_tables.positions import key_positions, nearest_position
from bookbuilder.world import Reader, decode
from bookbuilder.world.series_folder import PREFIX

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


def theme_names(world: Reader) -> set[str]:
    """Return the names of all folders for themes: of the program, of the series and of the book."""
    own = (*world.files("styles"), *(one.removeprefix(PREFIX) for one in world.files(f"{PREFIX}styles")))
    return {path.split("/")[1] for path in (*world.asset_files("styles"), *own)}


def last_of_program(world: Reader, names: tuple[str, ...]) -> str:
    """Return the last theme of a lineage that comes with the program, behind whose settings those of the brand stand; the
    first theme if none does."""
    shipped = [one for one in names if world.asset_exists(f"styles/{one}/theme.toml")]
    return shipped[-1] if shipped else names[0]


def settings(world: Reader, name: str) -> list[tuple[str, bytes]]:
    """Return the paths and contents of a theme's theme.toml files: the shipped one, that of the series, that of the book."""
    path = f"styles/{name}/theme.toml"
    result = [(path, world.read_asset(path))] if world.asset_exists(path) else []
    own = (one for one in world.versions(path) if one != path or world.root != world.assets)
    return [*result, *((one, world.read(one)) for one in own)]


def _known(world: Reader, name: str, span: Span | None) -> None:
    if not settings(world, name):
        span = span or _place_in_settings(world, name)
        raise BookbuilderError(diagnostic(UNKNOWN, span, hint=nearest(name, theme_names(world)), name=name))


def _place_in_settings(world: Reader, name: str) -> Span:
    """Return the first position of a theme's name in the settings of the book."""
    with suppress(BookbuilderError):  # an invalid book.toml is reported elsewhere
        settings = book_settings(world, Findings())
        for keys, value in settings.values() if settings else ():
            if keys[-1] == "theme" and value == name:
                return settings.spans[keys] if settings else Span(BOOK)
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
    path, data = settings(world, name)[-1]
    return Span(path, *nearest_position((KEY,), key_positions(decode(data, path))))
