"""Finds the text of each glyph of a font from the font file, and not from the place where it was met first."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

from fontTools.ttLib import TTFont

from bookbuilder.formats.pdf.engine.glyphs.substitutions import substitutions
from bookbuilder.html.font_file import MISTAKES

_SHAPES = (range(0xFB00, 0xFE00), range(0xFE70, 0xFF00))
"""Forms that letters take: ligatures, and those of Arabic and Hebrew. They stand for the letters (Unicode, chapter 23)."""
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
"""Characters with a meaning of the font alone (private use): nobody can read them."""
_ROUNDS = 8
"""Substitutions behind one another that are followed: an old-style figure as a small capital as an alternate …"""


class GlyphTexts:
    """The texts of the glyphs of a font. Reading its substitutions takes some milliseconds, so that is done for the first
    glyph that no character is mapped to."""

    __slots__ = ("_derived", "_font", "_letters", "of_space")

    def __init__(self, data: bytes, index: int) -> None:
        self._derived: dict[int, str] | None = None
        try:
            self._font: TTFont | None = TTFont(BytesIO(data), lazy=True, fontNumber=max(index, 0) & 0xFFFF)
            # Numbers for names: reading those of a font takes longer than all the rest.
            self._font.setGlyphOrder([str(number) for number in range(self._font["maxp"].numGlyphs)])
            self._letters = _letters(self._font.getBestCmap() or {})
        except MISTAKES:
            self._font, self._letters = None, {}
        self.of_space = next((glyph for glyph, text in self._letters.items() if text == " "), None)

    def get(self, glyph: int) -> str:
        """Return the text of a glyph; empty if the font has none for it."""
        text = self._letters.get(glyph)
        if text is None:
            if self._derived is None:
                self._derived = _derived(self._letters, self._font)
            text = self._derived.get(glyph, "")
        return text


@lru_cache(maxsize=32)
def glyph_texts(data: bytes, index: int) -> GlyphTexts:
    """Return the texts of the glyphs of a font file, read once for a process; `index` is the number of the font in it."""
    return GlyphTexts(data, index)


def _letters(characters: Mapping[int, str]) -> dict[int, str]:
    """Return glyph → text by the characters of a font; of several for a glyph, the one with the least number."""
    texts: dict[int, str] = {}
    for point, glyph in sorted(characters.items()):
        if point < 0xE000:
            texts.setdefault(int(glyph), chr(point))
        elif any(point in shapes for shapes in _SHAPES):
            texts.setdefault(int(glyph), unicodedata.normalize("NFKC", chr(point)))
        elif not any(point in own for own in _PRIVATE_USE):
            texts.setdefault(int(glyph), chr(point))
    return texts


def _derived(letters: Mapping[int, str], font: TTFont | None) -> dict[int, str]:
    """Return glyph → text of what a font puts in the place of letters: small capitals, figures, ligatures.

    Of several texts for a glyph, small letters win over capitals: a small capital stands for a small letter.
    """
    try:
        table = font.reader["GSUB"] if font is not None and "GSUB" in font else b""
        steps = tuple(substitutions(table)) if table else ()
    except MISTAKES:
        return {}
    derived: dict[int, str] = {}
    waiting = [step for step in steps if step[1] not in letters]
    for _ in range(_ROUNDS):
        new: dict[int, str] = {}
        later = []
        for step in waiting:
            sources, target = step
            texts = [letters.get(glyph) or derived.get(glyph, "") for glyph in sources]
            if not all(texts):
                later.append(step)
            elif target not in derived:
                text = "".join(texts)
                old = new.setdefault(target, text)
                if old != text:
                    new[target] = min(old, text, key=lambda text: (text.isupper(), len(text), text))
        if not new:
            break
        derived |= new
        waiting = later
    return derived
