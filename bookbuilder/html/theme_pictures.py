"""Pictures that a theme uses, by `picture("logo.svg")` in a template or style sheet, or by address.

They are in the folder of the theme, beside the chapters, in the root of the book, or in the folder of its series. Their
address is `book:` and a path until the format decides their location.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from bookbuilder.diagnostics import Report, nearest
from bookbuilder.document.picture_files import Picture, inspect_picture, read_picture
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.html.theme import Theme
from bookbuilder.html.theme_position import theme_position
from bookbuilder.world import Reader, relative
from bookbuilder.world.series_folder import PREFIX

THEME, BOOK, OF_SERIES = "theme/", "named/", "series/"
"""The prefixes of paths to the theme's pictures, to those of the book, and to those that its series shares."""
# Where a pattern begins with a literal, Python looks for that alone, which is sixty times as fast.
_ADDRESS = re.compile(rf"""{SCHEME}(?<=["'(]{SCHEME})(?:{THEME}|{BOOK}|{OF_SERIES})[^\s"'()<>]+""")


def book_picture(path: str) -> str:
    """Return the address of a picture of the book or of its series, by its path from the book's folder."""
    shared = path.removeprefix(PREFIX)
    return SCHEME + quote(BOOK + path if shared == path else OF_SERIES + shared)


def picture_finder(world: Reader, theme: Theme, folders: Iterable[str]) -> Callable[[str], str]:
    """Return the function `picture` for templates: it returns the address of a picture, searched in the theme first, then in
    these folders of the book, and raises `ValueError` if there is none.
    """
    folders = tuple(folders)

    def find(path: str) -> str:
        path = str(path)
        if path in theme.files and PurePosixPath(path).suffix.lower() in PICTURE_TYPES:
            return SCHEME + quote(THEME + path)
        for folder in folders:
            inner = relative(f"{folder}/x" if folder else "x", path)
            if PurePosixPath(inner).suffix.lower() in PICTURE_TYPES and inner in world.files(
                folder or "images"
            ):
                return book_picture(inner)
        files = [name for name in theme.files if PurePosixPath(name).suffix.lower() in PICTURE_TYPES]
        for folder in folders:
            files += [file.removeprefix(f"{folder}/") for file in world.files(folder or "images")]
        raise ValueError(f"there is no picture {path!r} {nearest(path, files)}".strip())

    return find


def picture_addresses(*texts: str) -> tuple[str, ...]:
    """Return the distinct paths of pictures whose addresses are in HTML or CSS texts."""
    return tuple(
        dict.fromkeys(found.removeprefix(SCHEME) for text in texts for found in _ADDRESS.findall(text))
    )


def read_theme_picture(world: Reader, theme: Theme, path: str, report: Report) -> Picture | None:
    """Return the picture at such a path; problems are reported (`image.*`) where the theme uses it."""
    plain = unquote(path)
    name = plain.removeprefix(THEME).removeprefix(BOOK)
    if plain.startswith(OF_SERIES):
        name = PREFIX + plain.removeprefix(OF_SERIES)
    if plain.startswith(THEME) and name in theme.files:
        kind = PICTURE_TYPES.get(PurePosixPath(name).suffix.lower())
        if kind is not None:
            shown = theme.path(name)
            return inspect_picture(shown, theme.files[name], kind, theme_position(theme, name), report)
    return read_picture(
        world,
        name if plain.startswith((BOOK, OF_SERIES)) else f"styles/{theme.name}/{name}",
        theme_position(theme, PurePosixPath(name).name),
        report,
    )


def relocate_pictures(text: str, places: Mapping[str, str]) -> str:
    """Return HTML or CSS with the final addresses of pictures: path → address."""
    return _ADDRESS.sub(lambda found: places.get(found[0].removeprefix(SCHEME), found[0]), text)
