"""Reads whether the pages of a part were planned for the sides that they stand on."""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.marks import marks


def planned_for_sides(document: Any) -> bool:
    """Whether a chapter has pages that are not full: they are levelled with the pages that face them."""
    return any(_holds(page._page_box) for page in document.pages)


def _holds(box: Any) -> bool:
    if marks(box).planned_for_side:
        return True
    blocks = (child for child in box.children if isinstance(child, boxes.BlockBox))
    return box.element_tag != "section" and any(_holds(child) for child in blocks)
