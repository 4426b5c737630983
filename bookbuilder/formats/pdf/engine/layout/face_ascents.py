"""Keeps lines as high as their paragraph says where another face stands in them.

An italic or a bold face may have another ascent than the regular one, and half of what the line height leaves over goes
above it and half below (CSS 2.2, 10.8.1). So on a common baseline its box reaches out of the line, which grows by a share of
a point, and what follows is padded to the next line of the grid: an empty line after every paragraph with an emphasis.
Typesetters hang all faces on one baseline and leave the line as high as it is; so does this, for text that is no larger than
that of the paragraph and asks for no higher line. Larger text, and what is raised or lowered, makes room as in CSS.
"""

from __future__ import annotations

from weasyprint.formatting_structure import boxes

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

_NOISE = 1e-6
"""In px: what rounding makes of equal heights."""


def _line_box_verticality(theirs: Function) -> Function:
    def line_box_verticality(line: boxes.LineBox) -> object:
        """Place all boxes of a line; return where it ends and begins if its baseline is at 0 px."""
        if line.style["line_height"] != "normal":
            _fit(line, line)
        return theirs(line)

    return line_box_verticality


def _fit(box: boxes.Box, line: boxes.LineBox) -> None:
    """Move the half-leading of all boxes on the baseline of a line so that they do not reach out of it, if they are low
    enough. The text itself stays where it is."""
    above, below = line.baseline, line.margin_height() - line.baseline
    for child in box.children:
        inline = isinstance(child, boxes.InlineBox)
        if not (inline or isinstance(child, boxes.TextBox)) or child.style["vertical_align"] != "baseline":
            continue
        height = child.margin_height()
        if child.style["font_size"] <= line.style["font_size"] and height <= above + below + _NOISE:
            higher = child.baseline - above
            lower = height - child.baseline - below
            moved = -higher if higher > _NOISE else lower if lower > _NOISE else 0.0
            if moved:
                child.baseline += moved
                child.margin_top += moved
                child.margin_bottom -= moved
        if inline:
            _fit(child, line)


PATCH = Patch(
    "A line is as high as its paragraph says where a face has another ascent: in CSS it grows.",
    Kind.LAYOUT,
    (Change("weasyprint.layout.inline:line_box_verticality", "1018aadb3410f89a", _line_box_verticality),),
)
