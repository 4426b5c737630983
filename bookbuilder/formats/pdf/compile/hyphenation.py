"""How a book is hyphenated, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.formats.format import Book
from bookbuilder.locales.hyphenator import Hyphenator, hyphenator
from bookbuilder.project.hyphenation_file import hyphenation_exceptions
from bookbuilder.project.words_by_language import WordsByLanguage
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """How a book is hyphenated: its `language`, the fewest letters that its locale leaves before and behind a hyphen
    (`chars`), and the exceptions of the book."""

    language: str
    chars: str
    exceptions: WordsByLanguage

    @classmethod
    def of(cls, book: Book) -> Hyphenation:
        """Return how a book is hyphenated."""
        chars = str(book.locale.settings.get("hyphenation", {}).get("chars", ""))
        return cls(book.locale.language, chars, hyphenation_exceptions(book.world, book.project))

    def hyphenator(self, tag: str, world: Workspace) -> Hyphenator | None:
        """Return the hyphenator for a language; None if there are no patterns for it. The limits of the locale hold for its
        own language; those of the style sheet come on top."""
        chars = self.chars if tag.partition("_")[0] == self.language else ""
        return hyphenator(tag, world, chars, self.exceptions.of(tag))
