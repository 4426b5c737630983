"""Makes marks of comments on words of the book as it is now, from the places of these words in the chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.diagnostics import Span
from bookbuilder.document.text_blocks import TextBlock
from bookbuilder.proof.find_words import WordsPlace
from bookbuilder.proof.mark import MarkedWords, ProofMark, ProofMarkKind
from bookbuilder.proof.page_text import unspaced
from bookbuilder.proof.place_in_source import SourcePlaces
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.read_marks import QUOTE

AROUND = 60
"""Characters of the words before and behind those of a comment."""
_SIGNS = ".,;:!?…)]»«“”’\"'"


@dataclass(frozen=True, slots=True)
class CommentPlace:
    """Where a comment is made: at the word at `start`, or from there to the word at `end`, or with `whole` at the text that
    these are in. A place is that of any character of a word, or one near it in its line."""

    start: Span
    end: Span
    whole: bool = False


def commented(place: CommentPlace, book: MarkedBook, origin: str) -> ProofMark | None:
    """Return a mark at these words, which says nothing yet; None if no text of the book stands there."""
    places = [one for one in (_character(place.start, book), _character(place.end, book)) if one is not None]
    if len(places) < 2:
        return None
    (first, start), (last, end) = sorted(places)
    blocks = book.letters.blocks
    if place.whole:
        start, end = 0, len(blocks[last].text)
    else:
        start, end = _word(blocks[first].text, start)[0], _word(blocks[last].text, end)[1]
        begin = start if first == last else 0
        shorter = blocks[last].text[begin:end].rstrip(_SIGNS)
        end = begin + len(shorter) if shorter.strip() else end
    return comment_mark(WordsPlace(first, start, last, end), book, origin)


def comment_mark(found: WordsPlace, book: MarkedBook, origin: str) -> ProofMark:
    """Return a mark at words of a book, which says nothing yet."""
    source = SourcePlaces(book.letters, book.lines).place(found, changes=False)
    return ProofMark(
        ProofMarkKind.COMMENT,
        origin,
        book.locale_of(source.start.path),
        _words(found, book.letters.blocks),
        source.start,
        source.end,
        source.about,
        source.key,
    )


def _words(place: WordsPlace, blocks: tuple[TextBlock, ...]) -> MarkedWords:
    first, last = blocks[place.block], blocks[place.end_block]
    if place.block == place.end_block:
        quote = first.text[place.start : place.end]
    else:
        between = [one.text for one in blocks[place.block + 1 : place.end_block]]
        quote = " ".join((first.text[place.start :], *between, last.text[: place.end]))
    before = f"{_beside(blocks, place.block, -1)}{first.text[: place.start]}"[-AROUND:]
    after = f"{last.text[place.end :]}{_beside(blocks, place.end_block, 1)}"[:AROUND]
    # A long quote ends where it is cut: what is behind it is not behind its words.
    return MarkedWords(quote, before, after) if len(quote) <= QUOTE else MarkedWords(quote[:QUOTE], before)


def _beside(blocks: tuple[TextBlock, ...], number: int, by: int) -> str:
    """Return the text before or behind one in its chapter, with the space between them."""
    other = number + by
    if not 0 <= other < len(blocks) or blocks[other].chapter is not blocks[number].chapter:
        return ""
    return f"{blocks[other].text} " if by < 0 else f" {blocks[other].text}"


def _character(span: Span, book: MarkedBook) -> tuple[int, int] | None:
    """Return the text and the character in it at a place: the last one in its line that is not behind it, or else the first
    one of a text that begins there."""
    found = [one for one in _characters(span, book) if one[0].line == span.line]
    before = [one for one in found if one[0] <= span]
    best = max(before, key=lambda one: (one[0], -one[1]), default=None) or min(found, default=None)
    return best[1:] if best else _begun(span, book)


def _characters(span: Span, book: MarkedBook) -> Iterator[tuple[Span, int, int]]:
    for number, block in enumerate(book.letters.blocks):
        if block.span.path == span.path:
            for character, position in enumerate(block.positions(book.lines)):
                if position is not None and position.path == span.path:
                    yield position, number, character


def _begun(span: Span, book: MarkedBook) -> tuple[int, int] | None:
    """Return the text that begins at a line, such as the caption of a picture."""
    return next(
        (
            (number, 0)
            for number, block in enumerate(book.letters.blocks)
            if (block.span.path, block.span.line) == (span.path, span.line)
        ),
        None,
    )


def _word(text: str, at: int) -> tuple[int, int]:
    """Return where the word at a character begins and ends; in scripts without spaces, the character."""
    if unspaced(text[at]):
        return at, at + 1
    start = end = at
    while start and not text[start - 1].isspace() and not unspaced(text[start - 1]):
        start -= 1
    while end < len(text) and not text[end].isspace() and not unspaced(text[end]):
        end += 1
    return start, max(end, at + 1)
