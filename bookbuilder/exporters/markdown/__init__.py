"""Markdown without our directives: plain CommonMark, or what pandoc reads."""

from __future__ import annotations

from bookbuilder.diagnostics import Report
from bookbuilder.exporters.exporter import Exporter, ExportInput
from bookbuilder.exporters.markdown.markdown_dialects import CommonmarkDialect, PandocDialect
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures, picture_files
from bookbuilder.pandoc.run_pandoc import run_pandoc

COMMONMARK, PANDOC = "commonmark", "pandoc"


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the text, and the pictures in their folder."""
    pictures = exported_pictures(given.book, report, embedded=False, drawings=True)
    plain = given.flavour != PANDOC
    document, _ = pandoc_document(given, CommonmarkDialect() if plain else PandocDialect(), pictures)
    target = "commonmark+tex_math_dollars" if plain else "markdown-smart-simple_tables-multiline_tables"
    options = ["--markdown-headings=atx", *([] if plain else ["--standalone"])]
    text = run_pandoc(given.world, document, target, options)
    return {f"{given.book.project.id}.md": text, **picture_files(pictures)}


EXPORTER = Exporter("markdown", ".md", "Markdown without directives", export, flavours=(COMMONMARK, PANDOC))
