"""Gives glyphs the texts that their font has for them; see `glyphs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.formats.pdf.engine import glyphs
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch


def _add_font(theirs: Callable[[Any, Any], tuple[Any, Any]]) -> Callable[[Any, Any], tuple[Any, Any]]:
    def add_font(stream: Any, pango_font: Any) -> tuple[Any, Any]:
        font, size = theirs(stream, pango_font)
        glyphs.take_texts_from_font(font)
        return font, size

    return add_font


PATCH = Patch(
    "A glyph has the text that its font gives it; WeasyPrint takes the first text that it was met with for all of them.",
    Kind.FIX,
    (Change("weasyprint.pdf.stream:Stream.add_font", "e4226e1117477217", _add_font),),
    upstream=("glyph-text",),
)
