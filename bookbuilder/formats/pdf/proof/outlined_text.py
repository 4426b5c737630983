"""Draws short texts as shapes, which nobody selects, copies or hears, in the fonts of a book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from unicodedata import bidirectional

import uharfbuzz as hb

from bookbuilder.formats.book import Book
from bookbuilder.html.nearest_faces import nearest_faces

_Stroke = tuple[bytes, tuple[float, ...]]
"""An operator of a path, with its points in units of the font."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """A text that is drawn: its strokes in em from its left end and its baseline, and its width in em."""

    strokes: tuple[_Stroke, ...]
    width: float


@dataclass(frozen=True, eq=False)
class OutlinedText:
    """Draws texts in the faces with these files, the first of which that has a character is taken; characters that none has
    are left out. `characters` are those of each face."""

    files: Sequence[bytes]
    characters: Sequence[frozenset[str]]
    right_to_left: bool = False
    _fonts: dict[int, hb.Font] = field(default_factory=dict)
    _shapes: dict[str, _Shape] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, weight: int = 400) -> OutlinedText:
        """Return the faces of a book: that of its captions first, then the others in their order."""
        first = book.theme.tokens.get("font", {}).get("sans", "")
        families = sorted(book.fonts.families, key=lambda family: family.name != first)
        faces = [
            face
            for family in families
            if not family.absent
            for face in nearest_faces(family, (weight,), ("normal",))[:1]
            if face.file in book.fonts.files
        ]
        return cls(
            [book.fonts.files[face.file] for face in faces],
            [frozenset(book.fonts.characters.get(face.file, "")) - face.without for face in faces],
            book.locale.direction == "rtl",
        )

    def width(self, text: str, size: float) -> float:
        """Return the width of a text, in points as its `size`."""
        return self._shape(text).width * size

    def path(self, text: str, size: float, x: float, y: float, turn: tuple[float, float] = (1, 0)) -> bytes:
        """Return the operators that add a text to the path of a page, from its left end on its baseline, in points; `turn`
        are cosine and sine of the direction in which it runs."""
        cosine, sine = turn
        lines = []
        for operator, points in self._shape(text).strokes:
            at = []
            for px, py in zip(points[::2], points[1::2], strict=True):
                at += [x + size * (px * cosine - py * sine), y + size * (px * sine + py * cosine)]
            lines.append(b" ".join((*map(_number, at), operator)))
        return b"\n".join(lines)

    def _shape(self, text: str) -> _Shape:
        if text not in self._shapes:
            strokes: list[_Stroke] = []
            width = 0.0
            for at, run in self._runs(text):
                width = self._draw(at, run, width, strokes)
            self._shapes[text] = _Shape(tuple(strokes), width)
        return self._shapes[text]

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the runs of a text that are of one face and one direction, from left to right, each with its face."""
        placed = [(self._face(letter), bidirectional(letter) in ("R", "AL"), letter) for letter in text]
        runs = [
            (face, "".join(letter for *_, letter in group))
            for (face, _), group in groupby(placed, key=lambda one: one[:2])
            if face is not None
        ]
        # Words and numbers stand alone: what is between two words of an address is no letter.
        yield from reversed(runs) if self.right_to_left else runs

    def _face(self, letter: str) -> int | None:
        return next((at for at, known in enumerate(self.characters) if letter in known), None)

    def _draw(self, at: int, text: str, start: float, strokes: list[_Stroke]) -> float:
        """Add the strokes of a run, and return where it ends, in em."""
        if at not in self._fonts:
            self._fonts[at] = hb.Font(hb.Face(self.files[at]))
        font = self._fonts[at]
        em = font.face.upem
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"lnum": True})  # numbers are looked for
        x = start * em
        for info, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
            drawn: list[_Stroke] = []
            font.draw_glyph(info.codepoint, _PEN, drawn)
            left, up = x + place.x_offset, place.y_offset
            for operator, points in drawn:
                moved = [(value + (up if odd % 2 else left)) / em for odd, value in enumerate(points)]
                strokes.append((operator, tuple(moved)))
            x += place.x_advance
        return float(x / em)


def _number(value: float) -> bytes:
    return f"{value:.2f}".rstrip("0").rstrip(".").encode() or b"0"


def _pen() -> hb.DrawFuncs:
    """Return functions that add strokes to a list."""

    def move(x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append((b"m", (x, y)))

    def line(x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append((b"l", (x, y)))

    def quadratic(ax: float, ay: float, x: float, y: float, drawn: list[_Stroke]) -> None:
        px, py = drawn[-1][1][-2:]
        first = (px + (ax - px) * 2 / 3, py + (ay - py) * 2 / 3)
        drawn.append((b"c", (*first, x + (ax - x) * 2 / 3, y + (ay - y) * 2 / 3, x, y)))

    def cubic(ax: float, ay: float, bx: float, by: float, x: float, y: float, drawn: list[_Stroke]) -> None:
        drawn.append((b"c", (ax, ay, bx, by, x, y)))

    def close(drawn: list[_Stroke]) -> None:
        drawn.append((b"h", ()))

    result = hb.DrawFuncs()
    result.set_move_to_func(move)
    result.set_line_to_func(line)
    result.set_quadratic_to_func(quadratic)
    result.set_cubic_to_func(cubic)
    result.set_close_path_func(close)
    return result


_PEN = _pen()
