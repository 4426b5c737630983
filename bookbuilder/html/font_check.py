"""Checks font files: all tables are readable, all glyphs can be drawn, and letters leave ink.

A font with damaged outlines still maps its characters, so the book would have empty pages.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fontTools.misc.lazyTools import LazyList
from fontTools.pens.basePen import PenError
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import BaseTable

from bookbuilder.html.font_check_job import FontToCheck
from bookbuilder.html.font_file import MISTAKES, open_font
from bookbuilder.html.glyph_outlines import GlyphOutlines, is_whole_outline
from bookbuilder.phrases import Phrase

MOST = 100_000
"""The most path operations of a glyph; the largest known has some 2000. Nested glyphs could have millions."""
MOST_PARTS = 1_000_000
"""The most parts and list entries of a layout table; ours have up to 71,000. A few bytes can claim any number."""
MOST_DRAWN = 5_000_000
"""The most path operations of all glyphs that fontTools draws; Amiri, which has the most of ours, needs 27,000."""
MOST_NAMED = 5_000_000
"""The most glyph references in all tables of a font."""
EMS, WIDE = 64, 8
"""In em: how far a glyph may reach from its origin, and how wide a letter may be; some ornaments and phrases are long."""
SHARE = 0.9
"""The least share of letters that must leave ink; some fonts have a few invisible ones."""
_DRAWN = ("glyf", "CFF ", "CFF2")
_LAYOUT = ("GDEF", "GPOS", "GSUB", "STAT")
"""Layout tables with a version; shapers silently ignore unknown versions."""
_PICTURES = ("CBDT", "sbix", "SVG ", "COLR", "EBDT")
"""Tables of bitmap and colour fonts."""
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"
"""Intentionally blank characters: Korean fillers, and the blank Braille pattern."""


class _BudgetedFont(TTFont):  # type: ignore[misc] # fontTools has no types
    """A font with a limit on glyph references: six bytes of a table can name 65,536 glyphs, in any number of tables."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._left = MOST_NAMED

    def getGlyphNameMany(self, glyphs: Sequence[int]) -> list[str]:  # noqa: N802 # fontTools calls it so
        self._left -= len(glyphs)
        if self._left < 0:
            raise ValueError("a table that names too many glyphs")
        names: list[str] = super().getGlyphNameMany(glyphs)
        return names


def check_font(job: FontToCheck) -> bytes:
    """Return the problem of a font file, in UTF-8; empty if there is none."""
    return font_problem(job.data).encode()


def font_problem(data: bytes) -> str:
    """Return the problem of a font file in a few words; empty if there is none."""
    try:
        with _quiet(), open_font(data, _BudgetedFont) as font:
            return next(_problems(font, data), "")
    except (*MISTAKES, MemoryError):
        return "it cannot be read to its end"


def _problems(font: TTFont, data: bytes) -> Iterator[str]:
    for tag in font.keys():  # noqa: SIM118 # it is no dictionary
        try:
            _decode_layout_table(font[tag])
        except MISTAKES:
            yield Phrase("its table {tag} cannot be read", tag=tag.strip())
            return
    if not 16 <= font["head"].unitsPerEm <= 16384:  # OpenType 1.9, head
        yield "its measures are not those of a font (head)"
        return
    drawn = any(tag in font for tag in _DRAWN)
    if not drawn:
        yield from () if any(tag in font for tag in _PICTURES) else ("it has no outlines",)
        return
    inked, wide = set(), set()
    em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    # The extents of a glyph, which say of CFF whether it is whole, may be those of a picture.
    quick = "glyf" in font or not any(tag in font for tag in _PICTURES)
    outlines = GlyphOutlines(data, EMS * em, cff="glyf" not in font) if quick else None
    pen = _Ink(font, outlines, EMS * em)
    for name in font.getGlyphOrder():
        try:
            strokes = pen.strokes_of(name)
        except MISTAKES:
            yield Phrase("its glyph {name} cannot be drawn", name=name)
            return
        if strokes:
            inked.add(name)
        if 0 < widths[name][0] < WIDE * em:
            wide.add(name)
    letters = [name for point, name in font.getBestCmap().items() if _prints(chr(point))]
    if letters and not any(tag in font for tag in _PICTURES):
        if sum(name in inked for name in letters) < SHARE * len(letters):
            yield "its letters have no outlines"
        elif sum(name in wide for name in letters) < SHARE * len(letters):
            yield "its letters have no width"


