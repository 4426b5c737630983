"""How a book is hyphenated, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.locales.hyphenator import Hyphenator, hyphenator
from bookbuilder.locales.words_by_language import WordsByLanguage
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """How a book is hyphenated: its `language`, the fewest letters that its locale leaves before and behind a hyphen
    (`chars`), and the exceptions of the book."""

    language: str
    chars: str
    exceptions: WordsByLanguage

    def hyphenator(self, tag: str, world: Workspace) -> Hyphenator | None:
        """Return the hyphenator for a language; None if there are no patterns for it. The limits of the locale hold for its
        own language; those of the style sheet come on top."""
        chars = self.chars if tag.partition("_")[0] == self.language else ""
        return hyphenator(tag, world, chars, self.exceptions.of(tag))
