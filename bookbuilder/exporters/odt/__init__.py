"""LibreOffice: an OpenDocument text, with styles, notes, references, index entries and comments."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError, Report, Span, diagnostic
from bookbuilder.exporters.exporter import NO_STYLES, Exporter, ExportInput
from bookbuilder.exporters.odt.finish_text import CONTENT, STYLES, finish_text
from bookbuilder.exporters.odt.odt_dialect import OdtDialect
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures
from bookbuilder.importers.source import file_source
from bookbuilder.pandoc.run_pandoc import run_pandoc

REFERENCE = "reference.odt"


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the OpenDocument text."""
    book = given.book
    pictures = exported_pictures(book, report, embedded=True, drawings=False)
    counted = book.locale.figures(1) == "1" and book.beside is None
    document, conversion = pandoc_document(given, OdtDialect(counted=counted), pictures)
    options, files = [], {}
    if given.reference is not None:
        source = file_source(REFERENCE, given.reference.data)
        if not (source.has(STYLES) and source.has(CONTENT)):
            hint = "open it in LibreOffice, and save it anew"
            raise BookbuilderError(
                diagnostic(NO_STYLES, Span(), hint=hint, form="LibreOffice", name=given.reference.name)
            )
        options, files = [f"--reference-doc={REFERENCE}"], {REFERENCE: given.reference.data}
    data = run_pandoc(given.world, document, "odt", options, files)
    date = (book.project.released or book.project.date).isoformat()
    return {"": finish_text(data, date, conversion.descriptions, given.comments.comments)}


EXPORTER = Exporter("odt", ".odt", "LibreOffice (OpenDocument)", export, reference=True, review=True)
