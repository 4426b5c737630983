"""Finds pages that are nearly empty though their chapter goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place
from bookbuilder.formats.pdf.engine.read.page_flow import chapters, firsts, foot, lowest, page_break

LEAST = 0.25
"""The share of a page that is filled at least."""


def find(pages: Sequence[boxes.PageBox]) -> Iterator[LayoutFinding]:
    """Yield the pages of which less than a quarter is filled, notes included, where the chapter goes on without a break that
    its author asks for. The measure is how many hundredths are filled."""
    for number, (page, following) in enumerate(pairwise(pages)):
        on_page = {chapter.element: chapter for chapter in chapters(page)}
        for rest in chapters(following):
            chapter = on_page.get(rest.element)
            if chapter is None:
                continue
            _, asked_for = page_break(chapter, rest)
            top, bottom = page.content_box_y(), page.content_box_y() + page.height
            last = lowest(chapter, {box.element for box in firsts(rest)})
            filled = (last - top + bottom - foot(page)) / page.height
            if filled < LEAST and not asked_for:
                assert rest.element is not None
                yield LayoutFinding(
                    "page.sparse",
                    number,
                    chapter=rest.element.get("id") or "",
                    measure=round(100 * max(filled, 0)),
                    text=text_place(chapter),
                    area=area([(page.content_box_x(), top, page.content_box_x() + page.width, bottom)]),
                )
