"""Finds tables that are set smaller, turned or parted because they are too wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure.boxes import PageBox, TableBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import border_area, text_place
from bookbuilder.formats.pdf.engine.read.table_placements import WAY


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield each table that is turned or parted, and each that is set smaller, once; the measure of that is 1 if its columns
    are narrow nevertheless."""
    seen = set()
    for number, page in enumerate(pages):
        for box in boxes_of(page).every:
            if not isinstance(box, TableBox) or box.element is None or box.element in seen:
                continue
            seen.add(box.element)
            place, area = text_place(box), border_area(box)
            if way := box.element.get(WAY):
                yield LayoutFinding(f"table.{way}", number, text=place, area=area)
            if marks(box).fitted > 1:
                narrow = int(marks(box).fitted > 2)
                yield LayoutFinding("table.smaller", number, measure=narrow, text=place, area=area)
