"""Keeps the texts of a book's files: those that builds have read, and those that somebody was shown a place of, so that a
place in one of them can be found again after an edit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

from bookbuilder.diagnostics import BookbuilderError, Span
from bookbuilder.preview.definitions import FILES
from bookbuilder.preview.text_changes import TextChange
from bookbuilder.world import World
from bookbuilder.world.source_lines import lines_of

Texts = Mapping[str, bytes]
"""The bytes of files by their paths."""
_MOST = 64
"""Texts that are kept because a place of them was shown."""


def texts_of_book(world: World, before: Texts) -> Texts:
    """Return the texts of chapters, facts and names as they are now; those that are as they were `before` are the same
    objects."""
    result: dict[str, bytes] = {}
    for path in (*_chapters(world), *FILES):
        data = _read(world, path)
        if data:
            known = before.get(path)
            # The same object: the texts of several builds take the memory of one.
            result[path] = known if known is not None and known == data else data
    return result


def in_other_text(span: Span, old: bytes, new: bytes) -> Span:
    """Return where a place of a text is in another text of the file."""
    if old == new or not span.line:
        return span
    return Span(span.path, *_change(old, new).moved(span.line, max(span.column, 1)))


@lru_cache(maxsize=8)
def _change(old: bytes, new: bytes) -> TextChange:
    return TextChange(lines_of(old), lines_of(new))


class ShownTexts:
    """The last texts with places that were shown, by the versions under which the browser knows them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._texts: dict[str, bytes] = {}
        self._lock = Lock()

    def current(self, path: str) -> tuple[str, bytes]:
        """Return the text of a file as it is now, and what it is called; nothing if it cannot be read."""
        data = _read(self._world, path)
        version = hashlib.sha256(data).hexdigest()[:16] if data else ""
        with self._lock:
            if version:
                self._texts.pop(version, None)
                self._texts[version] = data
            while len(self._texts) > _MOST:
                del self._texts[next(iter(self._texts))]
        return version, data

    def now(self, span: Span, version: str) -> Span:
        """Return where a place of a version of a file is now; the same place if the version is not known."""
        with self._lock:
            old = self._texts.get(version)
        return span if old is None else in_other_text(span, old, self.current(span.path)[1])


def _chapters(world: World) -> tuple[str, ...]:
    try:
        return tuple(path for path in world.files("chapters") if path.endswith(".md"))
    except (BookbuilderError, OSError):
        return ()


def _read(world: World, path: str) -> bytes:
    try:
        return world.read(path) if path and world.exists(path) else b""
    except (BookbuilderError, OSError):
        return b""
