"""Finds where the words of marks stand in the chapters as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.diagnostics import NOWHERE, BookbuilderError
from bookbuilder.document.normalize_letters import letters
from bookbuilder.proof.book_letters import COMMON, SEED
from bookbuilder.proof.find_words import WordFinder
from bookbuilder.proof.letter_text import LetterText, letter_text
from bookbuilder.proof.mark import MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END
from bookbuilder.proof.place_in_source import SourcePlace, SourcePlaces
from bookbuilder.proof.place_marks import MarkedBook

BESIDE = 8
"""Letters in front of a point between words by which it is known again."""


def placed_now(mark: ProofMark, book: MarkedBook) -> ProofMark:
    """Return a mark with the place of its words in the chapters as they are now; the mark itself if they cannot be found by
    the words around them, or if it is about a paragraph."""
    words = mark.words
    if PARAGRAPH_END in words.quote or PARAGRAPH_END in mark.new or mark.kind is ProofMarkKind.MOVE:
        return mark
    text = words.before + words.quote + words.after
    page, start = letter_text(text), len(words.before)
    places = SourcePlaces(book.letters, book.lines)
    changes = mark.kind not in (ProofMarkKind.COMMENT, ProofMarkKind.HIGHLIGHT)
    same: list[SourcePlace] = []
    for letter in _places_of_same_letters(page, book):
        found = WordFinder(text, page, book.letters, letter).find(start, start + len(words.quote))
        if found is not None:
            same.append(places.place(found, changes=changes))
    there = [place for place in same if place.start == mark.start]
    if len(there) == 1 or (len(same) == 1 and len(page.letters) >= SEED):
        return _at_place(mark, (there or same)[0])
    found = WordFinder(text, page, book.letters).find(start, start + len(words.quote))
    return mark if found is None else _at_place(mark, places.place(found, changes=changes))


def _places_of_same_letters(page: LetterText, book: MarkedBook) -> Iterator[int]:
    """Yield where the letters of a mark stand in the book with all those beside them; nothing for too many places."""
    found: list[int] = []
    place = book.letters.letters.find(page.letters) if page.letters else -1
    while place >= 0 and len(found) <= COMMON:
        found.append(place)
        place = book.letters.letters.find(page.letters, place + 1)
    if len(found) <= COMMON:
        yield from found


def _at_place(mark: ProofMark, place: SourcePlace) -> ProofMark:
    if place.start == NOWHERE:
        return mark
    return replace(mark, start=place.start, end=place.end, about=place.about, key=place.key or mark.key)


def placed_or_lost(mark: ProofMark, book: MarkedBook) -> ProofMark:
    """Return a mark with the place of its words in the chapters as they are now (`placed_now`), or as a LOST one without a
    place if they are found nowhere and do not stand where they came in either."""
    placed = placed_now(mark, book)
    if placed is not mark or mark.about is not MarkSubject.TEXT or mark.start == NOWHERE:
        return placed
    return mark if _stands(mark, book) else replace(mark, start=NOWHERE, end=NOWHERE, about=MarkSubject.LOST)


def _stands(mark: ProofMark, book: MarkedBook) -> bool:
    """Whether the words of a mark, or those in front of a point, stand at its own place."""
    try:
        lines = book.lines(mark.start.path)
    except BookbuilderError:
        return False
    start, end = mark.start, mark.end
    if not 0 < start.line <= end.line <= len(lines) or start.path != end.path:
        return False
    quote = letters(mark.words.quote)
    if not quote:
        before = letters(mark.words.before)[-BESIDE:]
        return letters(lines[start.line - 1][: start.column - 1]).endswith(before)
    inside = [*lines[start.line - 1 : end.line]]
    inside[-1] = inside[-1][: end.column - 1]
    inside[0] = inside[0][start.column - 1 :]
    return quote in letters("\n".join(inside))
