"""Makes WeasyPrint hyphenate by our patterns and the book's exceptions instead of those of Pyphen."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace
from typing import Any

import pyphen

from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch, Scope
from bookbuilder.locales.hyphenator import Hyphenator, pattern_language
from bookbuilder.world import Workspace

MOST_WORDS = 20_000
"""Words of a language whose positions are kept."""


class _Dictionary:
    """Stands for `pyphen.HyphDict`; the patterns of the language are read when the first word asks for them."""

    def __init__(self, tag: str, hyphenation: Hyphenation, world: Workspace) -> None:
        self.tag, self.hyphenation, self.world = tag, hyphenation, world
        self.hyphenator: Hyphenator | None = None
        self.known: dict[str, tuple[pyphen.DataInt, ...]] = {}

    def positions(self, word: str) -> list[pyphen.DataInt]:
        """Return the positions at which a word may be divided; Pyphen then leaves out those too near to the ends."""
        known = self.known.get(word)
        if known is None:
            if len(self.known) >= MOST_WORDS:
                self.known.clear()
            known = self.known[word] = self._positions(word)
        return list(known)

    def _positions(self, word: str) -> tuple[pyphen.DataInt, ...]:
        if self.hyphenator is None:
            self.hyphenator = self.hyphenation.hyphenator(self.tag, self.world)
        positions = self.hyphenator.positions(word) if self.hyphenator else ()
        return tuple(pyphen.DataInt(position) for position in positions)


_DICTIONARIES: dict[tuple[str, str], dict[str, _Dictionary]] = {}
"""The dictionaries of the book that was laid out last, by language, so that its next part need not read them again."""


def _pyphen(
    theirs: Any,  # the module Pyphen, which has no types
    hyphenation: Hyphenation,
    world: Workspace,
) -> SimpleNamespace:
    key = (repr(hyphenation), str(world.root))
    if key not in _DICTIONARIES:
        _DICTIONARIES.clear()
        _DICTIONARIES[key] = {}
    dictionaries = _DICTIONARIES[key]

    class Pyphen(theirs.Pyphen):
        """Hyphenates one language, with at least `left` and `right` letters before and behind the hyphen."""

        def __init__(self, *, lang: str, left: int, right: int) -> None:
            self.left, self.right = left, right
            if lang not in dictionaries:
                dictionaries[lang] = _Dictionary(lang, hyphenation, world)
            self.hd = dictionaries[lang]

    return SimpleNamespace(Pyphen=Pyphen, language_fallback=partial(_language, theirs))


def _language(theirs: Any, tag: str) -> str | None:
    """Return the name of the dictionary of a language: Pyphen's, or that of the language itself, which borrows its patterns;
    None if there are none."""
    patterns, own = pattern_language(tag), theirs.language_fallback(tag)
    if own and patterns == own.replace("_", "-"):
        return str(own)
    return tag.replace("-", "_") if patterns else None


PATCH = Patch(
    "Words are divided by the patterns that the e-book has too, and by the exceptions of the book.",
    Kind.LAYOUT,
    (Change("weasyprint.text.line_break:pyphen", "9a752f734be350f7", _pyphen),),
    Scope.BOOK,
)
