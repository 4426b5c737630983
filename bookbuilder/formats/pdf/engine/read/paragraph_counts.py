"""Counts the paragraphs of pages that are laid out, and those of them that total fit did not break."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import TextBox

from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.structure import PAGINATION
from bookbuilder.paragraph_counts import Paragraphs

if TYPE_CHECKING:
    from weasyprint.document import Document
    from weasyprint.formatting_structure.boxes import Box


def paragraphs(document: Document) -> Paragraphs:
    """Return how many paragraphs are on the pages of a document, and how many of them were broken line by line. Running
    heads, folios, and the head of a table where it is repeated are none."""
    reasons: dict[int, str] = {}
    for page in document.pages:
        for line in boxes_of(page._page_box).lines:
            plans = marks(line).plans
            if plans is not None and (id(plans) in reasons or not _is_repeated(line)):
                reasons[id(plans)] = reasons.get(id(plans)) or marks(line).unplanned
    unplanned = Counter(reason for reason in reasons.values() if reason)
    return Paragraphs(len(reasons), tuple(sorted(unplanned.items())))


def _is_repeated(line: Box) -> bool:
    first = next((box for box in line.descendants() if isinstance(box, TextBox)), None)
    return first is not None and marks(first).artifact == PAGINATION
