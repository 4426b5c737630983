"""What a printer gets: the file, checked as the printer will, and its cover. Only editions with a printer load this."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.format import Artifact
from bookbuilder.formats.pdf.link.assemble import LinkedFile
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.press import finished_pdf_check, preflight
from bookbuilder.formats.pdf.press.profile import PrinterProfile
from bookbuilder.formats.pdf.press.requirements import Terms
from bookbuilder.formats.pdf.printer_cover import cover
from bookbuilder.formats.pdf.resource import Resource


def delivered(
    linked: LinkedFile,
    order: PageSequence,
    terms: Terms,
    book: Book,
    resources: Mapping[str, Resource],
    printer: PrinterProfile,
    report: Report,
) -> tuple[Artifact, ...]:
    """Report what the printer would reject the finished file for, and return the files that go with it."""
    pages = order.pages
    preflight.check(linked.parts, order, resources, book, printer, terms.intent.icc, report)
    finished_pdf_check.check(
        linked.data, terms.trim, [page.right for page in pages], book.edition.span, report
    )
    return () if terms.cover else cover(book, resources, terms, printer, len(pages), report)
