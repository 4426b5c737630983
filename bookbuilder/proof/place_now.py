"""Finds where the words of marks stand in the chapters as they are now."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import NOWHERE, BookbuilderError
from bookbuilder.document.normalize_letters import letters
from bookbuilder.proof.find_words import WordFinder
from bookbuilder.proof.letter_text import letter_text
from bookbuilder.proof.mark import MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.mark_place import PARAGRAPH_END
from bookbuilder.proof.place_in_source import SourcePlaces
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
    start = len(words.before)
    found = WordFinder(text, letter_text(text), book.letters).find(start, start + len(words.quote))
    if found is None:
        return mark
    place = SourcePlaces(book.letters, book.lines).place(found, changes=True)
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
