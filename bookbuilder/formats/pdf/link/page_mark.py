"""Draws the mark of a draft at the top left corner of a page."""

from __future__ import annotations

import re

from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.link.syntax import number_text
from bookbuilder.formats.pdf.press.trim import Box

_OPAQUE = re.compile(rb"/a1\.0 gs\n")
"""A graphics state that only the pages of the mark have; what is drawn is opaque without it."""


def mark_content(mark: CompiledPart, trim: Box) -> bytes:
    """Return the content that draws a mark (the furniture of its only page) at the corner of a trim box, in points."""
    (page,) = mark.pages
    drawn = mark.furniture[page.sides[1]].content.data
    x, y = number_text(trim[0]), number_text(trim[3] - page.box[3])
    return b"q 1 0 0 1 %b %b cm\n%b\nQ" % (x, y, _OPAQUE.sub(b"", drawn))
