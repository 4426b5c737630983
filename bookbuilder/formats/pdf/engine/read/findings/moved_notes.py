"""Finds notes that stand on another page than their call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from weasyprint.formatting_structure.boxes import Box, PageBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import border_area, text_place

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

_CALL, _MARKER = "::footnote-call", "::footnote-marker"


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the notes that begin on another page than that of their call; the measure of each is how many pages later."""
    calls: dict[HtmlElement, int] = {}
    seen: set[HtmlElement] = set()
    for number, page in enumerate(pages):
        markers: list[Box] = []
        for box in boxes_of(page).every:
            tag = box.element_tag
            if tag and box.element is not None and "::footnote-" in tag:
                if tag.endswith(_CALL):
                    calls.setdefault(box.element, number)
                elif tag.endswith(_MARKER) and box.element not in seen:
                    seen.add(box.element)
                    markers.append(box)
        for box in markers:
            assert box.element is not None
            called = calls.get(box.element, number)
            if called != number:
                note = next(one for one in boxes_of(page).every if one.element is box.element)
                yield LayoutFinding(
                    "note.moved",
                    number,
                    measure=number - called,
                    text=text_place(note),
                    area=border_area(note),
                )
