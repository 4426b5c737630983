"""How the words of a book part at the end of a line, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.formats.format import Book
from bookbuilder.locales.hyphenator import Hyphenator, hyphenator
from bookbuilder.project.hyphenation_file import hyphenation_exceptions
from bookbuilder.project.words_by_language import WordsByLanguage
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class Words:
    """How words part in a book: `language` with the least lengths of its locale (`chars`), and the book's exceptions."""

    language: str
    chars: str
    exceptions: WordsByLanguage

    @classmethod
    def of(cls, book: Book) -> Words:
        """Return how the words of a book part."""
        chars = str(book.locale.settings.get("hyphenation", {}).get("chars", ""))
        return cls(book.locale.language, chars, hyphenation_exceptions(book.world, book.project))

    def hyphenator(self, tag: str, world: Workspace) -> Hyphenator | None:
        """Return the hyphenator for a language. Its least lengths are those of the locale for its own language; those of
        the style sheet come on top."""
        chars = self.chars if tag.partition("_")[0] == self.language else ""
        return hyphenator(tag, world, chars, self.exceptions.of(tag))
