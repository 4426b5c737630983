"""All texts of a book as one row of letters, with an index of where a few letters in a row stand in it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.document import nodes
from bookbuilder.document.text_blocks import TextBlock, text_blocks
from bookbuilder.proof.letter_text import letter_text

SEED = 9
"""Letters in a row from the beginning of a word on by which texts are compared."""
COMMON = 40
"""What stands in more places of a book says nothing of where it is."""


@dataclass(frozen=True, eq=False)
class BookLetters:
    """The texts of a book in reading order. `letters` are those of all, `starts` the number of the first letter of each
    text, `sources` the character in its text that each letter comes from, `words` the letters that begin a word."""

    blocks: tuple[TextBlock, ...]
    letters: str
    starts: array[int]
    sources: array[int]
    words: array[int]

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Where each `SEED` of letters stands that begins with a word."""
        result: dict[str, list[int]] = {}
        text = self.letters
        for word in self.words:
            result.setdefault(text[word : word + SEED], []).append(word)
        return {
            seed: places for seed, places in result.items() if len(places) <= COMMON and len(seed) == SEED
        }

    @cached_property
    def word_starts(self) -> frozenset[int]:
        """The letters that begin a word, and the number behind the last letter."""
        return frozenset((*self.words, len(self.letters)))

    def place(self, letter: int) -> tuple[int, int]:
        """Return the number of the text that a letter is in, and its character there."""
        return bisect_right(self.starts, letter) - 1, self.sources[letter]


def book_letters(chapters: Iterable[nodes.Chapter]) -> BookLetters:
    """Return the letters of finished chapters."""
    blocks: list[TextBlock] = []
    parts: list[str] = []
    starts, sources, words = array("I"), array("I"), array("I")
    length = 0
    for chapter in chapters:
        for block in text_blocks(chapter):
            own = letter_text(block.text)
            if not own.letters:
                continue
            blocks.append(block)
            starts.append(length)
            parts.append(own.letters)
            sources.extend(own.sources)
            words.extend(length + word for word in own.words)
            length += len(own.letters)
    return BookLetters(tuple(blocks), "".join(parts), starts, sources, words)
