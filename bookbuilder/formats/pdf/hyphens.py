"""Makes WeasyPrint part words by our patterns and the book's exceptions: the one place that knows how it asks Pyphen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyphen

from bookbuilder.formats.format import Book
from bookbuilder.locales.hyphenation import Hyphenator, hyphenator
from bookbuilder.project.hyphenation import Exceptions, exceptions
from bookbuilder.world import World


@dataclass(frozen=True, slots=True)
class Words:
    """How words part in a book: `language` with the least lengths of its locale (`chars`), and the book's exceptions."""

    language: str
    chars: str
    exceptions: Exceptions

    @classmethod
    def of(cls, book: Book) -> Words:
        """Return how the words of a book part."""
        chars = str(book.locale.settings.get("hyphenation", {}).get("chars", ""))
        return cls(book.locale.language, chars, exceptions(book.world, book.project))

    def hyphenator(self, tag: str, world: World) -> Hyphenator | None:
        """Return the hyphenator for a language. Its least lengths are those of the locale for its own language; those of
        the style sheet come on top."""
        chars = self.chars if tag.partition("_")[0] == self.language else ""
        return hyphenator(tag, world, chars, self.exceptions.of(tag))


class _Dictionary:
    """Stands where Pyphen keeps the patterns of a language, and reads ours when the first word asks for them."""

    def __init__(self, tag: str, words: Words, world: World) -> None:
        self.tag, self.words, self.world = tag, words, world
        self.hyphenator: Hyphenator | None = None

    def positions(self, word: str) -> list[pyphen.DataInt]:
        """Return where a word may part, as Pyphen says it. It then leaves out what is too near to the ends."""
        if self.hyphenator is None:
            self.hyphenator = self.words.hyphenator(self.tag, self.world)
        found = self.hyphenator.positions(word) if self.hyphenator else ()
        return [pyphen.DataInt(place) for place in found]


_KNOWN: dict[tuple[str, str], dict[str, _Dictionary]] = {}
"""The dictionaries of the book that was set last, so that the next part of it need not read them again."""


@contextmanager
def parted(words: Words, world: World) -> Iterator[None]:
    """Let WeasyPrint part words as the book wants while it lays out; Pyphen is put back as it was.

    Pyphen finds a dictionary in two steps: `LANGUAGES` gives a path for a tag, `hdcache` the patterns for a path.
    """
    languages = dict(pyphen.LANGUAGES)
    key = (repr(words), str(world.root))
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = {name: _Dictionary(name, words, world) for name in languages}
    paths = {}
    for name, dictionary in _KNOWN[key].items():
        paths[name] = Path(f"bookbuilder-{name}")
        pyphen.hdcache[paths[name]] = dictionary
    pyphen.LANGUAGES.update(paths)
    try:
        yield
    finally:
        pyphen.LANGUAGES.update(languages)
        for path in paths.values():
            pyphen.hdcache.pop(path, None)
