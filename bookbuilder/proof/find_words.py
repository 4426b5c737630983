"""Finds words of a page in the book as it is now; a place is only named if nothing else could be meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bookbuilder.proof.align_page import Chain, PageAlignment, Run
from bookbuilder.proof.book_letters import SEED, BookLetters
from bookbuilder.proof.letter_text import LetterText

MARGIN = 5.0
"""By how much the best place must lead the second, in letters."""
_AROUND = 24.0
"""Letters around a mark that must be equal as well."""
_ENOUGH = 45.0
"""Equal letters that are enough for a long mark, whatever is around it."""
_SAME = 0.6
"""The part of the letters of a mark that must still be there."""
_HEADINGS = frozenset({"title", "heading", "kicker", "subtitle", "box-title"})
_QUOTES = frozenset("\"'«»‘’‚“”„‹›")
_DASHES = frozenset("-–—‐‑")


@dataclass(frozen=True, slots=True)
class WordsPlace:
    """Where words are now: the numbers of the texts (`BookLetters.blocks`) that the first and the last character is in, and
    these characters, the last one excluded; for a point, `start` is `end`."""

    block: int
    start: int
    end_block: int
    end: int


class WordFinder:
    """Finds words of one page. `text` are the characters of the page, `same` is the number of the first letter of the book
    if all letters of the page are known to stand there in a row."""

    def __init__(self, text: str, page: LetterText, book: BookLetters, same: int | None = None) -> None:
        self.text, self.page, self.book, self._same = text, page, book, same
        self._alignment = PageAlignment(page, book)

    @property
    def coverage(self) -> float:
        """The part of the letters of the page that is in the book, in runs; 0 to 1."""
        covered, behind = 0, 0
        for run in self._alignment.runs:
            covered += max(run.page_end - max(run.page, behind), 0)
            behind = max(behind, run.page_end)
        return covered / max(len(self.page.letters), 1)

    def find(self, start: int, end: int) -> WordsPlace | None:
        """Return where the characters of the page from one number to another are now (equal: a point); None if nobody can
        say."""
        first, last = self.page.at(start), self.page.at(end)
        if first == last:
            return self._point(start, end, first)
        if self._same is not None:
            return self._with_signs(start, end, self._same + first, self._same + last)
        found = self._range(first, last) or self._heading(first, last)
        if found is None:
            return None
        return self._with_signs(start, end, *found)

    def _range(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the letters of the book for letters of the page."""
        rated: list[tuple[float, tuple[int, int] | None]] = []
        for chain in self._alignment.chains(first, last):
            place = self._mapped(chain, first, last)
            if place is not None or chain.bridges(first, last):
                rated.append((chain.support(first, last), place))
        return self._clear(rated, first, last)

    def _clear(
        self, rated: list[tuple[float, tuple[int, int] | None]], first: int, last: int
    ) -> tuple[int, int] | None:
        """Return the best place, if enough speaks for it and it leads every other one. Without a place, the best chain says
        that the words are gone: equal ones elsewhere are others."""
        if not rated:
            return None
        rated.sort(key=lambda one: -one[0])
        best, place = rated[0]
        length = last - first
        if place is None:
            return None
        if best < min(length + _AROUND, max(0.7 * length, _ENOUGH)) and not self._whole(place):
            return None
        for score, other in rated[1:]:
            if other is not None and other != place and best - score < max(MARGIN, 0.08 * best):
                return None
        return place

    def _whole(self, place: tuple[int, int]) -> bool:
        """Whether letters are a text of the book as a whole, which is the only one like it."""
        book = self.book
        block, _ = book.place(place[0])
        behind = book.starts[block + 1] if block + 1 < len(book.starts) else len(book.letters)
        own = book.letters[place[0] : place[1]]
        return place == (book.starts[block], behind) and len(own) >= 4 and book.letters.count(own) == 1

    def _mapped(self, chain: Chain, first: int, last: int) -> tuple[int, int] | None:
        """Return the letters of the book that a chain has for letters of the page; None if too many are missing or its edges
        are inside other words."""
        start, end = max(first - 1, 0), min(last + 1, len(self.page.letters))
        letters = self._alignment.mapped(chain, start, end)
        before = letters[0] if start < first else None
        behind = letters[-1] if end > last else None
        own = letters[first - start : last - start]
        there = [one for one in own if one is not None]
        if len(there) < _SAME * len(own) or not self._strong(chain, first, last):
            return None
        place_start, place_end = there[0], there[-1] + 1
        # Where its first or last words are gone, those beside them say where it began and ended.
        if own[0] is None:
            if before is None or not 0 < place_start - before <= 1.5 * own.index(place_start) + 25:
                return None
            place_start = before + 1
        if own[-1] is None:
            missing = list(reversed(own)).index(place_end - 1)
            if behind is None or not 0 <= behind - place_end <= 1.5 * missing + 25:
                return None
            place_end = behind
        if place_end - place_start > 1.25 * len(own) + 12:
            return None
        return self._at_words(place_start, place_end, first, last, before, behind)

    def _at_words(
        self, start: int, end: int, first: int, last: int, before: int | None, behind: int | None
    ) -> tuple[int, int] | None:
        """Return a place whose edges are those of words where those of the page are; None if they are in other words."""
        edges = self.book.word_starts
        if self.page.word_at(first) and start not in edges:
            if before is None or before + 1 != start:
                return None
            start = self._word_before(start)  # a word that was parted at the end of a line
        if self.page.word_at(last) and end not in edges:
            if behind is None or behind != end:
                return None
            end = self._word_behind(end)
        return start, end

    def _word_before(self, letter: int) -> int:
        number = bisect_left(self.book.words, letter) - 1
        return self.book.words[max(number, 0)]

    def _word_behind(self, letter: int) -> int:
        number = bisect_left(self.book.words, letter)
        return self.book.words[number] if number < len(self.book.words) else len(self.book.letters)

    def _strong(self, chain: Chain, first: int, last: int) -> bool:
        """Whether a run that touches these letters is long enough to say that it is these, and not equal ones."""
        touching = [run for run in self._alignment.filled(chain, first, last) if _touches(run, first, last)]
        return any(run.length >= min(SEED, 7) for run in touching) or (
            last - first >= 3 and any(self._alignment.only_here(chain, run) for run in touching)
        )

    def _heading(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the heading that letters are as a whole, such as those of a table of contents or a running head; None if
        there is none, or several."""
        own = self.page.letters[first:last]
        if len(own) < 6:
            return None
        found: list[tuple[int, int]] = []
        place = self.book.letters.find(own)
        while place >= 0 and len(found) < 2:
            block, _ = self.book.place(place)
            behind = (
                self.book.starts[block + 1] if block + 1 < len(self.book.starts) else len(self.book.letters)
            )
            if self.book.blocks[block].kind in _HEADINGS and (self.book.starts[block], behind) == (
                place,
                place + len(own),
            ):
                found.append((place, behind))
            place = self.book.letters.find(own, place + 1)
        return found[0] if len(found) == 1 else None

    def _point(self, start: int, end: int, letter: int) -> WordsPlace | None:
        """Return the place of a point between letters, or of signs that are no letters."""
        place = self._between(letter, start)
        if place is None:
            return None
        signs = self.text[start:end].strip()
        if place[1] < 0:
            block, character = self.book.place(place[0])
            return None if signs else WordsPlace(block, character, block, character)
        return self._between_letters(start, end, letter, place[0])

    def _between(self, letter: int, start: int) -> tuple[int, int] | None:
        """Return the letter of the book that a point is before, twice; or the one that begins its text, and -1."""
        length = len(self.page.letters)
        if self._same is not None:
            before = self._same + letter - 1 if letter > 0 else None
            return self._beside(before, self._same + letter if letter < length else None, start)
        rated: list[tuple[float, tuple[int, int] | None]] = []
        for chain in self._alignment.chains(letter, letter):
            around = self._alignment.mapped(chain, max(letter - 1, 0), min(letter + 1, length))
            before = around[0] if letter > 0 else None
            place = self._beside(before, around[-1] if letter < length else None, start)
            if place is not None or chain.bridges(letter, letter):
                rated.append((chain.support(letter, letter), place))
        return self._clear(rated, letter, letter)

    def _beside(self, before: int | None, behind: int | None, start: int) -> tuple[int, int] | None:
        if before is not None and behind is not None and not self._one_text(before, behind):
            # Between two texts, it is at the end of the first or before the second, as it was drawn.
            before = before if start < len(self.text) and self.text[start].isspace() else None
        if before is not None:
            return before + 1, before + 1
        return (behind, -1) if behind is not None else None

    def _one_text(self, letter: int, other: int) -> bool:
        return self.book.place(letter)[0] == self.book.place(other)[0]

    def _between_letters(self, start: int, end: int, letter: int, place: int) -> WordsPlace | None:
        """Return the place of a point, or signs, behind a letter of the book: the signs before it on the page stand
        before it there too."""
        block, character = self.book.place(place - 1)
        text = self.book.blocks[block].text
        here = self.text[self.page.sources[letter - 1] + 1 : start]
        character += 1
        for sign in here:
            if character < len(text) and _alike(sign, text[character]):
                character += 1
        signs = self.text[start:end].strip()
        if not signs:
            return WordsPlace(block, character, block, character)
        while character < len(text) and text[character].isspace():
            character += 1
        behind = character
        for sign in signs:
            if behind >= len(text) or not _alike(sign, text[behind]):
                return None
            behind += 1
        return WordsPlace(block, character, block, behind)

    def _with_signs(self, start: int, end: int, first: int, last: int) -> WordsPlace:
        """Return the characters of letters of the book, with the signs before and behind them that the mark has as well."""
        block, character = self.book.place(first)
        end_block, end_character = self.book.place(last - 1)
        end_character += 1
        first_letter, last_letter = self.page.at(start), self.page.at(end) - 1
        lead = self.text[start : self.page.sources[first_letter]]
        tail = self.text[self.page.sources[last_letter] + 1 : end]
        text = self.book.blocks[block].text
        for sign in reversed(lead.lstrip()):
            if character and _alike(sign, text[character - 1]):
                character -= 1
        text = self.book.blocks[end_block].text
        while end_character < len(text) and text[end_character : end_character + 1] == "\u00ad":
            end_character += 1
        for sign in tail.rstrip():
            if end_character < len(text) and _alike(sign, text[end_character]):
                end_character += 1
        return WordsPlace(block, character, end_block, end_character)


def _touches(run: Run, first: int, last: int) -> bool:
    return run.page < last and run.page_end > first


def _alike(first: str, second: str) -> bool:
    """Whether two signs are the same, or quotation marks, dashes or spaces of different kinds."""
    if first == second or (first.isspace() and second.isspace()):
        return True
    return any(first in kind and second in kind for kind in (_QUOTES, _DASHES))


def letters_around(text: str, start: int, end: int, characters: int) -> tuple[str, str]:
    """Return the words before and behind a part of a text, at most so many characters each."""
    before, behind = text[max(start - characters, 0) : start], text[end : end + characters]
    return before.lstrip(), behind.rstrip()


def covered(finders: Sequence[WordFinder]) -> float:
    """Return the part of the letters of pages that is in the book, 0 to 1."""
    total = sum(len(one.page.letters) for one in finders)
    return sum(one.coverage * len(one.page.letters) for one in finders) / max(total, 1)