def _decode_layout_table(table: Any) -> None:
    """Decode a layout table completely, which fontTools does lazily."""
    first = getattr(table, "table", None)
    if not isinstance(first, BaseTable):
        return
    if table.tableTag in _LAYOUT and first.Version >> 16 != 1:
        raise ValueError("a table of another version")
    parts, budget = [first], MOST_PARTS
    while parts:
        part = parts.pop()
        part.ensureDecompiled()
        budget = _decode_lists(part, budget - 1)
        parts += [entry.value for entry in part.iterSubTables()]


def _decode_lists(part: Any, budget: int) -> int:
    """Decode the lists of a part and of their records; return the remaining budget of entries. Raises `ValueError` when
    it is used up, before decoding more."""
    for name, value in list(part.__dict__.items()):
        if not isinstance(value, (list, dict)) and type(value) is not LazyList:
            continue
        budget -= len(value)
        if budget < 0:
            raise ValueError("a table of too many parts")
        if isinstance(value, LazyList):
            entries = []
            for entry in value:
                budget = _decode_lists(entry, budget) if hasattr(entry, "__dict__") else budget
                entries.append(entry)
            setattr(part, name, entries)
        elif isinstance(value, list):
            for entry in value:
                budget = _decode_lists(entry, budget) if hasattr(entry, "__dict__") else budget
    return budget


def _prints(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and character not in _UNSEEN


class _Ink:
    """A pen that only counts what it would draw.

    HarfBuzz draws nearly all glyphs. fontTools, which says what is wrong, draws those that look damaged or empty, and those
    that consist of others: HarfBuzz leaves out a part that is not there.
    """

    def __init__(self, font: TTFont, outlines: GlyphOutlines | None, reach: float) -> None:
        self._glyphs, self._outlines, self._reach = font.getGlyphSet(), outlines, reach
        self._number = font.getGlyphID
        self._glyf = font["glyf"].glyphs if "glyf" in font else {}
        self._drawn: dict[str, tuple[int, int]] = {}
        self._left = MOST_DRAWN
        self._strokes = self._parts = 0

    def strokes_of(self, name: str) -> int:
        """Return how many strokes a glyph has. Raises one of `MISTAKES`."""
        self._strokes = self._parts = 0
        self._draw(name)
        return self._strokes

    def _draw(self, name: str) -> None:
        """Count a glyph; one that was drawn before is not drawn again."""
        if name not in self._drawn:
            strokes, parts = self._strokes, self._parts
            if self._outlines and self._is_whole(name) and self._outlines.has_ink(self._number(name)):
                self._strokes += 1
                self._count(1)
            else:
                self._glyphs[name].draw(self)
            self._drawn[name] = self._strokes - strokes, self._parts - parts
            return
        strokes, parts = self._drawn[name]
        self._strokes += strokes
        self._count(parts)

    def _is_whole(self, name: str) -> bool:
        """Whether HarfBuzz can judge a glyph: one of CFF, or one of TrueType that is not made of others."""
        return not self._glyf or is_whole_outline(getattr(self._glyf[name], "data", b""))

    def _count(self, parts: int) -> None:
        self._parts += parts
        self._left -= parts
        if self._parts > MOST or self._left < 0:
            raise PenError("a glyph without bounds, or of too many glyphs")

    def moveTo(self, *points: tuple[float, float] | None) -> None:  # noqa: N802 # the name that fontTools calls
        """Count a move."""
        self._count(1)
        reach = self._reach
        for point in points:
            if point and (abs(point[0]) > reach or abs(point[1]) > reach):
                raise ValueError("a glyph without bounds")

    def lineTo(self, *points: tuple[float, float] | None) -> None:  # noqa: N802
        """Count a stroke."""
        self._strokes += 1
        self.moveTo(*points)

    curveTo = qCurveTo = lineTo  # noqa: N815

    def closePath(self) -> None:  # noqa: N802
        """End a contour."""

    endPath = closePath  # noqa: N815

    def addComponent(self, name: str, *_: Any, **__: Any) -> None:  # noqa: N802
        """Draw a component glyph; its position does not matter."""
        self._count(1)
        self._draw(name)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence warnings of fontTools about tolerable flaws."""
    logger = logging.getLogger("fontTools")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
