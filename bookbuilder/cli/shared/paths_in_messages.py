"""Prints places in a book as a person in the current folder would name them, also inside messages."""

from __future__ import annotations

import re
from pathlib import Path

from bookbuilder.world import PROGRAM, World
from bookbuilder.world.series_folder import PREFIX, is_shared


def local_place(book: Path, place: str) -> str:
    """Return a place in a book, or in its series (`../series.toml:3:1`), relative to the current folder; one in a file of
    the program as it is."""
    if place.startswith(PROGRAM):
        return place
    beside = book.name not in ("", "..") and book.resolve().parent == book.parent.resolve()
    if place.startswith("../") and beside:
        return (book.parent / place.removeprefix("../")).as_posix()
    return (book / place).as_posix()


def local_text(book: Path, text: str, path: str) -> str:
    """Return a message or hint whose places are printed in the same way as `path`, the file of the finding.

    Places are `path` itself, what has a line (`facts.toml:3:1`), and what is there in the series, in a folder that a series
    may share (`styles/house/`), or among the chapters. A bare `facts.toml` is the name of a file, wherever it is. What
    somebody is asked to write into a file stays as it is.
    """

    def local(match: re.Match[str]) -> str:
        word = match[0].rstrip(".:/")
        file = _LINE.sub("", word)
        named = file == path or file.startswith(SOURCES) or is_shared(PREFIX + file.removeprefix(PREFIX))
        is_place = file != word or ("/" in match[0] and named)
        to_write = text[: match.start()].endswith((' = "', '("'))
        if to_write or not is_place or not _is_there(book, file):
            return match[0]
        return local_place(book, word) + match[0][len(word) :]

    return _WORD.sub(local, text)


SOURCES = ("chapters/", "l10n/")
"""Folders of a book whose files are named in messages by their paths."""
_WORD = re.compile(r"[^\s\"'`„“”‘’«»()<>,;]+")
_LINE = re.compile(r"(?::[1-9][0-9]*)+$")


def _is_there(book: Path, path: str) -> bool:
    """Whether a path leads to a file or folder of the book, or into its series, to which only `../` paths lead."""
    world = World(book)
    return is_shared(path) or (not path.startswith("/") and not world.leads_out(path) and world.exists(path))
