"""Finds tables that are set smaller because they are too wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure.boxes import PageBox, TableBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import border_area, text_place


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield each table that is set smaller, once; the measure is 1 if its columns are narrow nevertheless."""
    seen = set()
    for number, page in enumerate(pages):
        for box in boxes_of(page).every:
            if isinstance(box, TableBox) and marks(box).fitted > 1 and box.element not in seen:
                seen.add(box.element)
                narrow = int(marks(box).fitted > 2)
                place, area = text_place(box), border_area(box)
                yield LayoutFinding("table.smaller", number, measure=narrow, text=place, area=area)
