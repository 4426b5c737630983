"""The font that formulas are drawn with: glyphs of text, larger forms of operators, and the measures of its table MATH."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import uharfbuzz as hb
from uharfbuzz import OTMathConstant

from bookbuilder.formulas.drawing.boxes import Box, Glyph, Placed


@dataclass(frozen=True, slots=True, eq=False)
class MathFont:
    """A font, with lengths in em."""

    font: hb.Font
    units: int

    @classmethod
    def read(cls, data: bytes) -> MathFont:
        """Return the font of a file."""
        face = hb.Face(data)
        return cls(hb.Font(face), face.upem)

    def constant(self, name: str) -> float:
        """Return a measure of the table MATH in em; those in percent as a share."""
        value = self.font.get_math_constant(getattr(OTMathConstant, name))
        return float(value) / (100 if "PERCENT" in name else self.units)

    def covers(self, letter: str) -> bool:
        """Whether the font has a character, or it has no shape."""
        return letter in _SHAPELESS or bool(self.font.get_nominal_glyph(ord(letter)))

    def text(self, text: str, size: float, level: int, *, dotless: bool = False) -> Box:
        """Return a text in one line, `size` em high; `level` counts how deep it stands in scripts."""
        if not text:
            return Box()
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction, buffer.script = "ltr", "Zmth"
        features = {"ssty": min(level, 2), "dtls": dotless}
        hb.shape(self.font, buffer, {name: value for name, value in features.items() if value})
        scale, x = size / self.units, 0.0
        items: list[Placed] = []
        height, depth = -1e9, -1e9
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            box = self.glyph(info.codepoint, size)
            at = x + position.x_offset * scale, position.y_offset * scale
            if box.items:
                items.append((*at, Glyph(info.codepoint, size)))
                height, depth = max(height, at[1] + box.height), max(depth, box.depth - at[1])
            x += position.x_advance * scale
        if not items:
            return Box(x)
        if len(buffer.glyph_infos) == 1:
            return self.glyph(buffer.glyph_infos[0].codepoint, size)
        last = self.font.get_math_glyph_italics_correction(buffer.glyph_infos[-1].codepoint)
        return Box(x, height, depth, tuple(items), italic=last * scale)

    def number(self, letter: str) -> int:
        """Return the glyph of a character."""
        return int(self.font.get_nominal_glyph(ord(letter)) or 0)

    def glyph(self, number: int, size: float) -> Box:
        """Return the box of a glyph."""
        scale = size / self.units
        extents = self.font.get_glyph_extents(number)
        advance = self.font.get_glyph_h_advance(number) * scale
        if extents is None or not (extents.width and extents.height):
            return Box(advance)
        height, bottom = extents.y_bearing * scale, (extents.y_bearing + extents.height) * scale
        accent = self.font.get_math_glyph_top_accent_attachment(number)
        drawn = Glyph(number, size)
        return Box(
            advance,
            height,
            -bottom,
            ((0.0, 0.0, drawn),),
            italic=self.font.get_math_glyph_italics_correction(number) * scale,
            accent=accent * scale if accent else -1.0,
            glyph=drawn,
        )

    def kern(self, glyph: Glyph, corner: str, height: float) -> float:
        """Return how much closer a script may come to a corner of a glyph at a height; negative: closer."""
        kind = getattr(hb.OTMathKern, corner)
        scale = glyph.size / self.units
        return float(self.font.get_math_glyph_kerning(glyph.number, kind, round(height / scale))) * scale

    def ink(self, number: int, size: float) -> tuple[float, float]:
        """Return where the ink of a glyph begins, and how wide it is."""
        extents = self.font.get_glyph_extents(number)
        scale = size / self.units
        return (extents.x_bearing * scale, extents.width * scale) if extents else (0.0, 0.0)

    def stretched(self, letter: str, size: float, wanted: float, *, across: bool = False) -> Box:
        """Return an operator that is at least as high as `wanted` (or as wide, `across`), as far as the font can.

        The first of the larger forms that reaches, or one of parts that overlap and repeat (OpenType, MathVariants).
        """
        number, scale = self.number(letter), size / self.units
        direction = "ltr" if across else "ttb"
        variants = self.font.get_math_glyph_variants(number, direction)
        best = number
        for variant in variants:
            best = variant.glyph
            if variant.advance * scale >= wanted - 0.001:
                return self.glyph(best, size)
        parts, _ = self.font.get_math_glyph_assembly(number, direction)
        if parts:
            return self._assembled(parts, size, wanted, across=across)
        return self.glyph(best, size)

    def _assembled(self, parts: list[hb.OTMathGlyphPart], size: float, wanted: float, *, across: bool) -> Box:
        scale = size / self.units
        overlap = self.font.get_math_min_connector_overlap("ltr" if across else "ttb") * scale
        repeats = 1
        chosen: list[hb.OTMathGlyphPart] = []
        while repeats < _MOST_PARTS:
            chosen = [
                part
                for part in parts
                for _ in range(repeats if part.flags & hb.OTMathGlyphPartFlags.EXTENDER else 1)
            ]
            longest = sum(part.full_advance for part in chosen) * scale - overlap * (len(chosen) - 1)
            if longest >= wanted or not any(part.flags & hb.OTMathGlyphPartFlags.EXTENDER for part in parts):
                break
            repeats += 1
        full = sum(part.full_advance for part in chosen) * scale
        joints = max(len(chosen) - 1, 1)
        most = min(
            (min(a.end_connector_length, b.start_connector_length) * scale for a, b in pairwise(chosen)),
            default=overlap,
        )
        used = min(max(overlap, (full - wanted) / joints), max(most, overlap))
        return self._stacked(chosen, size, used, across=across)

    def _stacked(self, parts: list[hb.OTMathGlyphPart], size: float, overlap: float, *, across: bool) -> Box:
        scale, at = size / self.units, 0.0
        items: list[Placed] = []
        width, height, depth = 0.0, -1e9, -1e9
        for part in parts:
            box = self.glyph(part.glyph, size)
            drawn = Glyph(part.glyph, size)
            if across:
                items.append((at - self.ink(part.glyph, size)[0], 0.0, drawn))
                height, depth = max(height, box.height), max(depth, box.depth)
            else:
                items.append((0.0, at + box.depth, drawn))
                width = max(width, box.width)
            at += part.full_advance * scale - overlap
        end = at + overlap
        return Box(end, height, depth, tuple(items)) if across else Box(width, end, 0.0, tuple(items))


_MOST_PARTS = 400
_SHAPELESS = "\u2061\u2062\u2063\u2064\u200b\ufe00\ufe01"
"""Characters that are read and not drawn."""


@cache
def read_font(data: bytes) -> MathFont:
    """Return the font of a file, which is read once."""
    return MathFont.read(data)
