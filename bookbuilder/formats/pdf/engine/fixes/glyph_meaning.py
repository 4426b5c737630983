"""Lets glyphs say what their font says of them; see `glyphs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine import glyphs
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch


def _add_font(theirs: Callable[[Any, Any], tuple[Any, Any]]) -> Callable[[Any, Any], tuple[Any, Any]]:
    def add_font(stream: Any, pango_font: Any) -> tuple[Any, Any]:
        font, size = theirs(stream, pango_font)
        glyphs.say_what_the_font_says(font)
        return font, size

    return add_font


PATCH = Patch(
    "A glyph says what its font says of it, where WeasyPrint takes the first text that it was met with for all of them.",
    Kind.FIX,
    (Change("weasyprint.pdf.stream:Stream.add_font", "e4226e1117477217", _add_font),),
    upstream=("glyph-text",),
)
