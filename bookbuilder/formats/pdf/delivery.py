"""What a printer gets: the file, judged as he does, and its cover. Only editions that have a printer load this."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.pdf.link.assemble import LinkedFile
from bookbuilder.formats.pdf.paginate.page_order import Imposition
from bookbuilder.formats.pdf.press import finished, preflight
from bookbuilder.formats.pdf.press.profile import Profile
from bookbuilder.formats.pdf.press.terms import Terms
from bookbuilder.formats.pdf.printer_cover import cover
from bookbuilder.formats.pdf.resources import Resource


def delivered(
    linked: LinkedFile,
    order: Imposition,
    terms: Terms,
    book: Book,
    resources: Mapping[str, Resource],
    printer: Profile,
    report: Report,
) -> tuple[Artifact, ...]:
    """Report what the printer would send the finished file back for, and return the files that go with it."""
    sheets = order.sheets
    preflight.tell(linked.parts, order, resources, book, printer, terms.intent.icc, report)
    finished.tell(linked.data, terms.trim, [sheet.right for sheet in sheets], book.edition.span, report)
    return () if terms.cover else cover(book, resources, terms, printer, len(sheets), report)
