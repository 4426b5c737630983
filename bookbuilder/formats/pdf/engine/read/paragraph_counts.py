"""Counts the paragraphs of pages that are laid out, and those of them that total fit did not break."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.paragraph_counts import Paragraphs

if TYPE_CHECKING:
    from weasyprint.document import Document


def paragraphs(document: Document) -> Paragraphs:
    """Return how many paragraphs are on the pages of a document, and how many of them were broken line by line. Running
    heads and folios are none."""
    reasons: dict[int, str] = {}
    for page in document.pages:
        for line in boxes_of(page._page_box).lines:
            plans = marks(line).plans
            if plans is not None:
                reasons[id(plans)] = reasons.get(id(plans)) or marks(line).unplanned
    unplanned = Counter(reason for reason in reasons.values() if reason)
    return Paragraphs(len(reasons), tuple(sorted(unplanned.items())))
