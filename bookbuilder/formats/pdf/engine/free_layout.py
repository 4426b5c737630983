"""Frees the memory of a document that was laid out and drawn.

Pages, lines, plans and fonts know one another, so that only the garbage collector could free them, and that would take as
long as a page takes to draw.
"""

from __future__ import annotations

from typing import Any

from bookbuilder.formats.pdf.engine.line_plan import PLANS
from bookbuilder.formats.pdf.engine.read.every_box import boxes_of


def free_layout(document: Any) -> None:
    """Empty the boxes and the fonts of a document that nobody reads any more."""
    for page in document.pages:
        boxes = boxes_of(page._page_box)
        for line in boxes.lines:
            line.__dict__.get(PLANS, {}).clear()
        for box in boxes.every:
            box.__dict__.clear()
    for font in document.fonts.values():
        font.__dict__.clear()
