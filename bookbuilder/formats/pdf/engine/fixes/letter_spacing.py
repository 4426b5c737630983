"""Breaks lines of spaced letters where they end.

Pango leaves out the space behind the last letter of a line, and WeasyPrint adds it to the width that Pango says, but not to
that which Pango may fill. So a line that Pango has filled is wider than its room, by one letter space at most, and then
WeasyPrint ends it behind its first word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weasyprint.text import line_break

from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.css import Style
    from weasyprint.layout import LayoutContext
    from weasyprint.text.line_break import Layout


def _create_layout(theirs: Function) -> Function:
    def create_layout(
        text: str, style: Style, context: LayoutContext, max_width: float | None, justification_spacing: float
    ) -> Layout:
        layout: Layout = theirs(text, style, context, max_width, justification_spacing)
        spacing = style["letter_spacing"]
        if max_width is not None and spacing != "normal" and spacing > 0:
            line, resume_at = layout.get_first_line()
            # One that goes on with more text; a line that has all of its text may have been measured by itself.
            if resume_at is not None and line_break.line_size(line, style)[0] > max_width:
                layout = theirs(text, style, context, max_width - spacing, justification_spacing)
        return layout

    return create_layout


PATCH = Patch(
    "A line of spaced letters has room for the space behind its last letter.",
    Kind.FIX,
    (Change("weasyprint.text.line_break:create_layout", "6587192cc0ab3ffa", _create_layout),),
    upstream=("letter-spacing",),
)
