"""JATS: the XML of publishers and archives of articles (NISO Z39.96, Archiving and Interchange)."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Report
from bookbuilder.exporters.dialect import TargetFormat
from bookbuilder.exporters.exporter import Exporter, ExportInput
from bookbuilder.exporters.pandoc_document import pandoc_document
from bookbuilder.exporters.pictures import exported_pictures, picture_files
from bookbuilder.pandoc import pandoc_ast as ast
from bookbuilder.pandoc.pandoc_ast import Blocks, Inlines
from bookbuilder.pandoc.run_pandoc import run_pandoc


@dataclass(frozen=True, slots=True)
class JatsDialect(TargetFormat):
    """The ways of JATS: an element with a class becomes a box there, so only boxes have one."""

    contents: bool = True
    headed_boxes: bool = (
        False  # a division that begins with a heading is a section, and no text stands behind one
    )

    def styled_paragraph(self, style: str, content: Inlines) -> Blocks:
        """Return a plain paragraph."""
        del style
        return [ast.para(content)]

    def index(self, name: str, content: Blocks) -> Blocks:
        """Return the lines of an index."""
        del name
        return content


def export(given: ExportInput, report: Report) -> dict[str, bytes]:
    """Return the article, and its pictures in their folder."""
    book = given.book
    pictures = exported_pictures(book, report, embedded=False, drawings=True)
    document, _ = pandoc_document(given, JatsDialect(), pictures)
    imprint = book.project.imprints[book.edition.locale.name]
    document["meta"]["journal"] = {
        "t": "MetaMap",
        "c": {
            name: ast.meta_text(text)
            for name, text in (
                ("title", book.edition.locale.series),
                ("publisher-name", imprint.publisher),
                ("epissn", imprint.issn),
            )
            if text
        },
    }
    data = run_pandoc(given.world, document, "jats_archiving", ["--standalone"])
    language = f'<article xml:lang="{book.locale.tag}" '.encode()
    return {f"{book.project.id}.xml": data.replace(b"<article ", language, 1), **picture_files(pictures)}


EXPORTER = Exporter("jats", ".xml", "JATS, the XML of publishers", export)
