"""A text reduced to its letters and digits, each with the character that it comes from, and where words begin."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

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


class _CharacterLetters(NamedTuple):
    """The letters of a character, whether each of its kind begins a word, and whether one without letters ends a word."""

    letters: str
    alone: bool
    ends: bool


_KNOWN: dict[str, _CharacterLetters] = {}
"""What was found out about characters; there are some ten thousand in the scripts of books."""


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
        known = _KNOWN.get(character)
        if known is None:
            known = _KNOWN[character] = _letters_of(character)
        own, alone, ends = known
        if own:
            if alone or not inside:
                words.append(count)
            for letter in own:
                found.append(letter)
                sources.append(number)
            count += len(own)
            inside = True
        elif ends:
            inside = False
    return LetterText("".join(found), sources, words)


def _letters_of(character: str) -> _CharacterLetters:
    own = letters(character)
    ends = not own and (character.isspace() or not character.isalnum()) and not _inside_words(character)
    return _CharacterLetters(own, bool(own) and unspaced(character), ends)


def _inside_words(character: str) -> bool:
    """Whether a character without letters of its own may stand in a word: marks above letters, soft hyphens, joiners."""
    from unicodedata import category

    return category(character) in ("Mn", "Mc", "Me", "Cf")
