"""Draws the glyphs of a line, each of which is written once for a face and copied from then on.

WeasyPrint 70.0 computes every glyph of a text anew (`draw/text.py`, `draw_first_line`): its code, and the difference of its
width to that in the font. Both are the same for the same glyph of the same width, so they are cached here. What is rare is
left to WeasyPrint: ellipses, glyphs that a font lacks, and those of pictures.

It also takes the text that a glyph was met with first for the text of this glyph everywhere, so the 3 of a note call makes
`10³` the number 103, or the other way round. Here a glyph has the text that its font gives it (`glyph_text.py`), and where
it stands for another one, it is marked with that (ISO 32000-1, 14.9.4)."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF16_BE
from collections.abc import Callable, Container, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pydyf
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, pango

from bookbuilder.formats.pdf.engine.glyphs.glyph_meaning import TextsOfFont
from bookbuilder.formats.pdf.engine.glyphs.glyph_text_equal import agree
from bookbuilder.formats.pdf.engine.glyphs.vowel_signs import RISE, beside_space, vowel_sign_glyphs
from bookbuilder.formats.pdf.engine.marks import font_marks
from bookbuilder.formats.pdf.engine.patch import Change, Function, Kind, Patch
from bookbuilder.formats.pdf.engine.shaping.glyph_runs import STEP, GlyphRun, runs, shaped_clusters
from bookbuilder.formats.pdf.engine.shaping.word_cache import SPACES, Word, plain, word_cache

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.ffi import CData

# As in WeasyPrint's `draw_first_line`: https://gitlab.gnome.org/GNOME/pango/-/issues/530
_OLD = pango.pango_version() < 14802
"""These versions of Pango give a wrong size of a font, which WeasyPrint knows."""
_NO_TEXT = "\0"
"""Stands for a glyph for which its font has no text; no text of a book contains it."""
_Emojis = list[list[object]]
"""What WeasyPrint draws as pictures: the image, its font, how it is stretched and where it stands."""
_Segment = tuple[str, str]
"""Glyphs as they are written, and the text that they stand for if it is another than theirs (else empty)."""


def _draw_first_line(theirs: Function) -> Function:
    def draw_first_line(
        stream: Stream, box: TextBox, overflow: str, ellipsis: str | tuple[str, str], matrix: Matrix
    ) -> _Emojis:
        # In a drawing, `box` is only like a text box (`svg/text.py`): it has the text, the layout and the style.
        # Left to WeasyPrint: ellipses, and what it does not draw (white space, text below the precision of pydyf).
        if (
            overflow == "ellipsis"
            or ellipsis != "none"
            or not box.text.strip()
            or box.style["font_size"] < 1e-6
        ):
            emojis: _Emojis = theirs(stream, box, overflow, ellipsis, matrix)
            return emojis
        pieces = _pieces_of_words(stream, box)
        if pieces is None:
            pieces = _pieces_of_line(stream, box)
        if pieces is None:
            return _draw_rare(partial(theirs, stream, box, overflow, ellipsis, matrix), stream, box)
        _draw_pieces(stream, pieces, matrix)
        return []

    return draw_first_line


def _draw_pieces(stream: Stream, pieces: _Pieces, matrix: Matrix) -> None:
    """Draw a text word by word, or as Pango shapes the line, with marks around glyphs that stand for another text than
    theirs."""
    stream.set_text_matrix(*matrix.values)
    shown: list[str] = []
    for face, segments in pieces:
        if face is not None:
            _show(stream, shown)
            stream.set_font_size(face.font.hash, face.size)
        for written, actual_text in segments:
            if actual_text and stream._tags is not None:
                _show(stream, shown)
                _begin(stream, actual_text)
                _show(stream, [written])
                stream.end_marked_content()
            else:
                shown.append(written)
    _show(stream, shown)


def _show(stream: Stream, written: list[str]) -> None:
    """Show glyphs, and empty the list of them."""
    for at, part in enumerate("".join(written).split(RISE)):
        if at % 2:
            stream.set_text_rise(float(part))
        elif part:
            stream.show_text(f"<{part}>".removesuffix("<>"))
    written.clear()


def _draw_rare(theirs: Callable[[], _Emojis], stream: Stream, box: TextBox) -> _Emojis:
    """Let WeasyPrint draw a text; mark it as a whole if one of its glyphs stands for another text than its own.

    Not from right to left: readers of a PDF turn the order of such a line around, and that of the mark with it.
    """
    start = len(stream.stream)
    emojis = theirs()
    line, _ = box.pango_layout.get_first_line()
    if stream._tags is not None and not _texts_agree(stream, box, line):
        drawn = stream.stream[start:]
        del stream.stream[start:]
        _begin(stream, box.text)
        stream.stream.extend(drawn)
        stream.end_marked_content()
    return emojis


def _begin(stream: Stream, actual_text: str) -> None:
    # In hexadecimal, so that no words look like operators where these are searched for.
    text = b"<" + (BOM_UTF16_BE + actual_text.encode("utf-16-be")).hex().encode() + b">"
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": text}))


def _texts_agree(stream: Stream, box: TextBox, line: CData) -> bool:
    for run in runs(line, box.pango_layout.text):
        if run.level % 2:
            return True
        font, _ = stream.add_font(run.font)
        texts = [] if font.bitmap else [_text(font, glyph) for glyph in run.numbers[0::STEP]]
        if texts and not agree("".join(texts), run.text.decode()):
            return False
    return True


def _text(font: Font, glyph: int) -> str:
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return ""
    if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        return chr(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
    return _meaning(font, glyph)


def _meaning(font: Font, glyph: int) -> str:
    """Return the text of a glyph in the file: that of its font, or, without `glyph_meaning`, the first that it was met
    with."""
    texts = font.to_unicode
    text = texts.known.get(glyph) if isinstance(texts, TextsOfFont) else texts.get(glyph)
    return text or _NO_TEXT


class SizedFace:
    """A font at a size: how its glyphs are written, and their texts.

    `words` has for each word how it is written, and how much wider that is than it should be, in thousandths of the size:
    WeasyPrint writes whole numbers. `unit` is a unit of Pango in thousandths of the size. `pango_font` is valid while the
    document is drawn.
    """

    __slots__ = ("font", "glyphs", "pango_font", "runs", "size", "unit", "words")

    def __init__(self, font: Font, size: float, pango_font: CData) -> None:
        self.font, self.size, self.pango_font = font, size, pango_font
        self.unit = 1000 * FROM_UNITS / size
        self.glyphs: dict[tuple[int, int, int], tuple[str, str]] = {}
        self.runs: dict[tuple[bytes, bytes, int], list[_Segment] | None] = {}
        self.words: dict[Word, tuple[list[_Segment], float] | None] = {}


def _face(stream: Stream, pango_font: CData, size: float) -> SizedFace | None:
    font, own_size = stream.add_font(pango_font)
    if font.bitmap or font.svg or font.png or font.colr:
        return None
    size = size if _OLD else own_size
    faces = font_marks(font).faces
    if size not in faces:
        faces[size] = SizedFace(font, size, pango_font)
    return faces[size]


_Pieces = list[tuple[SizedFace | None, list[_Segment]]]
"""What a line is drawn with: faces, each named where it changes, and glyphs."""


def _pieces_of_words(stream: Stream, box: TextBox) -> _Pieces | None:
    """Return the words of a line, with spaces between them that bring each word to its place; None if something is rare."""
    layout = box.pango_layout
    cache = word_cache(box.style) if plain(layout.text) else None
    words = None if cache is None else cache.words(layout.text)
    if cache is None or words is None:
        return None
    face = _face(stream, cache.font, box.style["font_size"])
    if face is None:
        return None
    spacing = int(layout.justification_spacing * TO_UNITS)
    segments: list[_Segment] = []
    known, over = face.words, 0.0
    for at, word in enumerate(words):
        written = known[word] if word in known else _write_word(face, word, stream)
        if written is None:
            return None
        segments += written[0]
        over += written[1]
        if word.text in SPACES:
            wider = spacing
            if at:
                wider += cache.kern(words[at - 1], word)
            if at + 1 < len(words) and words[at + 1].text not in SPACES:
                wider += cache.kern(word, words[at + 1])
            over -= wider * face.unit
            # What rounding leaves over goes on to the next space; it would add up along the line.
            if gap := round(over):
                segments.append((f">{gap}<", ""))
                over -= gap
    return [(face, segments)]


def _write_word(face: SizedFace, word: Word, stream: Stream) -> tuple[list[_Segment], float] | None:
    segments = _segments(face, word.run, stream)
    written = None
    if segments is not None:
        numbers = word.run.numbers
        keys = zip(numbers[0::STEP], numbers[1::STEP], numbers[2::STEP])
        written = segments, sum(_advance(face, key) for key in keys) - word.width * face.unit
    face.words[word] = written
    return written


def _advance(face: SizedFace, key: tuple[int, int, int]) -> float:
    """Return how far a glyph moves the next one as it is written, in thousandths of the size."""
    glyph, width, moved = key
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return width / face.size  # as WeasyPrint writes it
    natural = face.font.widths[glyph]
    return natural + moved / face.size - int(_kerning(face, key))


def _kerning(face: SizedFace, key: tuple[int, int, int]) -> float:
    glyph, width, moved = key
    return face.font.widths[glyph] + moved / face.size - width * 1000 * FROM_UNITS / face.size


def _pieces_of_line(stream: Stream, box: TextBox) -> _Pieces | None:
    """Return the runs of a line as Pango shapes it; None if something in them is rare."""
    layout = box.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, 1)  # as WeasyPrint does before it draws
    line, _ = layout.get_first_line()
    pieces: _Pieces = []
    before: CData | None = None
    face: SizedFace | None = None
    for run in runs(line, layout.text):
        new = before is None or run.font != before
        if new:
            before, face = run.font, _face(stream, run.font, box.style["font_size"])
        segments = None if face is None else _segments(face, run, stream)
        if segments is None:
            return None
        pieces.append((face if new else None, segments))
    return pieces


def _segments(face: SizedFace, run: GlyphRun, stream: Stream) -> list[_Segment] | None:
    """Return the glyphs of a run as they are written, None if one of them is rare. The same run, mostly a word, is
    written once and taken again wherever it stands."""
    key = run.glyphs, run.text, run.level
    if key not in face.runs:
        face.runs[key] = _write_run(face, run, stream)
    return face.runs[key]


def _write_run(face: SizedFace, run: GlyphRun, stream: Stream) -> list[_Segment] | None:
    numbers = run.numbers
    known = face.glyphs
    written, texts = [], []
    for at, key in enumerate(zip(numbers[0::STEP], numbers[1::STEP], numbers[2::STEP])):
        glyph = known.get(key)
        if glyph is None:
            # A sign that the font lacks: WeasyPrint draws .notdef and says so (`glyph.missing`).
            if key[0] != pango.PANGO_GLYPH_EMPTY and key[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                return None
            glyph = known[key] = _write_glyph(face, key, run, at, stream)
        rise = numbers[STEP * at + 3] / 1000  # as WeasyPrint has it
        written.append(f"{RISE}{-rise}{RISE}{glyph[0]}{RISE}0{RISE}" if rise else glyph[0])
        texts.append(glyph[1])
    signs = vowel_sign_glyphs(run)
    raised = bool(signs) or any(RISE in glyph for glyph in written) or _has_signs(run.text.decode())
    if not raised and agree(_logical(texts, run.level), run.text.decode()):
        return [("".join(written), "")]
    if signs and (space := _space(face, run, stream)):
        before_letter = 0
        for at in sorted(signs, reverse=True):
            before_letter = before_letter + 1 if at + 1 in signs else 1
            over = _advance(face, (numbers[STEP * at], numbers[STEP * at + 1], numbers[STEP * at + 2]))
            written[at] = beside_space(written[at], *space, before_letter, over)
    return list(_marked(run, written, texts, signs))


def _marked(run: GlyphRun, written: list[str], texts: list[str], signs: Container[int]) -> Iterator[_Segment]:
    """Yield the glyphs of a run; those that stand for another text than theirs come separately, with that text. So does a
    letter with a sign that is raised or lowered: the sign is shown by an operator of its own, and PDFium would take it for
    something that stands elsewhere on the line.

    From right to left each cluster has a mark of its own: readers of a PDF turn the order of the marks around, but not that
    of the letters in one.
    """
    backwards = run.level % 2
    same: list[str] = []
    other: list[str] = []
    actual: list[str] = []
    for start, stop, text in _clusters(run):
        shown = texts[start:stop]
        raised = start in signs or (stop - start > 1 and any(RISE in glyph for glyph in written[start:stop]))
        if not (raised or _has_signs(text)) and agree(_logical(shown, run.level), text):
            if other:
                yield "".join(other), "".join(actual)
                other, actual = [], []
            same += written[start:stop]
        else:
            if same:
                yield "".join(same), ""
                same = []
            other += written[start:stop]
            actual.append(text)
            if backwards:
                yield "".join(other), text
                other, actual = [], []
    if other:
        yield "".join(other), "".join(actual)
    if same:
        yield "".join(same), ""


def _space(face: SizedFace, run: GlyphRun, stream: Stream) -> tuple[int, float] | None:
    """Return the glyph of a space in the font of a run and its width in thousandths of the size; None if it has none."""
    texts = face.font.to_unicode
    glyph = texts.known.of_space if isinstance(texts, TextsOfFont) else None
    if glyph is None:
        return None
    _note_glyph(face, glyph, " ", run, stream)
    return glyph, face.font.widths[glyph]


def _has_signs(text: str) -> bool:
    """Whether a letter has several signs of Indic scripts, which readers of a PDF order by where they stand."""
    return bool(_SIGNS.search(text))


_SIGNS = re.compile("[\u0900-\u0903\u093a-\u094f\u0962\u0963]{2}")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def _logical(texts: list[str], level: int) -> str:
    """Return the texts of glyphs in the order in which they are read. From right to left a bracket is drawn with the glyph
    of the other one (UAX 9, L4); readers of a PDF turn it around again, as they do the order of the glyphs."""
    return "".join(texts[::-1]).translate(_MIRRORED) if level % 2 else "".join(texts)


def _clusters(run: GlyphRun) -> Iterator[tuple[int, int, str]]:
    """Yield the clusters of a run from left to right: their first glyph, the one behind them, their text. From left to right
    a sign belongs to the letter before it: alone it would have no width, and PDFium leaves out what has none."""
    joined: tuple[int, int, str] | None = None
    for start, stop, text in shaped_clusters(run):
        if joined and not run.level % 2 and unicodedata.category(text[:1] or " ")[0] == "M":
            joined = joined[0], stop, joined[2] + text
            continue
        if joined:
            yield joined
        joined = start, stop, text
    if joined:
        yield joined


def _write_glyph(
    face: SizedFace, key: tuple[int, int, int], run: GlyphRun, at: int, stream: Stream
) -> tuple[str, str]:
    """Return how a glyph is written inside a string of glyphs, and its text; note its width and its text in the font."""
    glyph, width, moved = key
    font, size = face.font, face.size
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return f">{-width / size}<", ""
    if glyph not in font.to_unicode or glyph not in font.widths:
        following = at - 1 if run.level % 2 else at + 1
        inside = 0 <= following < len(run.clusters)
        stop = run.clusters[following] if inside else len(run.text)
        _note_glyph(face, glyph, run.text[run.clusters[at] : stop].decode(), run, stream)
    offset = moved / size
    kerning = _kerning(face, key)
    before = f">{-offset}<" if offset else ""
    behind = f">{int(kerning)}<" if kerning else ""
    return f"{before}{glyph:04x}{behind}", _meaning(font, glyph)


def _note_glyph(face: SizedFace, glyph: int, text: str, run: GlyphRun, stream: Stream) -> None:
    """Note the text of a glyph in the font of the file, and its width."""
    font = face.font
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = text
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(run.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / face.size)


PATCH = Patch(
    "A text that is not that of its glyphs is marked with ActualText, which WeasyPrint does not do (ISO 32000-1, 14.9.4).",
    Kind.FIX,
    (Change("weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1", _draw_first_line),),
    upstream=("glyph-text",),
)
