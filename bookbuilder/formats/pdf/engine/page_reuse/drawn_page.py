"""Keeps what was drawn of a page, with what it uses of the resources of its part: glyphs, opacities and pictures.

The next part gets them in the order in which the page would use them first.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import pydyf
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

from bookbuilder.formats.pdf.compile.compiled_part import SLOT, Content, PrefilledStream
from bookbuilder.formats.pdf.engine.glyphs.glyph_drawing import SizedFace
from bookbuilder.formats.pdf.engine.glyphs.glyph_meaning import TextsOfFont, take_texts_from_font
from bookbuilder.formats.pdf.engine.marks import NAME, font_marks

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.images import RasterImage
    from weasyprint.pdf.fonts import Font

_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_WHOLE = 1
"""The share of its pixels with which a picture is written."""
_CODE = 4
"""Hexadecimal digits of a glyph."""
_OPACITY = re.compile(rb"/[aA][\d.]+ gs")
"""Sets an opacity, which is named by its value. Other states, groups and patterns are numbered over the whole part."""
_PICTURE = re.compile(rb"/(i[\da-f]{33}) Do")
"""Draws a picture, which is named by its address."""
_SLOT = re.compile(SLOT + rb"\d+" + SLOT)
_NUMBERED = (b" gs", b" Do", b" scn", b" SCN", b" sh")


class UsedPicture(TypedDict):
    """A picture that streams draw, as WeasyPrint notes it (`Stream.add_image`): the shares of its pixels with which it is
    drawn, and its object, as soon as there is one."""

    image: RasterImage
    interpolate: bool
    dpi_ratios: set[float]
    x_object: object


@dataclass(frozen=True, slots=True, eq=False)
class _UsedFont:
    """A font as a page uses it: its key in a document, itself without glyphs, and for each glyph its width and its text."""

    key: int
    font: Font
    glyphs: dict[int, tuple[float, str]]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPage:
    """The text of a page: its content, the number of the content of each box in it (its MCID), the content as it is written
    (compressed as a whole, or around its slots), and what it uses (None: it cannot be used again)."""

    content: Content
    marked: Mapping[Box, int]
    written: tuple[bytes, bytes] | PrefilledStream
    uses: UsedResources | None = None


@dataclass(frozen=True, slots=True, eq=False)
class UsedResources:
    """What a page uses: fonts, and opacities and pictures by their names."""

    fonts: tuple[_UsedFont, ...]
    opacities: Mapping[str, pydyf.Dictionary]
    pictures: Mapping[str, UsedPicture]

    def add_to(
        self, fonts: dict[int, Font], resources: pydyf.Dictionary, pictures: dict[str, UsedPicture]
    ) -> None:
        """Note in the fonts, the resources and the pictures of another document what the page uses."""
        for used in self.fonts:
            font = fonts.get(used.key)
            if font is None:
                font = fonts[used.key] = _bare(used.font)
            for glyph, (width, text) in used.glyphs.items():
                if glyph not in font.widths:
                    font.widths[glyph] = width
                if glyph not in font.to_unicode:
                    font.to_unicode[glyph] = text
        for name, opacity in self.opacities.items():
            resources["ExtGState"].setdefault(name, pydyf.Dictionary(opacity))
        for name, picture in self.pictures.items():
            resources["XObject"].setdefault(name)
            pictures.setdefault(name, {**picture, "dpi_ratios": {_WHOLE}, "x_object": None})


def used_resources(
    content: Content,
    fonts: Mapping[int, Font],
    resources: pydyf.Dictionary,
    images: Mapping[str, UsedPicture],
) -> UsedResources | None:
    """Return what drawn content uses of the fonts, the resources and the pictures of its document; None if something in it
    has another name, or another look, in another document."""
    faces = _faces(fonts)
    used: dict[int, _UsedFont] = {}
    opacities: dict[str, pydyf.Dictionary] = {}
    pictures: dict[str, UsedPicture] = {}
    now: _UsedFont | None = None
    for operator in content.data.split(b"\n"):
        codes = list[int]()
        if operator.endswith(b" Tf"):
            if operator not in faces:
                return None
            key, face = faces[operator]
            now = used.get(key)
            if now is None:
                now = used[key] = _UsedFont(key, _as_first_used(face), {})
        elif operator.endswith(b"TJ"):
            codes += _codes(operator)
        elif _SLOT.fullmatch(operator):
            slot = content.slots[int(operator[1:-1])]
            codes += (*_codes(slot.operator), *(int(code, 16) for code in slot.glyphs))
            if not slot.glyphs:
                return None
        elif _OPACITY.fullmatch(operator):
            name = operator[1:-3].decode()
            opacities[name] = resources["ExtGState"][name]
        elif drawn := _PICTURE.fullmatch(operator):
            name = drawn[1].decode()
            picture = images.get(name)
            # A picture is written with the largest share that any page of the part needs.
            if picture is None or picture["dpi_ratios"] != {_WHOLE}:
                return None
            pictures[name] = picture
        elif operator.endswith(_NUMBERED):
            return None
        if codes and not (now and _take_glyphs(codes, fonts[now.key], now.glyphs)):
            return None
    return UsedResources(tuple(used.values()), opacities, pictures)


def _faces(fonts: Mapping[int, Font]) -> dict[bytes, tuple[int, SizedFace]]:
    """Return the faces that were drawn, with the keys of their fonts, by the operators that choose them. An operator that
    chooses two fonts is left out."""
    faces: dict[bytes, tuple[int, SizedFace]] = {}
    twice: set[bytes] = set()
    for key, font in fonts.items():
        for size, face in font_marks(font).faces.items():
            operator = b"/%b %b Tf" % (font.hash.encode(), pydyf._to_bytes(size))
            if operator in faces:
                twice.add(operator)
            faces[operator] = key, face
    return {operator: found for operator, found in faces.items() if operator not in twice}


def _codes(operator: bytes) -> Iterator[int]:
    """Yield the glyphs that an operator shows."""
    for codes in _GLYPHS.findall(operator):
        for at in range(0, len(codes), _CODE):
            yield int(codes[at : at + _CODE], 16)


def _take_glyphs(codes: Iterable[int], font: Font, glyphs: dict[int, tuple[float, str]]) -> bool:
    """Note the glyphs of a text; false if the font does not say what one of them means."""
    known = font.to_unicode.known if isinstance(font.to_unicode, TextsOfFont) else None
    for glyph in codes:
        if glyph not in glyphs:
            text = known.get(glyph) if known else ""
            if not text or glyph not in font.widths:
                return False
            glyphs[glyph] = font.widths[glyph], text
    return True


def _as_first_used(face: SizedFace) -> Font:
    """Return a font of which no glyph was drawn, as WeasyPrint makes it for the first text in it: some of its measures
    depend on the size of that."""
    font = _bare(face.font)
    _, _, size = get_pango_font_key(face.pango_font)
    if size != font.font_size:
        font.font_size = size
        metrics = ffi.gc(
            pango.pango_font_get_metrics(face.pango_font, ffi.NULL), pango.pango_font_metrics_unref
        )
        ascent, descent = (
            read(metrics) * FROM_UNITS / size * 1000
            for read in (pango.pango_font_metrics_get_ascent, pango.pango_font_metrics_get_descent)
        )
        font.ascent, font.descent = round(ascent), -round(descent)
    return font


def _bare(font: Font) -> Font:
    """Return a copy of a font of which no glyph was drawn."""
    bare = copy.copy(font)
    # Its faces hold fonts of Pango, which are valid while the other document is drawn.
    bare.__dict__.pop(NAME, None)
    bare.widths, bare.to_unicode, bare.missing = {}, {}, {}
    take_texts_from_font(bare)
    return bare
