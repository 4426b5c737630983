"""Leaves a line ragged that would have holes if it were stretched, and breaks a word at any letter only if it begins a line.

* What follows can be parted nowhere, such as a picture, so few words stand in the line (`justify_line`). A typesetter
  leaves it short.
* In an inline box, WeasyPrint 70.0 takes each word for the first of its line, and so tears it where it might stand whole on
  the next one (`overflow-wrap`, CSS Text 3, 5.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from bookbuilder.formats.pdf.engine.lines.line_style import MOST_GAP
from bookbuilder.formats.pdf.engine.marks import FirstText, first_text
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import LayoutContext

MOST_LEFTWARD_GAP = 0.7
"""In em: the same for lines from right to left. They are filled one after the other and words in them are not divided, so a
long Latin word behind one leaves more room than any line of a planned paragraph has."""
_NOISE = 0.01
"""In px: how far a text stands from where the line begins, if it is the first."""


def _justify_line(theirs: Function) -> Function:
    def justify_line(context: LayoutContext, line: boxes.LineBox, extra: float) -> None:
        spaces = inline.count_expandable_spaces(line)
        most = MOST_LEFTWARD_GAP if line.style["direction"] == "rtl" else MOST_GAP
        if not spaces or extra / spaces <= most * line.style["font_size"]:
            theirs(context, line, extra)

    return justify_line


def _split_inline_box(theirs: Function) -> Function:
    def split_inline_box(context: LayoutContext, box: Box, *given: object) -> object:
        if isinstance(box, boxes.LineBox):
            first_text(context).x = None
        return theirs(context, box, *given)

    return split_inline_box


def _split_text_box(theirs: Function) -> Function:
    def split_text_box(
        context: LayoutContext, box: boxes.TextBox, width: float | None, skip: int | None, is_line_start: bool = True
    ) -> object:  # fmt: skip
        first: FirstText = first_text(context)
        x = box.__dict__.get("position_x")  # a text that is measured has none
        if x is not None and first.x is None:
            first.x = x
        elif x is not None and first.x is not None and x > first.x + _NOISE:
            is_line_start = False
        return theirs(context, box, width, skip, is_line_start)

    return split_text_box


PATCH = Patch(
    "A line that would have holes if it were stretched stays ragged, and a word that may stand whole on the next line is not"
    " torn.",
    Kind.LAYOUT,
    (
        Change("weasyprint.layout.inline:justify_line", "f83b21ff8793ba6b", _justify_line),
        Change("weasyprint.layout.inline:split_inline_box", "3a0cb7ca7e34c7ef", _split_inline_box),
        Change("weasyprint.layout.inline:split_text_box", "8c564329599ef23f", _split_text_box),
    ),
)
