"""Sets the words inside a formula in the fonts of the book, whatever their script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import uharfbuzz as hb

from bookbuilder.formulas.drawing.boxes import Box, Glyph, Placed
from bookbuilder.formulas.drawing.math_font import MathFont
from bookbuilder.formulas.math_element import MathElement
from bookbuilder.formulas.word_face import WordFace, face_style

_SPACES = re.compile(r"(\A\s+|\s+\Z)")
_RIGHT_TO_LEFT = ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))


@dataclass(frozen=True, slots=True, eq=False)
class WordFonts:
    """The faces for words, in the order in which they are asked for a letter, and the font of formulas behind them."""

    faces: tuple[WordFace, ...]
    fonts: tuple[hb.Font, ...]
    math: MathFont

    @classmethod
    def of(cls, faces: Sequence[WordFace], math: MathFont) -> WordFonts:
        """Return the fonts of some faces."""
        return cls(tuple(faces), tuple(_font(face.data) for face in faces), math)

    def covers(self, letter: str) -> bool:
        """Whether some font has a letter."""
        return self.math.covers(letter) or any(font.get_nominal_glyph(ord(letter)) for font in self.fonts)

    def words(self, text: str, size: float, element: MathElement) -> Box:
        """Return the box of a text, in the face that the element asks for."""
        x, height, depth = 0.0, -1e9, -1e9
        items: list[Placed] = []
        for run, number in self._runs(text, face_style(element)):
            # Words from right to left stand in a line from left to right, with the spaces of that.
            pieces = _SPACES.split(run) if self._turned(run) else (run,)
            for piece in filter(None, pieces):
                box = self._shaped(piece, size, number) if number else self.math.text(piece, size, 0)
                items.append((x, 0.0, box))
                height, depth = max(height, box.height), max(depth, box.depth)
                x += box.width
        return Box(x, height, depth, tuple(items)) if items else Box()

    def _runs(self, text: str, style: tuple[str, int, str]) -> Iterator[tuple[str, int]]:
        """Yield pieces of a text with the number of their font; 0 is that of formulas."""
        before, begin = -1, 0
        for index, letter in enumerate(text):
            there = self._number(letter, style, before)
            if there != before and index:
                yield text[begin:index], before
                begin = index
            before = there
        if text:
            yield text[begin:], before

    def _turned(self, text: str) -> bool:
        return any(first <= ord(letter) <= last for letter in text for first, last in _RIGHT_TO_LEFT)

    def _number(self, letter: str, style: tuple[str, int, str], before: int) -> int:
        if letter == " " and before >= 0:
            return before
        there = [number for number, font in enumerate(self.fonts, 1) if font.get_nominal_glyph(ord(letter))]
        alike = [number for number in there if self.faces[number - 1].style == style]
        return next(iter(alike or there), 0)

    def _shaped(self, text: str, size: float, number: int) -> Box:
        font = self.fonts[number - 1]
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        if self._turned(text):
            buffer.direction = "rtl"
        hb.shape(font, buffer, {})
        scale, x = size / font.face.upem, 0.0
        items: list[Placed] = []
        height, depth = 0.0, 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            up = position.y_offset * scale
            items.append((x + position.x_offset * scale, up, Glyph(info.codepoint, size, number)))
            extents = font.get_glyph_extents(info.codepoint)
            if extents is not None:
                height = max(height, extents.y_bearing * scale + up)
                depth = max(depth, -(extents.y_bearing + extents.height) * scale - up)
            x += position.x_advance * scale
        return Box(x, height, depth, tuple(items))


@cache
def _font(data: bytes) -> hb.Font:
    return hb.Font(hb.Face(data))
