"""Draws the glyphs of a line, each of which is written once for a face and copied from then on.

WeasyPrint 70.0 works out every glyph of a text anew (`draw/text.py`, `draw_first_line`): its code, and how far its width is
from that in the font. Both are the same for the same glyph of the same width, so they are kept here. What is rare is left to
WeasyPrint: ellipses, glyphs that a font lacks, those of pictures, and those that are raised.

It also takes what the first one of a glyph says for what all of them say, so the 3 of a note makes `10³` the number 103, or
the other way round. Here a glyph says what its font says of it (`spelled.py`), and where a text says something else, that
is marked with the text (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from bookbuilder.formats.pdf.alike import agree
from bookbuilder.formats.pdf.spelled import Spelled, spelled

_theirs = drawing.draw_first_line
_add_font = Stream.add_font
_SIZE = ffi.sizeof("PangoGlyphInfo")
_STEP = _SIZE // ffi.sizeof("int")
"""A glyph is five numbers: its own, width, two offsets, flags."""
_OLD = pango.pango_version() < 14802
"""Pango then told the size of a font wrongly, which WeasyPrint knows."""
_UNSAID = "\0"
"""Stands for a glyph about which its font says nothing; no text of a book holds it."""
_Segment = tuple[str, str]
"""Glyphs as they are written, and their text where they say another one (empty: they do not)."""


class _Texts(dict[int, str]):
    """What the glyphs of a font say in a file: what the font says, or else the first text that they were met with."""

    def __init__(self, known: Spelled) -> None:
        self.known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self.known.get(glyph) or text)


def keep() -> None:
    """Let glyphs say what their font says of them, for this process; a second call does nothing."""
    Stream.add_font = _added


def _added(stream: Any, pango_font: Any) -> Any:
    font, size = _add_font(stream, pango_font)
    if type(font.to_unicode) is dict and not font.bitmap:
        font.to_unicode = _Texts(spelled(font.file_content, font.index))
    return font, size


def draw(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Draw the text of a box as WeasyPrint does: the same operators, with marks around glyphs that say something else."""
    layout = box.pango_layout
    if overflow == "ellipsis" or ellipsis != "none" or not box.text.strip() or box.style["font_size"] < 1e-6:
        return _theirs(stream, box, overflow, ellipsis, matrix)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)
    line, _ = layout.get_first_line()
    runs = _runs(stream, box, line)
    if runs is None:
        return _rare(stream, box, overflow, ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    shown: list[str] = []
    for font, size, segments in runs:
        if font is not None:
            if shown:
                stream.show_text("".join(shown))
                shown.clear()
            stream.set_font_size(font.hash, size)
        for written, said in segments:
            if said and stream._tags is not None:
                if shown:
                    stream.show_text("".join(shown))
                    shown.clear()
                _begin(stream, said)
                stream.show_text(written)
                stream.end_marked_content()
            elif written:
                shown.append(written)
    if shown:
        stream.show_text("".join(shown))
    return []


def _rare(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
    """Draw a text by WeasyPrint, marked as a whole if one of its glyphs says something else."""
    start = len(stream.stream)
    emojis = _theirs(stream, box, overflow, ellipsis, matrix)
    line, _ = box.pango_layout.get_first_line()
    if stream._tags is not None and not _says(stream, box, line):
        drawn = stream.stream[start:]
        del stream.stream[start:]
        _begin(stream, box.text)
        stream.stream.extend(drawn)
        stream.end_marked_content()
    return emojis


def _begin(stream: Any, said: str) -> None:
    # In hexadecimal, so that no words look like operators to whoever changes those.
    text = b"<" + (BOM_UTF16_BE + said.encode("utf-16-be")).hex().encode() + b">"
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": text}))


def _says(stream: Any, box: Any, line: Any) -> bool:
    """Whether the glyphs of a line say what its text says."""
    data = box.pango_layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        font, _ = stream.add_font(item.item.analysis.font)
        if font.bitmap:
            continue
        string = item.glyphs
        texts = [_text(font, info.glyph) for info in string.glyphs[0 : string.num_glyphs]]
        if not agree(
            "".join(texts[::-1] if item.item.analysis.level % 2 else texts), _said(data, item).decode()
        ):
            return False
    return True


def _text(font: Any, glyph: int) -> str:
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return ""
    if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        return chr(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
    return font.to_unicode.known.get(glyph) or _UNSAID


def _said(data: bytes, item: Any) -> bytes:
    """Return the text of a run of a line; `data` is that of the line."""
    run = item.item
    return data[run.offset : run.offset + run.length]


def _runs(stream: Any, box: Any, line: Any) -> list[tuple[Any, float, list[_Segment]]] | None:
    """Return the runs of a line: their font if it is another than before, its size, and their glyphs.

    None if something in them is rare.
    """
    found: list[tuple[Any, float, list[_Segment]]] = []
    before = face = None
    data = box.pango_layout.text.encode()
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
        written = _known(face, pango_font, item, data, box, stream)
        if written is None:
            return None
        found.append((face.font if new else None, face.size, written))
    return found


class _Face:
    """A font at a size, and how its glyphs are written and what they say."""

    __slots__ = ("font", "known", "runs", "size")

    def __init__(self, font: Any, size: float) -> None:
        self.font, self.size = font, size
        self.known: dict[tuple[int, int, int], tuple[str, str]] = {}
        self.runs: dict[tuple[bytes, bytes, int], list[_Segment] | None] = {}


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


def _known(
    face: _Face, pango_font: Any, item: Any, data: bytes, box: Any, stream: Any
) -> list[_Segment] | None:
    """Return the glyphs of a run, which is a word in most lines: the same one is the same wherever it stands."""
    string, said = item.glyphs, _said(data, item)
    shapes = ffi.buffer(string.glyphs, string.num_glyphs * _SIZE)[:]
    key = shapes, said, item.item.analysis.level
    if key not in face.runs:
        face.runs[key] = _glyphs(face, pango_font, item, shapes, said.decode(), box, stream)
    return face.runs[key]


def _glyphs(
    face: _Face, pango_font: Any, item: Any, shapes: bytes, said: str, box: Any, stream: Any
) -> list[_Segment] | None:
    numbers = memoryview(shapes).cast("i").tolist()
    if any(numbers[3::_STEP]):
        return None
    known = face.known
    written, texts = [], []
    for at, key in enumerate(zip(numbers[0::_STEP], numbers[1::_STEP], numbers[2::_STEP])):
        one = known.get(key)
        if one is None:
            if key[0] != pango.PANGO_GLYPH_EMPTY and key[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            one = known[key] = _written(face, pango_font, key, item, at, box, stream)
        written.append(one[0])
        texts.append(one[1])
    if agree("".join(texts[::-1] if item.item.analysis.level % 2 else texts), said):
        return [(_whole(written), "")]
    return list(_marked(item, written, texts, said.encode()))


def _whole(written: list[str]) -> str:
    whole = "<" + "".join(written)
    return whole[:-1] if whole[-1] == "<" else whole + ">"


def _marked(item: Any, written: list[str], texts: list[str], said: bytes) -> Iterator[_Segment]:
    """Yield the glyphs of a run, those apart that say something else than the text."""
    backwards = item.item.analysis.level % 2
    same: list[str] = []
    other: list[str] = []
    meant: list[str] = []
    for start, stop, text in _clusters(item, said):
        shown = texts[start:stop]
        if agree("".join(shown[::-1] if backwards else shown), text):
            if other:
                yield _whole(other), "".join(meant[::-1] if backwards else meant)
                other, meant = [], []
            same += written[start:stop]
        else:
            if same:
                yield _whole(same), ""
                same = []
            other += written[start:stop]
            meant.append(text)
    if other:
        yield _whole(other), "".join(meant[::-1] if backwards else meant)
    if same:
        yield _whole(same), ""


def _clusters(item: Any, said: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield the clusters of a run from left to right: their first glyph, the one behind them, their text."""
    count = item.glyphs.num_glyphs
    places = item.glyphs.log_clusters[0:count]
    starts = [at for at in range(count) if not at or places[at] != places[at - 1]]
    for number, start in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else count
        if item.item.analysis.level % 2:
            end = places[start - 1] if start else len(said)
        else:
            end = places[stop] if stop < count else len(said)
        yield start, stop, said[places[start] : end].decode(errors="replace")


def _written(
    face: _Face, pango_font: Any, key: tuple[int, int, int], item: Any, at: int, box: Any, stream: Any
) -> tuple[str, str]:
    """Return how a glyph is written inside a string of glyphs, and what it says; note its width and its text."""
    glyph, width, moved = key
    font, size = face.font, face.size
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return f">{-width / size}<", ""
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
    return f"{before}{glyph:04x}{behind}", font.to_unicode.known.get(glyph) or _UNSAID
