"""Makes the comments in files that came back from a translator into marks at the texts of the book."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
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
from bookbuilder.proof.number_equal_marks import number_equal_marks
from bookbuilder.proof.place_marks import MarkedBook
from bookbuilder.proof.place_now import placed_now
from bookbuilder.proof.read_annotations import MARKS, TEXT
from bookbuilder.proof.read_marks import QUOTE
from bookbuilder.proof.received_file import ReceivedFile, read_received
from bookbuilder.translate.exchange.commented_units import CommentedUnit, commented_units
from bookbuilder.world import World


def translator_comments(
    context: Context, world: World, project: Project, files: Mapping[str, bytes], findings: Findings
) -> Iterator[ReceivedFile]:
    """Yield the comments in each file (name → bytes) that has some as marks, without those that came in before. They stand
    at the texts as these are after the import. Reports `proof.many`."""
    received = read_received(world, Findings())  # builds report what is wrong with them
    digests = {one.digest for one in received}
    known = {key for one in received for mark in one.marks for key in _duplicate_keys(mark)}
    placer = _CommentPlacer(context, world)
    for name, data in files.items():
        digest = hashlib.sha256(data).hexdigest()[:16]
        if digest in digests:
            continue
        units = commented_units(world, project, name, data)
        found = [placer.mark(one, name) for one in islice(units, MARKS)]
        if left_out := sum(1 for _ in units):
            findings(MANY, Span(), path=name, count=left_out)
        marks = tuple(number_equal_marks(one for one in found if known.isdisjoint(_duplicate_keys(one))))
        if marks:
            digests.add(digest)
            known.update(key for mark in marks for key in _duplicate_keys(mark))
            yield ReceivedFile(name, digest, "", marks[0].locale, "", marks)


def _duplicate_keys(mark: ProofMark) -> tuple[tuple[object, ...], ...]:
    """Return by what a comment is known again that comes in with a later file: its text may have changed or have moved."""
    said = mark.locale, mark.author, mark.comment
    return (*said, mark.words.quote), *(((*said, mark.start),) if mark.start != NOWHERE else ())


@dataclass
class _CommentPlacer:
    """Places comments in the book, which it reads in the locales that they are about."""

    context: Context
    world: World
    books: dict[str, MarkedBook | None] = field(default_factory=dict)
    texts: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    """The numbers of the texts that begin in a line, by the locale of the book, the file and the line."""

    def mark(self, unit: CommentedUnit, origin: str) -> ProofMark:
        """Return the mark that a comment is: at the words that it is about, or else at its whole text."""
        comment = unit.comment
        book = self._book(unit.locale) if unit.place.path.endswith(".md") else None
        text = self._text(unit, book) if book else None
        if book is not None and text is not None:
            end = len(book.letters.blocks[text].text)
            mark = comment_mark(WordsPlace(text, 0, text, end), book, origin)
            mark = _at_words(mark, comment.words, book)
        else:
            about = MarkSubject.LOST if unit.place == NOWHERE else MarkSubject.TEXT
            words = MarkedWords((comment.words or unit.words)[:QUOTE])
            mark = ProofMark(ProofMarkKind.COMMENT, origin, unit.locale, words, unit.place, unit.place, about)
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


def _at_words(mark: ProofMark, words: str, book: MarkedBook) -> ProofMark:
    """Return a mark on a whole text as one on some of its words, if they stand in it once."""
    quote = mark.words.quote
    if not words or quote.count(words) != 1:
        return mark
    start = quote.index(words)
    before, after = mark.words.before + quote[:start], quote[start + len(words) :] + mark.words.after
    return placed_now(replace(mark, words=MarkedWords(words, before[-AROUND:], after[:AROUND])), book)
