"""InCopy: a story that InDesign places, with the styles by their names."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.exporters.dialect import TargetFormat
from bookbuilder.exporters.exporter import Exporter, ExportInput
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures, picture_files
from bookbuilder.pandoc.run_pandoc import run_pandoc


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the story, and the pictures that it links to in their folder."""
    pictures = exported_pictures(given.book, report, embedded=False, drawings=True)
    document, _ = pandoc_document(given, TargetFormat(styles=True, table_captions=False), pictures)
    data = run_pandoc(given.world, document, "icml", ["--standalone"])
    return {f"{given.book.project.id}.icml": data, **picture_files(pictures)}


EXPORTER = Exporter("icml", ".icml", "InCopy, for InDesign", export)
