"""Places the marks of a PDF in the chapters as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import NOWHERE, Span
from bookbuilder.document import nodes
from bookbuilder.document.normalize_letters import letters
from bookbuilder.document.walk import walk
from bookbuilder.proof.book_letters import BookLetters, book_letters
from bookbuilder.proof.find_words import WordFinder, covered
from bookbuilder.proof.letter_text import letter_text
from bookbuilder.proof.mark import MarkedWords, MarkSubject, ProofMark, ProofMarkKind
from bookbuilder.proof.number_equal_marks import number_equal_marks
from bookbuilder.proof.pdf_marks import MarkedPage, MarkedPdf
from bookbuilder.proof.place_in_source import Lines, SourcePlace, SourcePlaces
from bookbuilder.proof.read_marks import ReadMark, in_book_order, read_marks

SAMPLE = 6
"""Pages by which it is judged whether a PDF is of a book."""
_CHANGING = frozenset({ProofMarkKind.DELETE, ProofMarkKind.INSERT, ProofMarkKind.REPLACE})


@dataclass(frozen=True, eq=False)
class MarkedBook:
    """A book in one locale, in which marks are placed. `name` is that of the locale, `lines` returns the lines of a file,
    `locales` are all of the book: a translation may have chapters of another one."""

    name: str
    chapters: tuple[nodes.Chapter, ...]
    letters: BookLetters
    lines: Lines
    locales: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, name: str, chapters: Sequence[nodes.Chapter], lines: Lines, locales: Sequence[str] = ()
    ) -> MarkedBook:
        """Return the book of finished chapters."""
        return cls(name, tuple(chapters), book_letters(chapters), lines, tuple(locales))

    def locale_of(self, path: str) -> str:
        """Return the locale whose chapter a file is; that of the book for other files."""
        folder, _, rest = path.partition("/")
        name = rest.partition("/")[0]
        return name if folder == "chapters" and name in self.locales else self.name

    def coverage(self, pdf: MarkedPdf) -> float:
        """Return which part of the text of a PDF is in this book, 0 to 1, judged by some of its pages."""
        pages = sorted(pdf.marked, key=lambda page: -len(page.text))[:SAMPLE]
        return covered([_finder(page, self.letters) for page in pages])


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark, and where it is seen: the page of the PDF, from 0, and the box in the page's own coordinates."""

    mark: ProofMark
    page: int
    box: tuple[float, float, float, float]


def place_marks(pdf: MarkedPdf, origin: str, book: MarkedBook) -> tuple[PlacedMark, ...]:
    """Return the marks of a PDF with their places in the chapters of a book, in the order of the PDF."""
    placer = _Placer(origin, book)
    finders: dict[int, WordFinder] = {}
    found: list[tuple[ReadMark, ProofMark]] = []
    read = in_book_order(read_marks(pdf))
    for one in read:
        if one.page.number not in finders:
            finders[one.page.number] = _finder(one.page, book.letters)
        found.append((one, placer.mark(one, finders[one.page.number])))
    joined = _joined_over_pages(found, book)
    marks = number_equal_marks(mark for _, mark in joined)
    return tuple(_answered([(one, mark) for (one, _), mark in zip(joined, marks, strict=True)]))


class _Placer:
    def __init__(self, origin: str, book: MarkedBook) -> None:
        self._origin, self._book = origin, book
        self._places = SourcePlaces(book.letters, book.lines)
        self._figures = tuple(_figures(book.chapters))

    def mark(self, one: ReadMark, finder: WordFinder) -> ProofMark:
        """Return a mark with its place."""
        place = self._place(one, finder)
        return ProofMark(
            one.kind,
            self._origin,
            self._book.locale_of(place.start.path),
            one.words,
            place.start,
            place.end,
            place.about,
            place.key,
            one.new,
            one.comment,
            one.annotation.author,
            one.annotation.date,
            one.page.label,
        )

    def _place(self, one: ReadMark, finder: WordFinder) -> SourcePlace:
        if one.picture is not None:
            return self._drawing(one.picture)
        if not one.found:
            return SourcePlace(about=MarkSubject.PAGE)
        words = finder.find(one.start, one.end)
        if words is None:
            return SourcePlace(about=MarkSubject.LOST)
        return self._places.place(words, changes=one.kind in _CHANGING)

    def _drawing(self, alt: str) -> SourcePlace:
        """Return the place of a picture by its alternative text, which the program may have added to."""
        own = letters(alt)
        fitting = [figure for figure in self._figures if figure.alt and own.startswith(figure.alt)]
        best = max(fitting, key=lambda figure: len(figure.alt), default=None)
        if best is None or sum(one.alt == best.alt for one in fitting) > 1:
            return SourcePlace(about=MarkSubject.DRAWING)
        return SourcePlace(best.span, best.span, MarkSubject.DRAWING, best.name)


