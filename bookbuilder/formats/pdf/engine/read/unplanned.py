"""Counts the paragraphs of pages that are laid out, and those of them that total fit did not break."""

from __future__ import annotations

from collections import Counter
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, MarginBox

from bookbuilder.formats.pdf.engine.line_plan import PLANS, UNPLANNED
from bookbuilder.paragraph_counts import Paragraphs


def paragraphs(document: Any) -> Paragraphs:
    """Return how many paragraphs are on the pages of a document, and how many of them were broken line by line. Running
    heads and folios are none."""
    reasons: dict[int, str] = {}
    for page in document.pages:
        for child in page._page_box.children:
            if isinstance(child, MarginBox):
                continue
            for box in child.descendants():
                plans = box.__dict__.get(PLANS) if isinstance(box, LineBox) else None
                if plans is not None:
                    reasons[id(plans)] = reasons.get(id(plans)) or str(getattr(box, UNPLANNED, ""))
    unplanned = Counter(reason for reason in reasons.values() if reason)
    return Paragraphs(len(reasons), tuple(sorted(unplanned.items())))
