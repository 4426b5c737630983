"""Says of a box where its text comes from, and where it stands on its page: what a finding needs to be told and shown."""

from __future__ import annotations

from collections.abc import Iterable

from weasyprint.formatting_structure.boxes import Box, TextBox

from bookbuilder.formats.edition_trace import number_of_picture
from bookbuilder.formats.pdf.compile.layout_finding import Area
from bookbuilder.formats.pdf.engine.marks import marks
from bookbuilder.formats.pdf.engine.read.page_starts import FIRST_LETTER, folded, place_before_end
from bookbuilder.formats.pdf.units import PX
from bookbuilder.formats.text_places import counted


def text_place(box: Box) -> tuple[int, int] | None:
    """Return the first text or picture of the source in a box: the number of the text node and how many of its characters
    stand before it, as in `PrintedText`. None if all in it is made by style sheets."""
    for inner in box.descendants():
        known = marks(inner)
        if known.picture is not None:
            return number_of_picture(known.picture), 0
        if not (isinstance(inner, TextBox) and known.runs and counted(inner.text)):
            continue
        if str(inner.element_tag).endswith(FIRST_LETTER):
            return known.runs[0].number, 0
        text, byte = known.rest or (inner.text, 0)
        run, offset = place_before_end(known.runs, len(folded(text.encode()[byte:].decode())))
        return run.number, offset
    return None


def area(boxes: Iterable[tuple[float, float, float, float]]) -> Area:
    """Return what holds some rectangles (left, top, right, bottom, in px) in points: left, top, width, height."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts), min(tops)
    return (
        round(left * PX, 2),
        round(top * PX, 2),
        round((max(rights) - left) * PX, 2),
        round((max(bottoms) - top) * PX, 2),
    )


def border_area(*boxes: Box) -> Area:
    """Return the area of boxes with their borders."""
    return area(
        (
            box.border_box_x(),
            box.border_box_y(),
            box.border_box_x() + box.border_width(),
            box.border_box_y() + box.border_height(),
        )
        for box in boxes
    )
