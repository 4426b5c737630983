"""Draws the glyphs of a line, each of which is written once for a face and copied from then on.

WeasyPrint 70.0 works out every glyph of a text anew (`draw/text.py`, `draw_first_line`): its code, and how far its width is
from that in the font. Both are the same for the same glyph of the same width, so they are kept here. What is rare is left to
WeasyPrint: ellipses, glyphs that a font lacks, those of pictures, and those that are raised.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

_theirs = drawing.draw_first_line
_SIZE = ffi.sizeof("PangoGlyphInfo")
_STEP = _SIZE // ffi.sizeof("int")
"""A glyph is five numbers: its own, width, two offsets, flags."""
_OLD = pango.pango_version() < 14802
"""Pango then told the size of a font wrongly, which WeasyPrint knows."""


def draw(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Draw the text of a box as WeasyPrint does: the same operators."""
    layout = box.pango_layout
    if overflow == "ellipsis" or ellipsis != "none" or not box.text.strip() or box.style["font_size"] < 1e-6:
        return _theirs(stream, box, overflow, ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    line, _ = layout.get_first_line()
    runs = _runs(stream, box, line)
    if runs is None:
        return _theirs(stream, box, overflow, ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    shown: list[str] = []
    for font, size, written in runs:
        if font is not None:
            if shown:
                stream.show_text("".join(shown))
                shown.clear()
            stream.set_font_size(font.hash, size)
        if written:
            shown.append(written)
    stream.show_text("".join(shown))
    return []


def _runs(stream: Any, box: Any, line: Any) -> list[tuple[Any, float, str]] | None:
    """Return the runs of a line: their font if it is another than before, its size, and their glyphs.

    None if something in them is rare.
    """
    found: list[tuple[Any, float, str]] = []
    before = face = None
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        pango_font = item.item.analysis.font
        new = before is None or pango_font != before
        if new:
            before, face = pango_font, _face(stream, pango_font, box.style["font_size"])
            if face is None:
                return None
        assert face is not None
        written = _glyphs(face, pango_font, item, box, stream)
        if written is None:
            return None
        found.append((face.font if new else None, face.size, written))
    return found


class _Face:
    """A font at a size, and how its glyphs are written."""

    __slots__ = ("font", "known", "size")

    def __init__(self, font: Any, size: float) -> None:
        self.font, self.size = font, size
        self.known: dict[tuple[int, int, int], str] = {}


def _face(stream: Any, pango_font: Any, size: float) -> _Face | None:
    font, own_size = stream.add_font(pango_font)
    if font.bitmap or font.svg or font.png or font.colr:
        return None
    size = size if _OLD else own_size
    faces = font.__dict__.setdefault("bookbuilder_faces", {})
    if size not in faces:
        faces[size] = _Face(font, size)
    found: _Face = faces[size]
    return found


def _glyphs(face: _Face, pango_font: Any, item: Any, box: Any, stream: Any) -> str | None:
    string = item.glyphs
    count = string.num_glyphs
    numbers = memoryview(ffi.buffer(string.glyphs, count * _SIZE)).cast("i").tolist()
    if any(numbers[3::_STEP]):
        return None
    known = face.known
    written = ["<"]
    for at, key in enumerate(zip(numbers[0::_STEP], numbers[1::_STEP], numbers[2::_STEP])):
        one = known.get(key)
        if one is None:
            if key[0] != pango.PANGO_GLYPH_EMPTY and key[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            one = known[key] = _written(face, pango_font, key, item, at, box, stream)
        written.append(one)
    whole = "".join(written)
    return whole[:-1] if whole[-1] == "<" else whole + ">"


def _written(
    face: _Face, pango_font: Any, key: tuple[int, int, int], item: Any, at: int, box: Any, stream: Any
) -> str:
    """Return how a glyph is written inside a string of glyphs, and note its width and its text."""
    glyph, width, moved = key
    font, size = face.font, face.size
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return f">{-width / size}<"
    if glyph not in font.to_unicode:
        clusters, last = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
        first, end = (at - 1, 0) if item.item.analysis.level % 2 else (at + 1, last)
        stop = item.item.length if at == end else clusters[first]
        start = item.item.offset
        text = box.pango_layout.text.encode()
        font.to_unicode[glyph] = text[start + clusters[at] : start + stop].decode()
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = moved / size
    kerning = font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size
    before = f">{-offset}<" if offset else ""
    behind = f">{int(kerning)}<" if kerning else ""
    return f"{before}{glyph:04x}{behind}"
