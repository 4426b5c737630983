"""Measures by how much characters hang into the margins, and writes it into a fonts.toml.

`python scripts/hanging_characters.py` is for `fonts/fonts.toml`; another file, with its fonts beside it, may be named.

A table for each face of a Latin family that is not monospaced: characters and thousandths of their own width. A character
hangs by a part of the white that it has on a side beyond that of an upright stem, for that is what makes a straight margin
look ragged. What a table shall have that the outlines do not say stands in `CORRECTIONS`: whatever is changed in the file
itself is overwritten.
"""

from __future__ import annotations

import math
import re
import sys
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

FILE = Path(__file__).parents[1] / "fonts" / "fonts.toml"

LETTERS = "AÀÁÂÄÅCÇFKLPRTVWXYcçkrtvwxy"
"""Letters with an open side; one with an accent hangs as it does without."""
DASHES = "–—―"
QUOTES = "'\"‘’‚“”„‹›«»"
SIGNS = {"left": f"{QUOTES}([¡¿…", "right": f"-‐.,:;!?…{QUOTES})]"}
"""On the side on which a line can begin or end with them. A no-break hyphen ends no line."""
PARTS = {**dict.fromkeys(LETTERS, 0.3), **dict.fromkeys(DASHES, 0.8)}
SIGN = 1.2
"""The part of the measured white by which a character hangs, and that of a sign. Words are read by the edges of their
letters, and a dash is as black as one, so they hang less."""
DEPTH = 0.3
"""In em: the eye sees no white that is further inside."""
STEM = "l"
LEAST, MOST = 30, 800
"""In thousandths: less cannot be seen, more tears a character from its word."""
ROWS, STEPS = 100, 12
"""Heights at which a glyph is measured, and lines in which a curve is divided."""

CORRECTIONS: Mapping[str, Mapping[str, Mapping[str, int]]] = {
    "AlegreyaSans-Regular.ttf": {"right": {":": 400, ";": 400}},
    "AlegreyaSans-Italic.ttf": {"right": {":": 400, ";": 400}},
}
"""By file and side, in thousandths; 0 keeps a character from hanging. The points of a colon are small in these two
faces, but a colon that hangs nearly as far as a comma looks torn off."""

Point = tuple[float, float]


class Extents(BasePen):  # type: ignore[misc] # fontTools has no types
    """The leftmost and rightmost ink of a glyph at given heights (ascending), in units of the font."""

    def __init__(self, glyphs: Any, heights: list[float]) -> None:
        super().__init__(glyphs)
        self.heights = heights
        self.left: dict[float, float] = {}
        self.right: dict[float, float] = {}
        self.start: Point = (0, 0)
        self.last: Point = (0, 0)

    def _moveTo(self, point: Point) -> None:  # noqa: N802 # the names are those of fontTools
        self.start = self.last = point

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        (x0, y0), (x1, y1) = self.last, point
        self.last = point
        crossed = slice(bisect_left(self.heights, min(y0, y1)), bisect_left(self.heights, max(y0, y1)))
        for y in self.heights[crossed]:
            x = x0 + (x1 - x0) * (y - y0) / (y1 - y0)
            self.left[y] = min(x, self.left.get(y, x))
            self.right[y] = max(x, self.right.get(y, x))

    def _curveToOne(self, *points: Point) -> None:  # noqa: N802
        begin = self.last
        for step in range(1, STEPS + 1):
            t = step / STEPS
            between = [begin, *points]
            while len(between) > 1:
                pairs = pairwise(between)
                between = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairs]
            self._lineTo(between[0])

    def _closePath(self) -> None:  # noqa: N802
        self._lineTo(self.start)


