"""The series of a book: a few files in the folder above the book's, the only ones that it may read outside its own.

A path that begins with `../` leads there: `../series.toml`, `../facts.toml`, `../styles/house/print.css`.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic

SERIES = "series.toml"
"""The file that makes the folder above a book the folder of a series."""
PREFIX = "../"
FILES = (
    SERIES,
    "isbn.toml",
    "facts.toml",
    "names.toml",
    "glossary.toml",
    "abbreviations.toml",
    "hyphenation.toml",
    "sources.bib",
    "sources.json",
    "sources.toml",
    "pictures.toml",
    "brand.toml",
    "_brand.yml",
    "_brand.yaml",
)
FOLDERS = ("styles", "fonts", "printers", "issues", "data", "logo", "logos")
"""What the books of a series share, besides `series.toml`."""
FILE_LIMIT = 10_000
"""The most files that a folder of a series may have."""

LINK = Rule(
    "series.link",
    "{path} is a link or no ordinary file, and is not read",
    "A book reads nothing outside its own folder but series.toml in the folder above, and the files beside it that the books"
    " of a series share. No link is followed there, since it could lead to any file of the person who builds the book.",
)
OWNER = Rule(
    "series.owner",
    "{path} belongs to another user, and is not read",
    "Whoever can write into a folder above a book could otherwise change what the book says: /tmp, for example, is a folder"
    " of all users. series.toml has to belong to you, or to the owner of the book's folder.",
)


def series_folder(root: Path) -> Path | None:
    """Return the folder above a book if it has a series.toml, else None. Only `is_shared` is read of it."""
    above = os.path.dirname(os.path.realpath(root))
    return Path(above) if os.path.lexists(f"{above}/{SERIES}") else None


def is_shared(path: str) -> bool:
    """Whether a path leads to what the books of a series may share."""
    name = path.removeprefix(PREFIX)
    parts = name.split("/")
    plain = "\0" not in path and not any(part == "" or part.startswith(".") for part in parts)
    return (
        name != path
        and plain
        and (name in FILES or (len(parts) > 1 and parts[0] in FOLDERS) or name in FOLDERS)
    )


def shared_path(root: Path, path: str) -> Path | None:
    """Return the place of a file or folder of the book's series; None if the book has no series, or its series no such file.

    Raises `BookbuilderError` (`series.link`, `series.owner`).
    """
    folder = series_folder(root)
    if folder is None or not is_shared(path):
        return None
    mine = {os.geteuid(), *({os.stat(root).st_uid} if root.is_dir() else ())}  # a new book has no folder yet
    if os.lstat(folder / SERIES).st_uid not in mine:
        where = PREFIX + SERIES
        hint = "move the book into another folder, or become the owner of that file"
        raise BookbuilderError(diagnostic(OWNER, Span(where), hint=hint, path=where))
    place = folder / path.removeprefix(PREFIX)
    if not os.path.lexists(place):
        return None
    ordinary = stat.S_ISREG(mode := os.lstat(place).st_mode) or stat.S_ISDIR(mode)
    if not ordinary or os.path.realpath(place) != str(place):
        raise BookbuilderError(diagnostic(LINK, Span(path), path=path))
    return place


def shared_files(root: Path, path: str) -> tuple[str, ...]:
    """Return the paths of all files below a shared folder of the series, sorted, without hidden names."""
    top = shared_path(root, path)
    result: list[str] = []
    for walked, folders, files in os.walk(top) if top else ():
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = path + walked.removeprefix(str(top))
        result += [f"{inner}/{name}" for name in files if not name.startswith(".") and name.isprintable()]
        if len(result) > FILE_LIMIT:
            break
    return tuple(sorted(result))


def file_stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    """Return each file of the book's series with its time (ns), size and inode number, which tell whether it has changed."""
    stamps = {}
    for path in (PREFIX + name for name in (*FILES, *FOLDERS)) if series_folder(root) else ():
        with suppress(BookbuilderError, OSError):  # a build reports it
            place = shared_path(root, path)
            for file in shared_files(root, path) if place and place.is_dir() else (path,) if place else ():
                status = os.lstat(root / file)
                stamps[file] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return stamps


def readable_places(root: Path) -> tuple[Path, ...]:
    """Return the files and folders of a book's series that a build reads."""
    folder = series_folder(root)
    return (
        tuple(folder / name for name in (*FILES, *FOLDERS) if os.path.lexists(folder / name))
        if folder
        else ()
    )
