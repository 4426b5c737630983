"""Draws what stands in front of a row of code, which has the custom property `--code-row`, a colour: its number, and a hook
in front of each further line, where a row goes on that has no room.

Both are shapes and decoration. A viewer copies whatever is text on a page, so code would be copied with them. Only the first
line of a row has an indent, which is negative: what goes on is indented by more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tinycss2.color5 import parse_color
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.drawing.structure_tags import artifact
from bookbuilder.formats.pdf.engine.glyphs.text_outlines import add_outlines
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.read.structure import LOOKS
from bookbuilder.formats.pdf.engine.setup.custom_property import custom_property

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.pdf.stream import Stream

_GAP = 0.6
"""In em: the room between a number and its row, a letter of most monospaced fonts."""
_BACK, _ABOVE, _FOOT, _WIDE, _STROKE = 0.85, 0.5, 0.18, 0.45, 0.045
"""In em: how far before its line the hook begins, how far above the baseline, where its foot is, how wide that is, and how
thick the stroke."""


def _draw_inline_level(theirs: Function) -> Function:
    def draw_inline_level(stream: Stream, page: object, box: Box, *others: object) -> None:
        if isinstance(box, LineBox) and (colour := custom_property(box.style, "__code_row")):
            number = box.element.get("data-number", "") if box.element is not None else ""
            if number or not box.text_indent:
                with artifact(stream, LOOKS), stream.stacked():
                    stream.set_color(parse_color(colour), stroke=not box.text_indent)
                    if box.text_indent:
                        _draw_number(stream, box, number)
                    else:
                        _draw_hook(stream, box)
        theirs(stream, page, box, *others)

    return draw_inline_level


def _draw_hook(stream: Stream, line: LineBox) -> None:
    size = line.style["font_size"]
    left, baseline = line.position_x - _BACK * size, line.position_y + line.baseline
    foot = baseline - _FOOT * size
    stream.set_line_width(_STROKE * size)
    stream.move_to(left, baseline - _ABOVE * size)
    stream.line_to(left, foot)
    stream.line_to(left + _WIDE * size, foot)
    stream.stroke()


def _draw_number(stream: Stream, line: LineBox, number: str) -> None:
    size = line.style["font_size"]
    layout, _, _, width, _, _ = line_break.split_first_line(number, line.style, None, None, 0)
    layout.reactivate(line.style)
    left = line.position_x + line.text_indent - _GAP * size - width
    add_outlines(stream, layout, left, line.position_y + line.baseline, size)
    layout.deactivate()
    stream.fill()


PATCH = Patch(
    "Rows of code have their numbers, and hooks where they go on, as shapes: CSS has letters for that, which are copied.",
    Kind.HOOK,
    (Change("weasyprint.draw:draw_inline_level", "068162a401d00efd", _draw_inline_level),),
)
