"""Makes WeasyPrint part words by our patterns and the book's exceptions: the one place that knows how it asks Pyphen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyphen

from bookbuilder.formats.pdf.compile.hyphenation import Words
from bookbuilder.locales.hyphenation import Hyphenator
from bookbuilder.world import World


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
