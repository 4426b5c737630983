"""Reports what is found on the pages of a book that is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.layout_findings import LayoutFindings
from bookbuilder.formats.pdf.paginate.foreign_glyphs import report_foreign
from bookbuilder.formats.pdf.paginate.misplaced_figures import report_misplaced
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.short_pages import report_short
from bookbuilder.formats.pdf.paginate.unmet_lines import report_unmet


def findings_in_order(parts: Sequence[CompiledPart], order: PageSequence) -> LayoutFindings:
    """Return what is found on the pages of all parts; pages are those of the book."""
    short = {(part, page.page): page for part, one in enumerate(parts) for page in one.findings.short_pages}
    return LayoutFindings(
        tuple(one for part in parts for one in part.findings.unmet_lines),
        tuple(
            replace(short[placed.key], page=index)
            for index, placed in enumerate(order.pages)
            if placed.key in short
        ),
        tuple(one for part in parts for one in part.findings.misplaced_figures),
        tuple(one for part in parts for one in part.findings.foreign_glyphs),
    )


def report_findings(findings: LayoutFindings, labels: Sequence[str], book: Book, report: Report) -> None:
    """Report what is found on the pages of a book, each of which has one of the labels."""
    report_unmet(findings.unmet_lines, report)
    report_short(findings.short_pages, labels, book, report)
    report_misplaced(findings.misplaced_figures, report)
    report_foreign(findings.foreign_glyphs, book, report)
