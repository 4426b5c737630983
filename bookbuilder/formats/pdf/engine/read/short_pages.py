"""Reads which pages of chapters lack lines, and what begins the page behind each.

It is measured on the pages, not taken from the plan of them: WeasyPrint ends some otherwise (before a table that it parts by
itself, in a chapter that cannot be planned).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.compile.compiled_part import ShortPage
from bookbuilder.formats.pdf.engine.galley import line_height, place_of

_KINDS = {"figure": "figure", "table": "table", "tr": "row", "pre": "code"}
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_FORCED = ("page", "left", "right", "recto", "verso")
_AVOID = ("avoid", "avoid-page")
_NOISE = 0.5
"""In px: what rounding leaves over."""


def short_pages(document: Any) -> Iterator[ShortPage]:
    """Yield the pages of a document that lack lines where a chapter goes on, but for those that its author ends and
    those that a figure has for itself."""
    for number, (page, following) in enumerate(pairwise(page._page_box for page in document.pages)):
        chapters = {chapter.element: chapter for chapter in _chapters(page)}
        for rest in _chapters(following):
            chapter = chapters.get(rest.element)
            if chapter is None or all(place_of(child) == "page" for child in _flow(chapter)):
                continue
            firsts = _firsts(rest)
            ended, begins = _between(chapter, rest)
            if any(box.style["break_after"] in _FORCED for box in _down(ended, -1)) or any(
                box.style["break_before"] in _FORCED for box in _firsts(begins)
            ):
                continue
            spare = _foot(page) - _lowest(chapter, {box.element for box in firsts})
            lines = int((spare + _NOISE) / line_height(chapter))
            if lines >= 1:
                yield ShortPage(number, lines, _kind(begins), _block(firsts))


def _chapters(box: Any) -> Iterator[Any]:
    """Yield what is on a page of each chapter."""
    for child in _flow(box):
        if child.element_tag == "section" and "chapter" in (child.element.get("class") or "").split():
            yield child
        elif isinstance(child, boxes.BlockBox):
            yield from _chapters(child)


def _flow(box: Any) -> list[Any]:
    """Return the children of a box that follow one another in it."""
    return [
        child
        for child in getattr(box, "children", ())
        if not isinstance(child, boxes.MarginBox | boxes.FootnoteAreaBox) and child.is_in_normal_flow()
    ]


def _firsts(box: Any) -> list[Any]:
    """Return a box, its first child, the first child of that, and so on down to a line."""
    return _down(box, 0)


def _down(box: Any, at: int) -> list[Any]:
    """Return a box, its first (0) or last (-1) child, that child of it, and so on down to a line."""
    found = [box]
    while not isinstance(box, boxes.LineBox) and (inside := _flow(box)):
        box = inside[at]
        found.append(box)
    return found


def _between(ended: Any, begins: Any) -> tuple[Any, Any]:
    """Return the boxes between which a page ends: the last one on it and the first one on the next page; two lines, or two
    parts of one box, if it ends inside that."""
    while not isinstance(begins, boxes.LineBox):
        last, first = _flow(ended)[-1:], _flow(begins)[:1]
        if not (last and first):
            break
        ended, begins = last[0], first[0]
        if ended.element is not begins.element:
            break
    return ended, begins


def _lowest(box: Any, parted: set[Any]) -> float:
    """Return where a box ends, in px; where what is in it ends if it is `parted`, for it is as high as its page then."""
    inside = [] if isinstance(box, boxes.LineBox) or box.element not in parted else _flow(box)
    if not inside:
        return float(box.position_y + box.margin_height() - box.margin_bottom)
    return max(_lowest(child, parted) for child in inside)


def _foot(page: Any) -> float:
    """Return where the text of a page ends at the lowest, in px: above its notes."""
    notes = (child for child in page.children if isinstance(child, boxes.FootnoteAreaBox) and child.children)
    return float(page.content_box_y() + page.height - sum(area.margin_height() for area in notes))


def _kind(begins: Any) -> str:
    """Return what begins a page and cannot be parted; empty if it is text."""
    for box in _firsts(begins):
        if isinstance(box, boxes.LineBox):
            break
        tag, classes = box.element_tag, (box.element.get("class") or "").split()
        if tag in _HEADINGS:
            return "heading"
        if tag == "p" and box.style["break_inside"] in _AVOID:
            return "picture"  # it stands there alone
        if "box" in classes and box.style["break_inside"] in _AVOID:
            return "box"
        if tag in _KINDS or "table" in classes:
            return _KINDS.get(tag, "table")
    return ""


def _block(firsts: Sequence[Any]) -> str:
    """Return the place in the source of what begins a page, or its id: that of the innermost box that has one."""
    for box in reversed(firsts):
        if place := box.element.get("data-source") or box.element.get("id"):
            return str(place)
    return ""
