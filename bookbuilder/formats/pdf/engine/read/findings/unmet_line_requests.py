"""Finds paragraphs that did not get the number of lines that their author asks for (`{lines=+1}`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.lines.line_plan import asked_lines
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import PageBox

    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the paragraphs that are not set as asked, in the order of the pages. The word of each is how many
    lines more than its best it asks for (`+1`), its measure how many its best are (0: it is broken line by line)."""
    seen: set[HtmlElement] = set()
    for number, page in enumerate(pages):
        for line in boxes_of(page).lines:
            element, plans_by_width = line.element, marks(line).plans
            if element in seen or plans_by_width is None:
                continue
            if asked := asked_lines(line):
                assert element is not None
                seen.add(element)
                plans = [plan for plan in plans_by_width.values() if plan is not None]
                best = len(plans[0].best.ends) if plans else 0
                if not any(len(plan.chosen.ends) == len(plan.best.ends) + asked for plan in plans):
                    source = element.get("data-source") or ""
                    yield LayoutFinding(
                        "paragraph.lines", number, source, words=(f"{asked:+d}",), measure=best
                    )
