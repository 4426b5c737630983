"""Lists the boxes of a page that is laid out once for all that read them: a page has some thousand, and to walk through them
takes longer than to look at them."""

from __future__ import annotations

from typing import Any, NamedTuple

from weasyprint.formatting_structure.boxes import Box, LineBox, MarginBox

from bookbuilder.formats.pdf.engine.marks import mark, marks


class PageBoxes(NamedTuple):
    """All boxes of a page in their order, and the lines of its text, without running heads and folios."""

    every: list[Any]
    lines: list[Any]


def boxes_of(page: Any) -> PageBoxes:
    """Return the boxes of a page box, which does not change any more."""
    known = marks(page).page_boxes
    if known is None:
        known = PageBoxes([page], [])
        for child in page.children:
            inside = list(child.descendants()) if isinstance(child, Box) else [child]
            known.every.extend(inside)
            if not isinstance(child, MarginBox):
                known.lines.extend(box for box in inside if isinstance(box, LineBox))
        mark(page).page_boxes = known
    return known
