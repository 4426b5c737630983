"""Measures the text of charts with the fonts of a book, by HarfBuzz."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby

import uharfbuzz as hb

from bookbuilder.html.font_family import Face, Fonts
from bookbuilder.html.nearest_faces import nearest_faces

_BOLD = 700
_UNKNOWN = 0.6
"""The width of a letter that no font has, in its size."""
_WIDE = "\u2e80"
"""From here on are the signs of East Asia, which are as wide as their size."""


class BookTypeface:
    """The families that a theme names for a part of its text, in their order: each letter is of the first that has it."""

    def __init__(self, fonts: Fonts, stack: str) -> None:
        self._fonts = fonts
        names = [name.strip().strip("\"'") for name in stack.split(",")]
        families = [
            family for name in names for family in fonts.families if family.name == name and family.faces
        ]
        self._faces = {
            bold: [nearest_faces(family, (_BOLD if bold else 400,), ("normal",))[0] for family in families]
            for bold in (False, True)
        }
        self._shapers: dict[str, hb.Font] = {}
        self._widths: dict[tuple[str, bool], float] = {}

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a line of text in a size."""
        key = (text, bold)
        if key not in self._widths:
            self._widths[key] = sum(self._run(face, letters) for face, letters in self._runs(text, bold))
        return self._widths[key] * size

    def _runs(self, text: str, bold: bool) -> Iterator[tuple[Face | None, str]]:
        """Yield the parts of a text by their face."""
        faces = self._faces[bold]
        for face, letters in groupby(text, lambda letter: self._face(letter, faces)):
            yield face, "".join(letters)

    def _face(self, letter: str, faces: Sequence[Face]) -> Face | None:
        for face in faces:
            if letter in self._fonts.characters.get(face.file, "") and letter not in face.without:
                return face
        # A space belongs to the text around it.
        return faces[0] if faces and not letter.strip() else None

    def _run(self, face: Face | None, letters: str) -> float:
        if face is None or face.file not in self._fonts.files:
            return sum(1.0 if letter >= _WIDE else _UNKNOWN for letter in letters)
        if face.file not in self._shapers:
            self._shapers[face.file] = hb.Font(hb.Face(self._fonts.files[face.file]))
        font, buffer = self._shapers[face.file], hb.Buffer()
        buffer.add_str(letters)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"lnum": True, "tnum": True})
        return float(sum(place.x_advance for place in buffer.glyph_positions)) / float(font.face.upem)


def stack_digest(fonts: Fonts, stack: str) -> str:
    """Return a hash of families that a theme names, and of their files."""
    names = [name.strip().strip("\"'") for name in stack.split(",")]
    files = sorted({face.file for family in fonts.families if family.name in names for face in family.faces})
    parts = [
        f"{file} {hashlib.sha256(fonts.files[file]).hexdigest()}" for file in files if file in fonts.files
    ]
    return hashlib.sha256("\n".join((stack, *parts)).encode()).hexdigest()
