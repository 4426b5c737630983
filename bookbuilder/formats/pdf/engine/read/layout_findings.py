"""Reads from pages that are laid out what their author is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.layout_findings import LayoutFindings
from bookbuilder.formats.pdf.engine.read.foreign_glyphs import foreign_glyphs
from bookbuilder.formats.pdf.engine.read.misplaced_figures import misplaced_figures
from bookbuilder.formats.pdf.engine.read.short_pages import short_pages
from bookbuilder.formats.pdf.engine.read.unmet_line_requests import unmet_lines

if TYPE_CHECKING:
    from weasyprint.document import Document


def layout_findings(document: Document) -> LayoutFindings:
    """Return what is found on the pages of a document."""
    return LayoutFindings(
        tuple(unmet_lines(document)),
        tuple(short_pages(document)),
        tuple(misplaced_figures(document)),
        tuple(foreign_glyphs(document)),
    )
