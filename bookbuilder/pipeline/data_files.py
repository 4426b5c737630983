"""Finds the data files of a chapter's tables, and reads them."""

from __future__ import annotations

from collections.abc import Iterator

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_variants import variants
from bookbuilder.limits import DATA_BYTES
from bookbuilder.markdown.data_files.data_paths import data_paths
from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.world import OUTSIDE, TOO_LARGE, Reader, relative
from bookbuilder.world.book_root import MISSING

MOST = 100
"""Data files of a chapter."""


def stored_files(text: str, path: str, locale: tuple[str, str], world: Reader) -> dict[str, StoredFile]:
    """Return the data files that a chapter at `path` names, by their names in it. `locale` is the name and tag of the
    locale: its own file comes before that for all, as with pictures."""
    found: dict[str, StoredFile] = {}
    for written in data_paths(text):
        if written not in found and len(found) < MOST:
            found[written] = _stored(written, path, locale, world)
    return found


def _stored(written: str, chapter: str, locale: tuple[str, str], world: Reader) -> StoredFile:
    """Return a file, or why it cannot be read: in the words of the World, or since it is too large."""
    candidates = tuple(dict.fromkeys(_candidates(written, chapter, locale)))
    try:
        path = next((one for one in candidates if world.exists(one)), candidates[-1])
        data = world.read(path)
    except BookbuilderError as error:
        first = error.diagnostics[0]
        problem, hint = _PROBLEMS.get(first.code, (first.message, first.hint))
        return StoredFile(written, problem=problem, hint=hint)
    if len(data) > DATA_BYTES:
        return StoredFile(path, problem=f"it is larger than {DATA_BYTES >> 20} MB", hint=SMALLER)
    return StoredFile(path, data)


SMALLER = "sum the data up in a spreadsheet, and save what the book shows in a file of its own"
_PROBLEMS = {
    MISSING.code: (
        "there is no such file",
        "it is looked for beside the chapter, then in the folder of the book",
    ),
    OUTSIDE.code: ("it lies outside the book's folder", "copy it into the book's folder"),
    TOO_LARGE.code: (f"it is larger than {DATA_BYTES >> 20} MB", SMALLER),
}
"""Codes of the World, and what is said instead: what is wrong, and what to do."""


def _candidates(written: str, chapter: str, locale: tuple[str, str]) -> Iterator[str]:
    """Yield the paths at which a file is looked for: beside the chapter, then in the folder of the book."""
    for base in (chapter, ""):
        path = relative(base, written)
        yield from variants(path, *locale) if path else ()
        yield path
