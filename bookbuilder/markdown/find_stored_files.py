"""Finds the data files of a chapter's tables, and the files of its code, and reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.picture_variants import variants
from bookbuilder.limits import DATA_BYTES
from bookbuilder.markdown.code_file import code_paths
from bookbuilder.markdown.data_files.data_paths import data_paths
from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.phrases import Phrase
from bookbuilder.world import OUTSIDE, TOO_LARGE, Reader, relative
from bookbuilder.world.book_root import MISSING

MOST = 100
"""Files that a chapter names."""
TOO_MANY = Phrase("this chapter names more than {count} files", count=MOST)
BYTES = 2 * DATA_BYTES
"""Of all of them."""


def stored_files(
    text: str, path: str, locale: tuple[str, str] | None, world: Reader
) -> dict[str, StoredFile]:
    """Return the files of data and code that a chapter at `path` names, by their names in it. `locale` is the name and tag
    of a locale that is a translation: it may have a list of words beside a file, called as a picture of its own would be."""
    found: dict[str, StoredFile] = {}
    size = 0
    for written in dict.fromkeys((*data_paths(text), *code_paths(text))):
        if len(found) >= MOST:
            found[written] = StoredFile(written, problem=TOO_MANY, hint="part the chapter")
            continue
        stored = with_words(stored_file(written, path, world), locale, world)
        size += len(stored.data) + len(stored.words.data if stored.words else b"")
        if size > BYTES:
            problem = Phrase(
                "with it the files that this chapter names have more than {bytes} MB", bytes=BYTES >> 20
            )
            stored = StoredFile(written, problem=problem, hint=SMALLER)
        found[written] = stored
    return found


def stored_file(written: str, chapter: str, world: Reader) -> StoredFile:
    """Return a file, or why it cannot be read: in the words of the World, or since it is too large. It is looked for beside
    the chapter, then in the folder of the book."""
    beside, own = relative(chapter, written), relative("", written)
    try:
        path = beside if world.exists(beside) else own
        data = world.read(path)
    except BookbuilderError as error:
        first = error.diagnostics[0]
        problem, hint = _PROBLEMS.get(first.code, first.phrases)
        return StoredFile(written, problem=problem, hint=hint)
    if len(data) > DATA_BYTES:
        return StoredFile(
            path,
            problem=Phrase("it is larger than {data_bytes} MB", data_bytes=DATA_BYTES >> 20),
            hint=SMALLER,
        )
    return StoredFile(path, data)


def with_words(stored: StoredFile, locale: tuple[str, str] | None, world: Reader) -> StoredFile:
    """Return a file with the list of its words in a locale, if it has one. That of a spreadsheet may be CSV as well."""
    if locale is None or stored.problem:
        return stored
    names = list(variants(stored.path, *locale))
    if stored.path.lower().endswith(".xlsx"):
        names[:0] = variants(PurePosixPath(stored.path).with_suffix(".csv").as_posix(), *locale)
    path = next((name for name in names if world.exists(name)), "")
    words = stored_file(f"/{path}", "", world) if path else None
    return replace(stored, words=words, wanted=names[0])


SMALLER = "save what the book shows in a file of its own, of data the sums"
_PROBLEMS = {
    MISSING.code: (
        "there is no such file",
        "it is looked for beside the chapter, then in the folder of the book",
    ),
    OUTSIDE.code: ("it lies outside the book's folder", "copy it into the book's folder"),
    TOO_LARGE.code: (Phrase("it is larger than {data_bytes} MB", data_bytes=DATA_BYTES >> 20), SMALLER),
}
"""Codes of the World, and what is said instead: what is wrong, and what to do."""
