"""Reads pages as a typesetter would: where words and baselines stand, in points from the top left corner."""

from __future__ import annotations

import ctypes
import html
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A word and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Sheet:
    """The pages of a PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = pypdfium2.PdfDocument(path)

    def __len__(self) -> int:
        return len(self.document)

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page (from 1) in mm."""
        width, height = self.document[page - 1].get_size()
        return width / MM, height / MM

    def label(self, page: int) -> str:
        """Return the label that viewers show for a page."""
        return str(self.document.get_page_label(page - 1))

    @cached_property
    def words(self) -> list[list[Word]]:
        """The words of each page, as they stand in the file."""
        done = subprocess.run(
            ["pdftotext", "-bbox", self.path, "-"], capture_output=True, text=True, check=True
        )
        pattern = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
        return [
            [
                Word(html.unescape(text), *(float(n) for n in (left, top, right, bottom)))
                for left, top, right, bottom, text in pattern.findall(part)
            ]
            for part in done.stdout.split("<page ")[1:]
        ]

    def between(self, page: int, top: float, bottom: float) -> str:
        """Return the words of a page whose boxes lie between two heights in mm."""
        return " ".join(w.text for w in self.words[page - 1] if w.top >= top * MM and w.bottom <= bottom * MM)

    def text(self, page: int) -> str:
        """Return the words of a page."""
        return " ".join(word.text for word in self.words[page - 1])

    def texts(self, page: int) -> list[tuple[float, float]]:
        """Return the size of each text of a page, and its baseline (in pt)."""
        found = []
        leaf = self.document[page - 1]
        height = leaf.get_height()
        for thing in leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            matrix, value = thing.get_matrix(), ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(thing, value)
            found.append((value.value * abs(matrix.d), height - matrix.f))
        return found

    def baselines(self, page: int, size: float) -> list[float]:
        """Return the baselines of all text of one size (in pt)."""
        return [baseline for found, baseline in self.texts(page) if abs(found - size) < 0.02]
