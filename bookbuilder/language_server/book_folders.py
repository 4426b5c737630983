"""Finds the book that a file of an editor belongs to: the nearest folder above it with a book.toml."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from bookbuilder.world.edited_files import EditedFiles
from bookbuilder.world.series_folder import PREFIX

_HIGHEST = 64
"""Folders above a file that are looked at."""
BOOK = "book.toml"


@dataclass(frozen=True, slots=True)
class BookFile:
    """A file of a book: the book's folder, and the path of the file in it."""

    root: Path
    path: str


def file_path(uri: str) -> str | None:
    """Return the path that the address of a file names; None for any other address.

    >>> file_path("file:///b%C3%BCcher/a.md"), file_path("untitled:Untitled-1"), file_path("file://host/a.md")
    ('/bücher/a.md', None, None)
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if (
        parts.scheme != "file"
        or parts.netloc not in ("", "localhost")
        or "\0" in path
        or not path.startswith("/")
    ):
        return None
    return posixpath.normpath(f"/{path.lstrip('/')}")


def file_uri(root: Path, path: str) -> str:
    """Return the address of a file of a book, or of its series (`../facts.toml`).

    >>> file_uri(Path("/bücher"), "chapters/de/a b.md")
    'file:///b%C3%BCcher/chapters/de/a%20b.md'
    """
    if path.startswith(PREFIX):
        root, path = root.parent, path.removeprefix(PREFIX)
    return f"file://{quote(f'{root.as_posix()}/{path}', errors='surrogateescape')}"


def find_book(uri: str) -> BookFile | None:
    """Return the book that a file belongs to, None if it is in none: no other file is looked at."""
    place = file_path(uri)
    if place is None:
        return None
    path = PurePosixPath(place)
    for folder in list(path.parents)[:_HIGHEST]:
        root = Path(folder)
        if has_book(root):
            inner = path.relative_to(folder).as_posix()
            return None if inner.startswith(".bookbuilder/") else BookFile(root, inner)
    return None


def has_book(root: Path) -> bool:
    """Whether a folder holds a book."""
    try:
        return EditedFiles(root, environ={}).exists(BOOK)
    except (OSError, ValueError):  # no valid path
        return False
