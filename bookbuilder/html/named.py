"""The pictures that a theme names: in a template or a style sheet with `picture("logo.svg")`, or by their address.

Such a picture lies in the folder of the theme, beside the chapters of the language, or in the book's own folder. Its address
is `book:` and its path until a format decides where it lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from bookbuilder.diagnostics import Report, nearest
from bookbuilder.document.picture_files import Picture, inspect_picture, read_picture
from bookbuilder.document.picture_variants import TYPES
from bookbuilder.html.loads import SCHEME
from bookbuilder.html.place import place
from bookbuilder.html.theme import Theme
from bookbuilder.world import Reader, relative

THEME, BOOK = "theme/", "named/"
"""How the paths of pictures begin that a theme names: its own, and those of the book."""
_ADDRESS = re.compile(rf"""(?<=["'(]){SCHEME}(?:{THEME}|{BOOK})[^\s"'()<>]+""")


def finder(world: Reader, theme: Theme, folders: Iterable[str]) -> Callable[[str], str]:
    """Return the function that templates know as `picture`: it gives the address of a picture, which is looked for in the
    theme first, then in these folders of the book. It raises `ValueError` for one that is not there.
    """
    folders = tuple(folders)

    def find(path: str) -> str:
        path = str(path)
        if path in theme.files and PurePosixPath(path).suffix.lower() in TYPES:
            return SCHEME + quote(THEME + path)
        for folder in folders:
            inner = relative(f"{folder}/x" if folder else "x", path)
            if PurePosixPath(inner).suffix.lower() in TYPES and inner in world.files(folder or "images"):
                return SCHEME + quote(BOOK + inner)
        known = [name for name in theme.files if PurePosixPath(name).suffix.lower() in TYPES]
        for folder in folders:
            known += [one.removeprefix(f"{folder}/") for one in world.files(folder or "images")]
        raise ValueError(f"there is no picture {path!r} {nearest(path, known)}".strip())

    return find


def addresses(*texts: str) -> tuple[str, ...]:
    """Return the paths of pictures of the book that texts of HTML or CSS name by their address, each once."""
    return tuple(
        dict.fromkeys(found.removeprefix(SCHEME) for text in texts for found in _ADDRESS.findall(text))
    )


def read(world: Reader, theme: Theme, path: str, report: Report) -> Picture | None:
    """Return the picture at such a path, or report `image.*` where the theme names it."""
    plain = unquote(path)
    name = plain.removeprefix(THEME).removeprefix(BOOK)
    if plain.startswith(THEME) and name in theme.files:
        kind = TYPES.get(PurePosixPath(name).suffix.lower())
        if kind is not None:
            shown = theme.path(name)
            return inspect_picture(shown, theme.files[name], kind, place(theme, name), report)
    return read_picture(
        world,
        name if plain.startswith(BOOK) else f"styles/{theme.name}/{name}",
        place(theme, PurePosixPath(name).name),
        report,
    )


def moved(text: str, places: Mapping[str, str]) -> str:
    """Return HTML or CSS with the addresses that pictures have in an edition: path → address."""
    return _ADDRESS.sub(lambda found: places.get(found[0].removeprefix(SCHEME), found[0]), text)
