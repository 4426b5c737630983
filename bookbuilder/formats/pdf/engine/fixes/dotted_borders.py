"""Draws a dotted or dashed line below (or beside) a box as one line; WeasyPrint draws every dot of it.

A contents list of 400 lines has ten thousand dots, each of four curves: two thirds of its size, and half the time that it
takes. For a border on all sides WeasyPrint 70.0 does draw lines of dashes (`draw/border.py`, `draw_dotted_dashed_border`);
this is the same for one side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from weasyprint.draw.color import get_color

from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.pdf.stream import Stream

SIDES = ("top", "right", "bottom", "left")


def draw_border(theirs: Callable[[Stream, Box], None], stream: Stream, box: Box) -> None:
    """Draw the border of a box, as one line if it is a dotted or dashed line on one side."""
    sides = [side for side in SIDES if getattr(box, f"border_{side}_width")]
    style = box.style[f"border_{sides[0]}_style"] if len(sides) == 1 else ""
    plain = style in ("dotted", "dashed") and box.style["visibility"] == "visible"
    # WeasyPrint's function draws images of borders and the rules between columns as well.
    if not plain or box.style["border_image_source"][0] != "none" or box.style["column_rule_width"]:
        theirs(stream, box)
        return
    (side,) = sides
    x, y, width, height, *radii = box.rounded_border_box()
    color = get_color(box.style, f"border_{side}_color")
    if not color.alpha or any(radius for pair in radii for radius in pair):
        theirs(stream, box)
        return
    thick = getattr(box, f"border_{side}_width")
    across = side in ("top", "bottom")
    length = width if across else height
    if length < 2 * thick:
        theirs(stream, box)
        return
    at = {"top": y, "bottom": y + height - thick, "left": x, "right": x + width - thick}[side] + thick / 2
    start, end = (x, x + width) if across else (y, y + height)
    if style == "dotted":  # round ends of dashes without length; the first and the last dot touch the ends
        start, end = start + thick / 2, end - thick / 2
        dashes = [0, (length - thick) / max(1, int(length // (2 * thick)))]
    else:
        # Dashes some three times as long as thick, a whole one at each end, as WeasyPrint has them on all sides.
        dash = length / (2 * int(length // (6 * thick)) + 1)
        dashes = [dash, dash]
    with stream.artifact(), stream.stacked():
        stream.set_color(color, stroke=True)
        stream.set_line_width(thick)
        stream.set_line_cap(1 if style == "dotted" else 0)
        stream.set_dash(dashes, 0)
        stream.move_to(*((start, at) if across else (at, start)))
        stream.line_to(*((end, at) if across else (at, end)))
        stream.stroke()


PATCH = Patch(
    "A dotted line on one side of a box is one line, where WeasyPrint draws every dot of it.",
    Kind.FIX,
    (
        Change(
            "weasyprint.draw.border:draw_border", "8ba918f30893929f",
            lambda theirs: lambda stream, box: draw_border(theirs, stream, box),
        ),
    ),
    upstream=("dotted-borders",),
)  # fmt: skip
