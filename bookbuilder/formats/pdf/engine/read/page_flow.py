"""Reads how the text of chapters flows over pages that are laid out: what is on a page, and where it ends in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.pages.block_properties import FORCED_BREAKS, is_chapter

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement


def chapters(box: boxes.Box) -> Iterator[boxes.Box]:
    """Yield what is on a page of each chapter."""
    for child in flow(box):
        if is_chapter(child):
            yield child
        elif isinstance(child, boxes.BlockBox):
            yield from chapters(child)


def flow(box: boxes.Box) -> list[boxes.Box]:
    """Return the children of a box that follow one another in it."""
    return [
        child
        for child in box.children
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox) and child.is_in_normal_flow()
    ]


def firsts(box: boxes.Box) -> list[boxes.Box]:
    """Return a box, its first child, the first child of that, and so on down to a line."""
    return _down(box, 0)


def _down(box: boxes.Box, at: int) -> list[boxes.Box]:
    """Return a box, its first (0) or last (-1) child, that child of it, and so on down to a line."""
    found = [box]
    while not isinstance(box, boxes.LineBox) and (inside := flow(box)):
        box = inside[at]
        found.append(box)
    return found


def page_break(chapter: boxes.Box, rest: boxes.Box) -> tuple[boxes.Box, bool]:
    """Return what a page begins with, given what stands of a chapter on the page before it and on it, and whether it begins
    there as the author asks for it."""
    ended, begins = _between(chapter, rest)
    asked_for = any(box.style["break_after"] in FORCED_BREAKS for box in _down(ended, -1)) or any(
        box.style["break_before"] in FORCED_BREAKS for box in firsts(begins)
    )
    return begins, asked_for


def _between(ended: boxes.Box, begins: boxes.Box) -> tuple[boxes.Box, boxes.Box]:
    """Return the boxes between which a page ends: the last one on it and the first one on the next page; two lines, or two
    parts of one box, if it ends inside that."""
    while not isinstance(begins, boxes.LineBox):
        last, first = flow(ended)[-1:], flow(begins)[:1]
        if not (last and first):
            break
        ended, begins = last[0], first[0]
        if ended.element is not begins.element:
            break
    return ended, begins


def foot(page: boxes.PageBox) -> float:
    """Return where the text of a page ends at the lowest, in px: above its notes."""
    notes = (child for child in page.children if isinstance(child, boxes.FootnoteAreaBox) and child.children)
    return float(page.content_box_y() + page.height - sum(area.margin_height() for area in notes))


def lowest(box: boxes.Box, parted: set[HtmlElement | None]) -> float:
    """Return where a box ends, in px; if it is split (`parted`), and so as high as its page, where its content ends."""
    inside = [] if isinstance(box, boxes.LineBox) or box.element not in parted else flow(box)
    if not inside:
        return float(box.position_y + box.margin_height() - box.margin_bottom)
    return max(lowest(child, parted) for child in inside)