class Face:
    """A font whose glyphs are measured."""

    def __init__(self, path: Path) -> None:
        font = TTFont(BytesIO(path.read_bytes()), lazy=True)
        self.glyphs, self.names = font.getGlyphSet(), font.getBestCmap()
        self.depth, self.height = DEPTH * font["head"].unitsPerEm, font["OS/2"].sxHeight
        self.slant = -math.tan(math.radians(font["post"].italicAngle))
        self.stem = self.white(STEM)

    def white(self, character: str) -> dict[str, float]:
        """Return the mean white of a glyph on each side, in units of the font: over the x-height, or its own height if that
        is more, along the slant of the face."""
        glyph = self.glyphs[self.names[ord(character)]]
        bounds = BoundsPen(self.glyphs)
        glyph.draw(bounds)
        top = max(self.height, bounds.bounds[3])
        heights = [top * (row + 0.5) / ROWS for row in range(ROWS)]
        ink = Extents(self.glyphs, heights)
        glyph.draw(ink)
        width, most = glyph.width, min(self.depth, glyph.width)
        sums = {"left": 0.0, "right": 0.0}
        for y in heights:
            shift = self.slant * (y - self.height / 2)
            left = ink.left[y] - shift if y in ink.left else most
            right = width - ink.right[y] + shift if y in ink.right else most
            sums["left"] += min(max(left, 0), most)
            sums["right"] += min(max(right, 0), most)
        return {side: total / ROWS for side, total in sums.items()}

    def amount(self, character: str, side: str) -> int:
        """Return by how many thousandths of its width a character hangs; 0 if it does not, or the face lacks it."""
        base = unicodedata.normalize("NFD", character)[0]
        if not {ord(character), ord(base)} <= self.names.keys():
            return 0
        white = self.white(base)[side] - self.stem[side]
        share = white / self.glyphs[self.names[ord(base)]].width * PARTS.get(character, SIGN)
        amount = min(round(share * 100) * 10, MOST)
        return amount if amount >= LEAST else 0


def table(path: Path) -> dict[str, dict[str, int]]:
    """Return the table of a face: side → character → thousandths, in the order of the signs above."""
    face = Face(path)
    corrections = CORRECTIONS.get(path.name, {})
    result = {}
    for side, signs in SIGNS.items():
        amounts = {character: face.amount(character, side) for character in signs + DASHES + LETTERS}
        amounts |= corrections.get(side, {})
        result[side] = {character: amount for character, amount in amounts.items() if amount}
    return result


_TABLE = re.compile(r'\n\[[^\]\n]+\.hanging\."[^"\n]+"\]\n(?:(?:left|right) = .*\n)*')


def written(text: str, folder: Path) -> str:
    """Return the text of a fonts.toml with the tables of its faces, whose files are below a folder. They stand behind the
    other keys of their family."""
    head, *families = re.split(r"(?m)^(?=\[)", _TABLE.sub("", text))
    return head + "".join(_with_tables(family, folder) for family in families)


def _with_tables(text: str, folder: Path) -> str:
    """Return the part of a fonts.toml that declares a family, with its tables if it is made for running Latin text."""
    ((name, family),) = tomllib.loads(text).items()
    if "scripts" in family or family.get("kind") == "monospace":
        return text
    key = text[1 : text.index("]")]
    declared = text.rstrip("\n") + "\n"
    files = folder / family.get("folder", name)
    tables = "".join(_shown(key, files / face["file"]) for face in family["faces"])
    return declared + tables + text[len(declared) :]


def _shown(key: str, path: Path) -> str:
    """Return the table of a face as TOML: those that hang alike in one key, the largest amount first."""
    lines = [f'\n[{key}.hanging."{path.name}"]\n']
    for side, amounts in table(path).items():
        by_amount = groupby(sorted(amounts, key=lambda c: -amounts[c]), key=lambda c: amounts[c])
        pairs = (f"{_quoted(''.join(characters))} = {amount}" for amount, characters in by_amount)
        lines.append(f"{side} = {{ {', '.join(pairs)} }}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    file.write_text(written(file.read_text(encoding="utf-8"), file.parent), encoding="utf-8")
