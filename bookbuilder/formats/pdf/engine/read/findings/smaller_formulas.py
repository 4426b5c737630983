"""Finds formulas that are set smaller because they are wider than their line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure.boxes import PageBox, ReplacedBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import border_area

LEAST = 60
"""The percentage of its size below which a formula can hardly be read."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield each formula that is set smaller; its measure is the percentage of its size."""
    for number, page in enumerate(pages):
        for box in boxes_of(page).every:
            element = box.element
            if not isinstance(box, ReplacedBox) or element is None or element.get("data-formula") is None:
                continue
            wanted = box.style["width"]
            share = round(100 * box.width / wanted.value) if wanted != "auto" and wanted.value else 100
            if share < 99:
                place, area = element.get("data-source") or "", border_area(box)
                if share >= LEAST:
                    yield LayoutFinding("formula.smaller", number, place, measure=share, area=area)
                else:
                    yield LayoutFinding("formula.tiny", number, place, measure=share, area=area)
