"""Lays out a book in one piece, as WeasyPrint would: slower, and what the compiled and linked file is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pydyf
import weasyprint
from weasyprint.draw import text as drawing

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import finish, glyphs, impose, log, tags, weasy, xmp
from bookbuilder.formats.pdf.hyphens import parted
from bookbuilder.formats.pdf.parts import START, Labels, Parts
from bookbuilder.formats.pdf.patches import patched
from bookbuilder.formats.pdf.press.trim import PLAIN, Trim
from bookbuilder.formats.pdf.resources import Resource, case
from bookbuilder.formats.pdf.settling import Settling
from bookbuilder.formats.pdf.words import Words

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
    with weasy.typesetter(book.world, found, css) as (fonts, messages), parted(Words.of(book), book.world):
        for attempt in range(PASSES + FORCED):
            if attempt == PASSES:
                settling = Settling()
            if settling:
                settling.grow(labels)
            messages.clear()
            given = Labels(labels, settling.rooms, apart=True) if settling else Labels(labels)
            layout = weasy.lay_out(parts.book_page(given), css, resources, fonts)
            first = layout.anchors.get(START, 0)
            before, labels = (
                labels,
                {a: book.locale.figures(n - first + 1) for a, n in layout.anchors.items() if n >= first},
            )
            if before == labels:
                break
        else:
            return None
        data = _written(layout, book, first, trim)
    log.explain(messages, book, report)
    return data


def _written(layout: weasy.Layout, book: Book, first: int, trim: Trim) -> bytes:
    def label(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        """Cut the pages, and say how viewers count: nothing before the half title, then from 1 (ISO 32000-1, 12.4.2)."""
        nums = [0, pydyf.Dictionary({"P": pydyf.String("")})] if first else []
        nums += [first, pydyf.Dictionary({"S": f"/{impose.STYLES['decimal']}", "St": 1})]
        right_to_left = book.locale.direction == "rtl"
        for at, page in enumerate(pdf.objects[int(number)] for number in pdf.pages["Kids"][::3]):
            left, bottom, right, top = page["TrimBox"]
            bleed = trim.bleed_box((left, bottom, right, top), right=(at % 2 == 0) != right_to_left)
            page["MediaBox"] = page["BleedBox"] = pydyf.Array(bleed)
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})

    def schemas(levels: tuple[int, ...]) -> Sequence[xmp.Schema]:
        return finish.schemas(book, levels)

    return write(layout.document, finish.about(book), schemas, finish.identifier(book), label)


def write(
    document: Any,
    said: xmp.About,
    schemas: Callable[[tuple[int, ...]], Sequence[xmp.Schema]],
    identifier: str,
    finisher: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """Return the PDF of a laid out document, with our structure and metadata. `schemas` gives what else it says of itself
    from the levels of its headings."""
    metadata = document.metadata
    metadata.title, metadata.authors, metadata.description = (
        said.title,
        list(said.authors),
        said.description or None,
    )
    metadata.keywords, metadata.generator, metadata.lang = list(said.keywords), said.creator, said.lang
    metadata.created = metadata.modified = said.moment
    metadata.generate_rdf_metadata = lambda *_: xmp.rdf(said, schemas(document.bookbuilder_headings))
    tags.prepare(document)
    with patched(((drawing, "draw_first_line", glyphs.draw),)):
        data: bytes = document.write_pdf(
            finisher=finisher, pdf_identifier=identifier.encode(), **weasy.OPTIONS
        )
    return data
