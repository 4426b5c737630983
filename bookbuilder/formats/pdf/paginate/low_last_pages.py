"""Tells the author which chapters end a few lines below the head of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bookbuilder.diagnostics import Rule, Severity, Span
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.page_breaking.blocks import LAST_LINES
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.page_faults import counted_lines
from bookbuilder.phrases import Phrase
from bookbuilder.project.book_schema import EASY_READING

LAST = Rule(
    "page.last",
    "page {page}, the last one of its chapter, holds only {lines}",
    "The last page of a chapter looks lost with fewer than five lines. Paragraphs of the chapter are set a line longer or"
    " shorter so that it holds more, or the page before it all; where that is not enough, a few words more or less are.",
    Severity.NOTICE,
)


def low_last_pages(
    findings: Sequence[LayoutFinding], labels: Sequence[str], places: FindingPlaces
) -> Iterator[tuple[Span, Mapping[str, Any]]]:
    """Yield the last pages that hold fewer than five lines, except in easy language, where any page may be short."""
    if places.book.edition.reading == EASY_READING:
        return
    for page in findings:
        held, lacking = counted_lines(page.measure), counted_lines(LAST_LINES - page.measure)
        hint = Phrase("cut {held} from the chapter, or add {lacking}", held=held, lacking=lacking)
        values = {"page": labels[page.page], "lines": held, "hint": hint, "area": places.area(page)}
        yield places.place(page), values
