"""How high the capitals of a face are, and where they stand, for large letters that fit the lines beside them."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.html.font_family import Fonts
from bookbuilder.html.font_file import MISTAKES, open_font
from bookbuilder.html.nearest_faces import nearest_faces
from bookbuilder.html.theme import Theme


@dataclass(frozen=True, slots=True)
class Capitals:
    """The height of the capitals of a face, and by how much the baseline is below the middle of a line, in em."""

    height: float = 0.65
    middle: float = 0.35


USUAL = Capitals()


def text_capitals(fonts: Fonts, theme: Theme) -> Capitals:
    """Return the capitals of the face of the text; the usual ones if the theme sets no large letters, or the font does not
    say how high they are."""
    if theme.tokens.get("chapter", {}).get("initial", "0") in ("0", 0, "1", 1):
        return USUAL
    name = theme.tokens.get("font", {}).get("text", "")
    faces = next((nearest_faces(one, (400,), ("normal",)) for one in fonts.families if one.name == name), [])
    return _measured(fonts.files.get(faces[0].file, b"")) if faces else USUAL


def _measured(data: bytes) -> Capitals:
    try:
        with open_font(data) as font:
            em = font["head"].unitsPerEm
            height = getattr(font["OS/2"], "sCapHeight", 0) / em
            middle = (font["hhea"].ascent + font["hhea"].descent) / 2 / em
    except MISTAKES:
        return USUAL
    return Capitals(round(height, 4), round(middle, 4)) if 0.3 < height < 1 else USUAL
