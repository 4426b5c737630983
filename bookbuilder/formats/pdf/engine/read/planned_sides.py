"""Reads whether the pages of a part were planned for the sides that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.marks import marks

if TYPE_CHECKING:
    from weasyprint.document import Document


def planned_for_sides(document: Document) -> bool:
    """Whether a chapter has pages that are not full: they are levelled with the pages that face them."""
    return any(_holds(page._page_box) for page in document.pages)


def _holds(box: boxes.Box) -> bool:
    if marks(box).planned_for_side:
        return True
    blocks = (child for child in box.children if isinstance(child, boxes.BlockBox))
    return box.element_tag != "section" and any(_holds(child) for child in blocks)
