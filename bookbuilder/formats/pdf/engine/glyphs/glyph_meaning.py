"""Gives the glyphs of a font in a file the texts that the font has for them (`glyph_text`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bookbuilder.formats.pdf.engine.glyphs.glyph_text import GlyphTexts, glyph_texts
from bookbuilder.formats.pdf.engine.patch import Change, Kind, Patch

if TYPE_CHECKING:
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.ffi import CData


class TextsOfFont(dict[int, str]):
    """The texts of the glyphs of a font in a file: those that the font gives, or else the first one that a glyph was met
    with."""

    def __init__(self, known: GlyphTexts) -> None:
        self.known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self.known.get(glyph) or text)


def take_texts_from_font(font: Font) -> None:
    """Give the glyphs of a font the texts that the font file has for them; a second call does nothing."""
    if type(font.to_unicode) is dict and not font.bitmap:
        font.to_unicode = TextsOfFont(glyph_texts(font.file_content or b"", font.index))


def _add_font(
    theirs: Callable[[Stream, CData], tuple[Font, float]],
) -> Callable[[Stream, CData], tuple[Font, float]]:
    def add_font(stream: Stream, pango_font: CData) -> tuple[Font, float]:
        font, size = theirs(stream, pango_font)
        take_texts_from_font(font)
        return font, size

    return add_font


PATCH = Patch(
    "A glyph has the text that its font gives it; WeasyPrint takes the first text that it was met with for all of them.",
    Kind.FIX,
    (Change("weasyprint.pdf.stream:Stream.add_font", "e4226e1117477217", _add_font),),
    upstream=("glyph-text",),
)
