"""Lays out a book in one piece, as WeasyPrint would: slower, and what the compiled and linked file is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import log
from bookbuilder.formats.pdf.compile.hyphenation import Words
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.whole_document import Box, DocumentInfo, PageNumbering, write
from bookbuilder.formats.pdf.link import metadata, xmp
from bookbuilder.formats.pdf.paginate import page_order
from bookbuilder.formats.pdf.paginate.settling import Settling
from bookbuilder.formats.pdf.parts import START, Labels, Parts
from bookbuilder.formats.pdf.press.trim import PLAIN, Trim
from bookbuilder.formats.pdf.resources import Resource, case

PASSES = 6
FORCED = 24


def single(
    book: Book,
    parts: Parts,
    css: str,
    resources: Mapping[str, Resource],
    report: Report,
    trim: Trim = PLAIN,
) -> bytes | None:
    """Return the PDF of an edition, laid out until two layouts agree; None if they never do.

    Page labels count from the half title in arabic figures; a theme that counts otherwise needs the linker. Pages are cut
    to their bleed, but have no marks.
    """
    found = case(book.world, book.fonts)
    labels: dict[str, str] = {}
    settling: Settling | None = None
    with typeset.typesetter(book.world, found, css, book.without_patches, Words.of(book)) as (
        fonts,
        messages,
    ):
        for attempt in range(PASSES + FORCED):
            if attempt == PASSES:
                settling = Settling()
            if settling:
                settling.grow(labels)
            messages.clear()
            given = Labels(labels, settling.rooms, apart=True) if settling else Labels(labels)
            layout = typeset.lay_out(parts.book_page(given), css, resources, fonts)
            first = layout.anchors.get(START, 0)
            before, labels = (
                labels,
                {a: book.locale.figures(n - first + 1) for a, n in layout.anchors.items() if n >= first},
            )
            if before == labels:
                break
        else:
            return None
        about = info(
            metadata.about(book), lambda levels: metadata.schemas(book, levels), metadata.identifier(book)
        )
        data = write(layout.document, about, _numbering(book, first, trim))
    log.explain(messages, book, report)
    return data


def info(
    said: xmp.About, schemas: Callable[[tuple[int, ...]], Sequence[xmp.Schema]], identifier: str
) -> DocumentInfo:
    """Return what the file of a book says about itself; `schemas` gives what else it says from the levels of headings."""
    return DocumentInfo(
        said.title, said.authors, said.description, said.keywords, said.creator, said.lang, said.moment, identifier,
        lambda levels: xmp.rdf(said, schemas(levels)),
    )  # fmt: skip


def _numbering(book: Book, first: int, trim: Trim) -> PageNumbering:
    def bleed(box: Box, right: bool) -> Box:
        return trim.bleed_box(box, right=right)

    return PageNumbering(
        first, page_order.STYLES["decimal"], bleed, right_to_left=book.locale.direction == "rtl"
    )
