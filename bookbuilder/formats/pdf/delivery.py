"""What a printer gets: the file, judged as he does, and its cover. Only editions that have a printer load this."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.pdf.press import finished, preflight
from bookbuilder.formats.pdf.press.profile import Profile
from bookbuilder.formats.pdf.render import Press
from bookbuilder.formats.pdf.resources import Resource
from bookbuilder.formats.pdf.wrap import cover


def delivered(
    data: bytes,
    press: Press,
    book: Book,
    resources: Mapping[str, Resource],
    printer: Profile,
    report: Report,
) -> tuple[Artifact, ...]:
    """Report what the printer would send the finished file `data` back for, and return the files that go with it."""
    terms, sheets = press.terms, press.imposed.sheets
    preflight.tell(press.objects, press.imposed, resources, book, printer, terms.intent.icc, report)
    finished.tell(data, terms.trim, [sheet.right for sheet in sheets], book.edition.span, report)
    return () if terms.cover else cover(book, resources, terms, printer, len(sheets), report)
