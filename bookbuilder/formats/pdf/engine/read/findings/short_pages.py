"""Finds the pages of a laid-out chapter that are some lines short, and what begins the next page, which is why.

It is measured on the pages, not taken from the plan of them: WeasyPrint ends some otherwise (before a table that it splits
by itself, in a chapter that cannot be planned).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.html_element import classes_of
from bookbuilder.formats.pdf.engine.pages.block_properties import (
    AVOIDED_BREAKS,
    HEADINGS,
    line_height,
    place_of,
)
from bookbuilder.formats.pdf.engine.read.box_places import text_place
from bookbuilder.formats.pdf.engine.read.page_flow import chapters, firsts, flow, foot, lowest, page_break

_KINDS = {"figure": "figure", "table": "table", "tr": "row", "pre": "code"}
_NOISE = 0.5
"""In px: what rounding leaves over."""


def find(pages: Sequence[boxes.PageBox]) -> Iterator[LayoutFinding]:
    """Yield the pages that lack lines where a chapter goes on, except those that its author ends and those
    with nothing but a figure. The word of each is what begins the next page and cannot be split (`table`, `row` of a table,
    `figure`, `picture`, `code`, `box`, `heading`; empty: text, which could be), its measure how many lines it lacks."""
    for number, (page, following) in enumerate(pairwise(pages)):
        on_page = {chapter.element: chapter for chapter in chapters(page)}
        for rest in chapters(following):
            chapter = on_page.get(rest.element)
            if chapter is None or all(place_of(child) == "page" for child in flow(chapter)):
                continue
            begins, asked_for = page_break(chapter, rest)
            if asked_for:
                continue
            assert rest.element is not None
            start = firsts(rest)
            spare = foot(page) - lowest(chapter, {box.element for box in start})
            lines = int((spare + _NOISE) / line_height(chapter))
            if lines >= 1:
                chapter_id = rest.element.get("id") or ""
                block = _block(start[1:])
                # A box has neither a place nor an id, but words: without them only its file would be told.
                text = None if block else _text_place(begins)
                yield LayoutFinding("page.short", number, block, chapter_id, (_kind(begins),), lines, text)


def _kind(begins: boxes.Box) -> str:
    """Return what begins a page and cannot be split; empty if it is text."""
    for box in firsts(begins):
        if isinstance(box, boxes.LineBox):
            break
        tag, classes = box.element_tag, classes_of(box.element)
        if tag in HEADINGS:
            return "heading"
        if tag == "p" and box.style["break_inside"] in AVOIDED_BREAKS:
            return "picture"  # it stands there alone
        if "box" in classes and box.style["break_inside"] in AVOIDED_BREAKS:
            return "box"
        if tag in _KINDS or "table" in classes:
            return _KINDS.get(tag, "table")
    return ""


def _text_place(begins: boxes.Box) -> tuple[int, int] | None:
    """Return the place of a text in what begins a page. The title of a box may be of the program, with no line of its own:
    what it ends with is the author's."""
    for box in firsts(begins):
        if "box" in classes_of(box.element) and (inside := flow(box)):
            return text_place(inside[-1])
    return text_place(begins)


def _block(start: Sequence[boxes.Box]) -> str:
    """Return the place in the source of what begins a page, or its id: that of the innermost box inside the chapter that
    has one. Empty if none has."""
    for box in reversed(start):
        assert box.element is not None
        if place := box.element.get("data-source") or box.element.get("id"):
            return str(place)
    return ""
