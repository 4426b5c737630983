"""JATS: the XML of publishers and archives of articles (NISO Z39.96, Archiving and Interchange)."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.exporters.dialect import Dialect
from bookbuilder.exporters.exporter import Exporter, ExportInput
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures, picture_files
from bookbuilder.exporters.run_pandoc import run_pandoc


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the article, and its pictures in their folder."""
    pictures = exported_pictures(given.book, report, embedded=False, drawings=True)
    document, _ = pandoc_document(given, Dialect(contents=True), pictures)
    data = run_pandoc(given.world, document, "jats_archiving", ["--standalone"])
    return {f"{given.book.project.id}.xml": data, **picture_files(pictures)}


EXPORTER = Exporter("jats", ".xml", "JATS, the XML of publishers", export)
