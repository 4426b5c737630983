"""Traces the text of a PDF: which part each page belongs to, the HTML of the parts, and where its texts stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from bookbuilder.build_step import DirectRunner
from bookbuilder.diagnostics import Findings, Span
from bookbuilder.document import text_sources
from bookbuilder.document.text_sources import TextSource
from bookbuilder.formats.book import Book
from bookbuilder.formats.edition_trace import EditionTrace, PrintedText, TracedHtml
from bookbuilder.formats.pdf.compile import encode_printed_texts
from bookbuilder.formats.pdf.paginate.page_order import PlacedPage
from bookbuilder.formats.pdf.paginate.schedule import PaginatedBook
from bookbuilder.formats.pdf.parts import Labels, Parts
from bookbuilder.formats.pdf.print_css import print_sheet
from bookbuilder.formats.pdf.print_drawings import print_drawings
from bookbuilder.formats.pdf.units import PX
from bookbuilder.html.environment import environment


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A part of a book: its place among the parts, its HTML, the encoded places of its texts, and for each page the side
    that it was laid out for and how far it moves on the other one, in points."""

    matter: str
    name: str
    path: str
    chapters: tuple[str, ...]
    html: str
    printed_texts: bytes
    sides: tuple[tuple[bool, float], ...]


def tracer(paginated: PaginatedBook) -> Callable[[], EditionTrace]:
    """Return a function that makes the trace of a book. It holds the HTML of the book, but not its pages."""
    parts = tuple(
        _Part(
            part.matter,
            part.name,
            part.path,
            part.chapters,
            scheduled.html,
            scheduled.compiled.printed_texts,
            tuple((page.right, page.shift * PX) for page in scheduled.compiled.pages),
        )
        for scheduled in paginated.parts
        for part in (scheduled.part,)
    )
    order = paginated.order
    return partial(_trace, paginated.book, parts, order.pages, Labels(order.labels()))


def _trace(
    book: Book, parts: tuple[_Part, ...], pages: tuple[PlacedPage, ...], labels: Labels
) -> EditionTrace:
    def marked(part: _Part) -> tuple[str, tuple[TextSource, ...]]:
        result = text_sources.marked(book.document, part.chapters)
        env = environment(
            book.world, book.theme, "pdf", book.locale, book.picture, partial(print_sheet, book),
            book.language_of,
        )  # fmt: skip
        drawings = print_drawings(book, Findings())
        traced = Parts(replace(book, document=result.document, runner=DirectRunner()), env, drawings=drawings)
        (same,) = (one for one in traced.all if (one.matter, one.name) == (part.matter, part.name))
        return traced.page(same, labels), result.sources

    @cache
    def printed(at: int) -> tuple[tuple[PrintedText, ...], ...]:
        return encode_printed_texts.decode(parts[at].printed_texts)

    @cache
    def texts(page: PlacedPage) -> tuple[PrintedText, ...]:
        right, shift = parts[page.part].sides[page.page]
        found = printed(page.part)[page.page]
        return found if right == page.right else tuple(replace(text, x=text.x + shift) for text in found)

    names = [f"{part.matter} {part.name}" for part in parts]
    return EditionTrace(
        {
            name: TracedHtml(
                Span(part.path, 1, 1) if part.path else book.edition.locale.span,
                part.html,
                partial(marked, part),
            )
            for name, part in zip(names, parts, strict=True)
        },
        tuple(("", tuple) if page.page < 0 else (names[page.part], partial(texts, page)) for page in pages),
    )
