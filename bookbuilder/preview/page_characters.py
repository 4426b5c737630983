"""Reads with pdfium where the characters of a page of a PDF stand."""

from __future__ import annotations

from ctypes import byref
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw


@dataclass(frozen=True, slots=True)
class CharacterBox:
    """A rectangle in points, from the upper left corner of a page as it is shown."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Character:
    """A printed character, its box, as high as its font, and whether a space or nothing is before it."""

    text: str
    box: CharacterBox
    begins_word: bool = False


@dataclass(frozen=True, slots=True)
class PageCharacters:
    """The characters of a page in the order in which they are drawn, and the upper left corner of its trimmed page."""

    characters: tuple[Character, ...]
    trim_x: float
    trim_y: float


def page_characters(page: Any) -> PageCharacters:
    """Return the characters of a page of pypdfium2; spaces that pdfium itself adds are left out."""
    left, _, _, top = page.get_cropbox()
    trim_left, _, _, trim_top = page.get_trimbox()
    text = page.get_textpage()
    found: list[Character] = []
    begins_word = True
    for number in range(raw.FPDFText_CountChars(text)):
        character = chr(raw.FPDFText_GetUnicode(text, number))
        if character.isspace() or raw.FPDFText_IsGenerated(text, number) == 1:
            begins_word = True
            continue
        rectangle = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(text, number, byref(rectangle)):
            continue
        box = CharacterBox(
            rectangle.left - left,
            top - rectangle.top,
            rectangle.right - rectangle.left,
            rectangle.top - rectangle.bottom,
        )
        found.append(Character(character, box, begins_word))
        begins_word = False
    text.close()
    return PageCharacters(tuple(found), trim_left - left, top - trim_top)
