"""Reads which paragraphs did not get the number of lines that their author asks for (`{lines=+1}`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, MarginBox

from bookbuilder.formats.pdf.compile.compiled_part import UnmetLines
from bookbuilder.formats.pdf.engine.line_plan import PLANS, Plan, asked_lines


def unmet_lines(document: Any) -> Iterator[UnmetLines]:
    """Yield the paragraphs of a document that are not set as asked, in the order of its pages."""
    seen: set[Any] = set()
    for page in document.pages:
        for child in page._page_box.children:
            for box in () if isinstance(child, MarginBox) else child.descendants():
                if not isinstance(box, LineBox) or box.element in seen or PLANS not in box.__dict__:
                    continue
                if asked := asked_lines(box):
                    seen.add(box.element)
                    plans: list[Plan] = [plan for plan in box.__dict__[PLANS].values() if plan is not None]
                    best = len(plans[0].best.ends) if plans else 0
                    if not any(len(plan.chosen.ends) == len(plan.best.ends) + asked for plan in plans):
                        yield UnmetLines(box.element.get("data-source") or "", asked, best)
