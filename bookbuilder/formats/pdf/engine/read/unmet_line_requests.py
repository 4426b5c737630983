"""Reads which paragraphs did not get the number of lines that their author asks for (`{lines=+1}`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.layout_findings import UnmetLines
from bookbuilder.formats.pdf.engine.lines.line_plan import asked_lines
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of

if TYPE_CHECKING:
    from weasyprint.document import Document

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def unmet_lines(document: Document) -> Iterator[UnmetLines]:
    """Yield the paragraphs of a document that are not set as asked, in the order of its pages."""
    seen: set[HtmlElement] = set()
    for page in document.pages:
        for line in boxes_of(page._page_box).lines:
            element, plans_by_width = line.element, marks(line).plans
            if element in seen or plans_by_width is None:
                continue
            if asked := asked_lines(line):
                assert element is not None
                seen.add(element)
                plans = [plan for plan in plans_by_width.values() if plan is not None]
                best = len(plans[0].best.ends) if plans else 0
                if not any(len(plan.chosen.ends) == len(plan.best.ends) + asked for plan in plans):
                    yield UnmetLines(element.get("data-source") or "", asked, best)
