"""Makes WeasyPrint part words by our patterns and the book's exceptions: the one place that knows how it asks Pyphen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyphen

from bookbuilder.formats.format import Book
from bookbuilder.locales.hyphenation import Hyphenator, hyphenator
from bookbuilder.project.hyphenation import exceptions


class _Dictionary:
    """Stands where Pyphen keeps the patterns of a language, and reads ours when the first word asks for them."""

    def __init__(self, tag: str, book: Book) -> None:
        self.tag, self.book = tag, book
        self.hyphenator: Hyphenator | None = None

    def positions(self, word: str) -> list[pyphen.DataInt]:
        """Return where a word may part, as Pyphen says it. It then leaves out what is too near to the ends."""
        if self.hyphenator is None:
            own = exceptions(self.book.world, self.book.project)
            self.hyphenator = hyphenator(
                self.tag, self.book.world, _limits(self.tag, self.book), own.of(self.tag)
            )
        found = self.hyphenator.positions(word) if self.hyphenator else ()
        return [pyphen.DataInt(place) for place in found]


def _limits(tag: str, book: Book) -> str:
    """Return the least lengths for a language: those of the locale for its own; the style sheet's come on top."""
    same = tag.partition("_")[0] == book.locale.language
    return str(book.locale.settings.get("hyphenation", {}).get("chars", "")) if same else ""


@contextmanager
def parted(book: Book) -> Iterator[None]:
    """Let WeasyPrint part words as the book wants while it lays out; Pyphen is put back as it was.

    Pyphen finds a dictionary in two steps: `LANGUAGES` gives a path for a tag, `hdcache` the patterns for a path.
    """
    languages = dict(pyphen.LANGUAGES)
    paths = {}
    for name in languages:
        paths[name] = Path(f"bookbuilder-{name}")
        pyphen.hdcache[paths[name]] = _Dictionary(name, book)
    pyphen.LANGUAGES.update(paths)
    try:
        yield
    finally:
        pyphen.LANGUAGES.update(languages)
        for path in paths.values():
            pyphen.hdcache.pop(path, None)
