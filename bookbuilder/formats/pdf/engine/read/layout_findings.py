"""Reads from pages that are laid out what their author is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bookbuilder.discovery import modules
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.page_flow import chapters

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import PageBox

# Loaded at once, so that forked workers inherit them.
_DETECTORS: tuple[Callable[[Sequence[PageBox]], Iterable[LayoutFinding]], ...] = tuple(
    module.find for module in modules("bookbuilder.formats.pdf.engine.read.findings")
)


def layout_findings(document: Document) -> Iterator[LayoutFinding]:
    """Yield what is found on the pages of a document, about the first chapter on its page unless the detector names one."""
    pages = [page._page_box for page in document.pages]
    for finding in (finding for find in _DETECTORS for finding in find(pages)):
        first = None if finding.chapter else next(chapters(pages[finding.page]), None)
        if first is not None and first.element is not None:
            finding = replace(finding, chapter=first.element.get("id") or "")
        yield finding
