"""Finds lines whose words stand far apart: because they are stretched, or by a style sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from weasyprint.formatting_structure.boxes import PageBox, TextBox

from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine.read.all_boxes import boxes_of
from bookbuilder.formats.pdf.engine.read.box_places import area, text_place

GAP = 1.5
"""In em: how wide a space looks torn."""
_SPACE = 0.25
"""In em: the width of a space that is not stretched, about."""


def find(pages: Sequence[PageBox]) -> Iterator[LayoutFinding]:
    """Yield the lines with a space wider than `GAP`. The word of each is its text, its measure the space in tenths of an
    em."""
    for number, page in enumerate(pages):
        for line in boxes_of(page).lines:
            wide = [box for box in line.descendants() if isinstance(box, TextBox) and _gap(box) > GAP]
            if wide:
                words = " ".join(box.text for box in line.descendants() if isinstance(box, TextBox))
                right, bottom = line.position_x + line.width, line.position_y + line.height
                yield LayoutFinding(
                    "line.gap",
                    number,
                    words=(" ".join(words.split()),),
                    measure=round(10 * max(map(_gap, wide))),
                    text=text_place(line),
                    area=area([(line.position_x, line.position_y, right, bottom)]),
                )


def _gap(box: TextBox) -> float:
    """Return how wide the spaces of a text are, in em."""
    added = box.justification_spacing + (box.style["word_spacing"] or 0)
    return float(_SPACE + added / box.style["font_size"]) if added and " " in box.text.strip() else 0.0
