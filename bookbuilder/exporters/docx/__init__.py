"""Word: a file to go on editing, with styles, footnotes, fields, index entries and comments."""

from __future__ import annotations

from bookbuilder.diagnostics import BookbuilderError, Report, Span, diagnostic
from bookbuilder.exporters.docx.finish_package import STYLES, PackageDetails, finish_package
from bookbuilder.exporters.docx.word_dialect import WordDialect
from bookbuilder.exporters.docx.word_styles import style_names
from bookbuilder.exporters.exporter import NO_STYLES, Exporter, ExportInput
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures
from bookbuilder.importers.safe_xml import parse_xml
from bookbuilder.importers.source import file_source
from bookbuilder.pandoc.run_pandoc import run_pandoc

REFERENCE = "reference.docx"
COUNTER = "%1"
"""Stands for the number in the text of a numbering of Word."""


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the file of Word."""
    book = given.book
    pictures = exported_pictures(book, report, embedded=True, drawings=False)
    counted = book.locale.direction == "ltr" and book.locale.figures(1) == "1" and book.beside is None
    document, conversion = pandoc_document(given, WordDialect(counted=counted), pictures)
    options, files = [], {}
    house: frozenset[str] = frozenset()
    if given.reference is not None:
        source = file_source(REFERENCE, given.reference.data)
        if not source.has(STYLES):
            hint = "open it in Word, and save it anew"
            raise BookbuilderError(
                diagnostic(NO_STYLES, Span(), hint=hint, form="Word", name=given.reference.name)
            )
        house = style_names(parse_xml(source.read(STYLES), REFERENCE, STYLES))
        options, files = [f"--reference-doc={REFERENCE}"], {REFERENCE: given.reference.data}
    data = run_pandoc(given.world, document, "docx", options, files)
    numbered = counted and any(chapter.number for chapter in book.document.heads)
    details = PackageDetails(
        (book.project.released or book.project.date).isoformat(),
        book.locale.tag,
        book.locale.direction,
        # Translators: above the title of a chapter
        book.locale.say("Chapter {number}", number=COUNTER) if numbered else "",
        conversion.descriptions,
        given.comments.comments,
        house,
        given.styles,
    )
    return {"": finish_package(data, details)}


EXPORTER = Exporter(
    "docx", ".docx", "Word, with styles, footnotes, fields and comments", export, reference=True, review=True
)
