"""Finds chapters that end a few lines below the head of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.pages.block_properties import line_height
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place
from bookbuilder.formats.pdf.engine.read.page_flow import chapters, flow, foot, lowest, page_break
from bookbuilder.formats.pdf.page_breaking.blocks import LAST_LINES

_NOISE = 0.5
"""In px: what rounding leaves over."""


def find(pages: Sequence[boxes.PageBox]) -> Iterator[LayoutFinding]:
    """Yield the last page of each chapter that holds fewer than five lines of it, notes included, unless the chapter begins
    there, another one follows on that page, or the author breaks the page before it. The measure is how many lines of text
    are as high as what it holds, those of all columns together."""
    on_pages = [{chapter.element: chapter for chapter in chapters(page)} for page in pages]
    for number in range(1, len(pages)):
        page, on_page = pages[number], on_pages[number]
        if len(on_page) != 1:
            continue
        ((element, chapter),) = on_page.items()
        before = on_pages[number - 1].get(element)
        if before is None or (number + 1 < len(pages) and element in on_pages[number + 1]):
            continue
        _, asked_for = page_break(before, chapter)
        if asked_for:
            continue
        top, bottom = float(page.content_box_y()), float(page.content_box_y() + page.height)
        end = lowest(chapter, {element})
        height = end - top
        if chapter.style["column_count"] != "auto":
            height = sum(lowest(column, {element}) - column.position_y for column in flow(chapter))
        lines = int((max(height, 0) + bottom - foot(page) + _NOISE) / line_height(chapter))
        if lines < LAST_LINES:
            assert element is not None
            yield LayoutFinding(
                "page.last",
                number,
                chapter=element.get("id") or "",
                measure=max(lines, 1),
                text=text_place(chapter),
                area=area([(page.content_box_x(), top, page.content_box_x() + page.width, max(end, top))]),
            )
