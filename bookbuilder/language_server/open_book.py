"""A book with files that are open in an editor: their texts, its index, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from bookbuilder.chapter_index.chapter_index import locale_of
from bookbuilder.diagnostics import Diagnostic
from bookbuilder.html.brand.brand_file import FILE as BRAND
from bookbuilder.language_server.book_folders import BOOK
from bookbuilder.language_server.book_index import (
    BookIndex,
    ChapterCache,
    index_book,
    read_toml,
)
from bookbuilder.language_server.book_reading import BookReading, check_chapter, read_book
from bookbuilder.language_server.editor_text import EditorText
from bookbuilder.language_server.memory_runner import MemoryRunner
from bookbuilder.world.edited_files import EditedFiles

Found = Mapping[str, tuple[Diagnostic, ...]]
"""Diagnostics by the path of their file."""


class OpenBook:
    """One book. One thread changes its texts and asks for its index, another one reads it (`background`)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found: dict[str, tuple[Diagnostic, ...]] = {}
        """What is wrong with the book, by file."""
        self._texts: dict[str, EditorText] = {}
        self._versions: dict[str, int] = {}
        self._editor_versions: dict[str, int] = {}
        self._runner, self._cache = MemoryRunner(), ChapterCache()
        self._reading: BookReading | None = None
        self._index: BookIndex | None = None
        self._current: tuple[int, BookIndex] | None = None
        self._edits = 0
        self._lock = Lock()

    # -- texts -------------------------------------------------------------------------------------------------------

    @property
    def open_files(self) -> tuple[str, ...]:
        """The files that are open."""
        return tuple(self._texts)

    def text(self, path: str) -> EditorText | None:
        """Return the text of an open file."""
        return self._texts.get(path)

    def editor_version(self, path: str) -> int | None:
        """Return the number that the editor gave to the text of an open file; None for any other."""
        return self._editor_versions.get(path)

    def set_text(self, path: str, text: EditorText | None, version: int = 0) -> None:
        """Set the text of a file that was opened or changed, with the editor's number of it; None for a closed file."""
        with self._lock:
            # A copy, since the other thread may be reading the one before.
            texts = dict(self._texts)
            if text is None:
                texts.pop(path, None)
                self._editor_versions.pop(path, None)
            else:
                self._editor_versions[path] = version
                texts[path] = text
            self._texts = texts
            self._edits += 1
            self._versions[path] = self._edits

    def world(self) -> EditedFiles:
        """Return the book's files as they are now."""
        texts = self._texts
        return EditedFiles(
            self.root,
            edited={path: text.text.encode("utf-8", "surrogatepass") for path, text in texts.items()},
        )

    # -- the index ---------------------------------------------------------------------------------------------------

    @property
    def is_read(self) -> bool:
        """Whether the book was read once."""
        return self._reading is not None

    def index(self) -> BookIndex | None:
        """Return the index of the book with the current texts of the open files; None if it was not read yet, or never had a
        readable book.toml."""
        with self._lock:
            index, edits, texts = self._index, self._edits, self._texts
        if index is None:
            return None
        if self._current and self._current[0] == edits:
            return self._current[1]
        base, index = index, replace(index, world=self.world())
        for path, text in texts.items():
            if path in index.files:
                if index.files[path].text != text.plain:
                    new = read_toml(text.plain, path)
                    known = index.files[path]
                    new = (
                        new
                        if new.data or not text.plain.strip()
                        else replace(known, text=text.plain, stale=True)
                    )
                    index = replace(index, files={**index.files, path: new})
            elif locale_of(path) in index.project.locales:
                known_chapter = index.chapters.get(path)
                name, flavour = known_chapter.id if known_chapter else "", index.project.flavour
                cites = bool(index.sources)
                chapter = self._cache.index(text.plain, path, name, flavour, cites=cites)
                index = index.with_chapter(chapter)
            elif path == BRAND or (path.startswith("styles/") and path.endswith("/theme.toml")):
                index = replace(index, files={**index.files, path: read_toml(text.plain, path)})
        with self._lock:
            # The other thread may have put a new index in its place meanwhile.
            if self._index is base:
                self._current = edits, index
        return index

    # -- reading, in the other thread --------------------------------------------------------------------------------

    def read(self) -> Found:
        """Read the book, and return what is wrong with it."""
        with self._lock:
            started = self._edits
        reading = read_book(self.world(), self._runner)
        index = index_book(reading, self._cache)
        found: dict[str, tuple[Diagnostic, ...]] = {}
        for one in reading.diagnostics:
            path = one.span.path or BOOK
            found[path] = (*found.get(path, ()), one)
        with self._lock:
            if reading.project is not None or self._reading is None:
                self._reading = reading
            if index is not None:
                self._index, self._current = index, None
            # Of files that were edited since it began, the findings are not about their present text.
            newer = {path for path, version in self._versions.items() if version > started}
            kept = {path: ones for path, ones in self.found.items() if path in newer}
            found = {path: ones for path, ones in found.items() if path not in newer} | kept
            self.found = found
        return found

    def check(self, path: str) -> tuple[Diagnostic, ...] | None:
        """Check one chapter against the book as it was last read; None if it is none, or has changed again meanwhile."""
        with self._lock:
            reading, version = self._reading, self._versions.get(path)
        if reading is None or path not in self._texts:
            return None
        found = check_chapter(reading, self.world(), path, self._runner)
        with self._lock:
            if found is None or self._versions.get(path) != version:
                return None
            self.found = {**self.found, path: found}
        return found
