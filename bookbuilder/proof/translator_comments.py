"""Makes the comments in a file that came back from a translator into marks at the texts of the book."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Findings, Span
from bookbuilder.pipeline.context import Context
from bookbuilder.project import Project
from bookbuilder.proof.apply_decisions import marked_book
from bookbuilder.proof.collect import MANY
from bookbuilder.proof.comment_place import AROUND, comment_mark
from bookbuilder.proof.find_words import WordsPlace
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.place_now import placed_now
from bookbuilder.proof.read_annotations import MARKS, TEXT
from bookbuilder.proof.read_marks import QUOTE
from bookbuilder.proof.received_file import ReceivedFile, read_received
from bookbuilder.translate.exchange.commented_units import CommentedUnit, commented_units
from bookbuilder.world import World


def translator_comments(
    context: Context, world: World, project: Project, name: str, data: bytes, findings: Findings
) -> ReceivedFile | None:
    """Return the comments in a file as marks, without those that came in before; None if there are none. They stand at the
    texts as these are after the import. Reports `proof.many`."""
    digest = hashlib.sha256(data).hexdigest()[:16]
    received = read_received(world, Findings())  # builds report what is wrong with them
    if any(one.digest == digest for one in received):
        return None
    units = commented_units(world, project, name, data)
    found = list(islice(units, MARKS))
    if left_out := sum(1 for _ in units):
        findings(MANY, Span(), path=name, count=left_out)
    places = _Places(context, world, name)
    known = {key for one in received for mark in one.marks for key in _keys(mark)}
    marks = [mark for one in found if known.isdisjoint(_keys(mark := places.mark(one)))]
    if not marks:
        return None
    return ReceivedFile(name, digest, "", marks[0].locale, "", tuple(_numbered(marks)))


def _keys(mark: ProofMark) -> tuple[tuple[object, ...], ...]:
    """Return by what a comment is known again that comes in with a later file: its text may have changed or have moved."""
    said = mark.locale, mark.author, mark.comment
    return (*said, mark.words.quote), *(((*said, mark.start),) if mark.start != NOWHERE else ())


@dataclass
class _Places:
    """The texts of the book in the locales that comments are about."""

    context: Context
    world: World
    origin: str
    books: dict[str, MarkedBook | None] = field(default_factory=dict)
    texts: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    """The numbers of the texts that begin in a line, by the locale of the book, the file and the line."""

    def mark(self, unit: CommentedUnit) -> ProofMark:
        """Return the mark that a comment is: at the words that it is about, or else at its whole text."""
        comment = unit.comment
        book = self._book(unit.locale) if unit.place.path.endswith(".md") else None
        text = self._text(unit, book) if book else None
        if book is not None and text is not None:
            end = len(book.letters.blocks[text].text)
            mark = comment_mark(WordsPlace(text, 0, text, end), book, self.origin)
            mark = _narrowed(mark, comment.words, book)
        else:
            about = MarkSubject.LOST if unit.place == NOWHERE else MarkSubject.TEXT
            words = MarkedWords((comment.words or unit.words)[:QUOTE])
            mark = ProofMark(
                ProofMarkKind.COMMENT, self.origin, unit.locale, words, unit.place, unit.place, about
            )
        return replace(mark, comment=comment.text[:TEXT], author=comment.author[:TEXT])

    def _book(self, locale: str) -> MarkedBook | None:
        if locale not in self.books:
            try:
                book = marked_book(self.context, self.world, locale)
            except BookbuilderError:  # a build reports it; the comments keep the places of their blocks
                self.books[locale] = None
                return None
            self.books[locale] = book
            for number, block in enumerate(book.letters.blocks):
                self.texts.setdefault((locale, block.span.path, block.span.line), []).append(number)
        return self.books[locale]

    def _text(self, unit: CommentedUnit, book: MarkedBook) -> int | None:
        """Return the number of the text that begins where a block does: of several in a line, as in a row of a table, the
        one nearest to its column."""
        place, blocks = unit.place, book.letters.blocks
        there = self.texts.get((unit.locale, place.path, place.line), ())
        return min(there, key=lambda number: abs(blocks[number].span.column - place.column), default=None)


def _narrowed(mark: ProofMark, words: str, book: MarkedBook) -> ProofMark:
    """Return a mark on a whole text as one on some of its words, if they stand in it once."""
    quote = mark.words.quote
    if not words or quote.count(words) != 1:
        return mark
    start = quote.index(words)
    before, after = mark.words.before + quote[:start], quote[start + len(words) :] + mark.words.after
    return placed_now(replace(mark, words=MarkedWords(words, before[-AROUND:], after[:AROUND])), book)


def _numbered(marks: Iterable[ProofMark]) -> Iterable[ProofMark]:
    """Yield marks with numbers that tell equal ones apart."""
    seen: Counter[str] = Counter()
    for mark in marks:
        yield replace(mark, number=seen[mark.id])
        seen[mark.id] += 1