@dataclass(frozen=True, slots=True)
class _PlacedFigure:
    alt: str
    name: str
    span: Span


def _figures(chapters: Iterable[nodes.Chapter]) -> Iterator[_PlacedFigure]:
    """Yield the pictures of chapters with the letters of their alternative texts and their names."""
    for chapter in chapters:
        for node in walk(chapter):
            if isinstance(node, nodes.Figure):
                name = node.id or node.image.source or chapter.span.path
                yield _PlacedFigure(letters(node.image.alt), name, node.span)


def _finder(page: MarkedPage, book: BookLetters) -> WordFinder:
    return WordFinder(page.text, letter_text(page.text), book)


def _joined_over_pages(
    found: Sequence[tuple[ReadMark, ProofMark]], book: MarkedBook
) -> list[tuple[ReadMark, ProofMark]]:
    """Return marks, one for those that go on over the end of a page: no program writes these as one."""
    result: list[tuple[ReadMark, ProofMark]] = []
    for one, mark in found:
        index = _begun(result, one, mark, book)
        if index is None:
            result.append((one, mark))
            continue
        first, begun = result[index]
        words = MarkedWords(f"{begun.words.quote} {mark.words.quote}", begun.words.before, mark.words.after)
        comment, new = begun.comment or mark.comment, begun.new or mark.new
        about, key = (begun.about, begun.key) if begun.about is mark.about else (MarkSubject.TEXT, "")
        kind = begun.kind if begun.comment or begun.new else mark.kind
        joined = replace(
            begun, words=words, end=mark.end, comment=comment, new=new, about=about, key=key, kind=kind
        )
        result[index] = first, joined
    return result


def _begun(
    found: Sequence[tuple[ReadMark, ProofMark]], one: ReadMark, mark: ProofMark, book: MarkedBook
) -> int | None:
    """Return the number of the mark on the page before that this one continues; None if there is none."""
    if mark.start == NOWHERE or not mark.words.quote:
        return None
    for index in range(len(found) - 1, -1, -1):
        before, begun = found[index]
        if before.page.number < one.page.number - 1:
            return None
        alike = (
            before.page.number == one.page.number - 1
            and before.annotation.subtype == one.annotation.subtype
            and begun.author == mark.author
            and begun.words.quote
            and (begun.comment in ("", mark.comment) or not mark.comment)
            and (begun.new in ("", mark.new) or not mark.new)
        )
        if alike and begun.end != NOWHERE and _nothing_between(begun.end, mark.start, book):
            return index
    return None


def _nothing_between(end: Span, start: Span, book: MarkedBook) -> bool:
    """Whether no letter stands between two places of a file."""
    if end.path != start.path or start < end or start.line - end.line > 3:
        return False
    lines = book.lines(end.path)
    first = lines[end.line - 1][end.column - 1 :] if end.line != start.line else ""
    last = lines[start.line - 1][end.column - 1 if end.line == start.line else 0 : start.column - 1]
    return not letters("".join((first, *lines[end.line : start.line - 1], last)))


def _answered(found: Sequence[tuple[ReadMark, ProofMark]]) -> Iterator[PlacedMark]:
    """Yield marks; an answer is about the words of the mark that it answers."""
    by_number: Mapping[int, tuple[ReadMark, ProofMark]] = {
        one.annotation.number: (one, mark) for one, mark in found
    }
    for one, mark in found:
        asked = by_number.get(one.answers)
        if asked is not None and asked[0] is not one:
            first = asked[1]
            answer = replace(mark, words=first.words, page=first.page)
            mark = replace(answer, start=first.start, end=first.end, about=first.about, key=first.key)
            mark = replace(mark, answers=first.id)
        quads = one.annotation.quads or (one.annotation.box,)
        box = (
            min(quad[0] for quad in quads),
            min(quad[1] for quad in quads),
            max(quad[2] for quad in quads),
            max(quad[3] for quad in quads),
        )
        yield PlacedMark(mark, one.page.number, box)
