"""A text reduced to its letters and digits, each with the character that it comes from, and where words begin."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass

from bookbuilder.document.normalize_letters import letters
from bookbuilder.proof.page_text import unspaced


@dataclass(frozen=True, eq=False)
class LetterText:
    """The letters of a text without case, `sources` the number of the character that each comes from, and `words` the
    numbers of the letters that begin a word; in scripts without spaces every one does."""

    letters: str
    sources: array[int]
    words: array[int]

    def at(self, character: int) -> int:
        """Return the number of the first letter that comes from a character or one behind it."""
        return bisect_left(self.sources, character)

    def word_at(self, letter: int) -> bool:
        """Whether a word begins with a letter, or the last one ends before it."""
        number = bisect_left(self.words, letter)
        return letter == len(self.letters) or (number < len(self.words) and self.words[number] == letter)


_KNOWN: dict[str, str] = {}
"""Letters of characters; there are some ten thousand in the scripts of books."""


def letter_text(text: str) -> LetterText:
    """Return the letters of a text.

    >>> found = letter_text("Die ﬁnale, 2. Krise")
    >>> found.letters, list(found.words)
    ('diefinale2krise', [0, 3, 9, 10])
    """
    found: list[str] = []
    sources, words = array("I"), array("I")
    count, inside = 0, False
    for number, character in enumerate(text):
        own = _KNOWN.get(character)
        if own is None:
            own = _KNOWN[character] = letters(character)
        if own:
            if not inside or unspaced(character):
                words.append(count)
            for letter in own:
                found.append(letter)
                sources.append(number)
            count += len(own)
            inside = True
        elif character.isspace() or not character.isalnum():
            inside = inside and _inside_words(character)
    return LetterText("".join(found), sources, words)


def _inside_words(character: str) -> bool:
    """Whether a character without letters of its own may stand in a word: marks above letters, soft hyphens, joiners."""
    from unicodedata import category

    return category(character) in ("Mn", "Mc", "Me", "Cf")
