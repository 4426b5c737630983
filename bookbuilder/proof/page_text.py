"""The characters of a page of a PDF with their boxes, by pdfium, and those under a mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import byref
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import category

from bookbuilder.proof.pdf_marks import Box

CHARACTERS = 200_000
"""The most characters of a page that are read."""
_STEP = 4.0
"""Points: the height of the bands by which characters are looked up."""
_HYPHENS = frozenset({0x02, 0xFFFE})
"""What pdfium returns for a hyphen at the end of a line."""
_PRINTED_HYPHEN = "\u2010"
"""What typesetters print there; pdfium takes it for one of the author."""


@dataclass(frozen=True, eq=False)
class PageText:
    """The characters of a page in the order of the file, with a space where a word ends, and the box of each, as high as its
    font; None for spaces. Hyphens at the ends of lines are left out, and the words are in one."""

    text: str
    boxes: Sequence[Box | None]

    @cached_property
    def _bands(self) -> dict[int, list[int]]:
        bands: dict[int, list[int]] = {}
        for number, box in enumerate(self.boxes):
            if box is not None:
                bands.setdefault(int((box[1] + box[3]) / 2 // _STEP), []).append(number)
        return bands

    def inside(self, boxes: Iterable[Box]) -> list[int]:
        """Return the numbers of the characters whose middle is in one of the boxes."""
        found: set[int] = set()
        for left, bottom, right, top in boxes:
            for band in self._between(bottom, top):
                for number in self._bands[band]:
                    box = self.boxes[number]
                    assert box is not None
                    if left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
                        found.add(number)
        return sorted(found)

    def _between(self, bottom: float, top: float) -> Iterable[int]:
        first, last = int(bottom // _STEP), int(top // _STEP)
        if last - first < len(self._bands):
            return (band for band in range(first, last + 1) if band in self._bands)
        return (band for band in self._bands if first <= band <= last)

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """Return the number of the character nearest to a point, at most so many points away; None if there is none."""
        best: tuple[float, int] | None = None
        for band in self._between(y - reach - 40, y + reach + 40):
            for number in self._bands[band]:
                box = self.boxes[number]
                assert box is not None
                # A line is near whose height the point is at: between lines, height counts more.
                across = max(box[0] - x, 0.0, x - box[2])
                down = max(box[1] - y, 0.0, y - box[3])
                middle = abs((box[1] + box[3]) / 2 - y)
                distance = across + 2 * down + middle / 100
                if across <= reach and down <= reach and (best is None or (distance, number) < best):
                    best = distance, number
        return best[1] if best else None

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a range widened to whole words at both ends, in scripts that part words."""
        text = self.text
        while start > 0 and _joined(text[start - 1], text[start]):
            start -= 1
        while end < len(text) and _joined(text[end - 1], text[end]):
            end += 1
        return start, end


def _joined(first: str, second: str) -> bool:
    """Whether two characters beside one another are in one word."""
    return first.isalnum() and second.isalnum() and not (unspaced(first) or unspaced(second))


def unspaced(character: str) -> bool:
    """Whether a character is of a script that writes no spaces between words: Chinese, Japanese, Thai, Lao, Khmer,
    Burmese."""
    number = ord(character)
    return (
        0x2E80 <= number <= 0x9FFF
        or 0xF900 <= number <= 0xFAFF
        or 0xFF66 <= number <= 0xFF9F
        or 0x20000 <= number <= 0x3FFFF
        or 0x0E00 <= number <= 0x0EFF
        or 0x1000 <= number <= 0x109F
        or 0x1780 <= number <= 0x17FF
    )


def page_text(page: Any) -> PageText:
    """Return the characters of a page of pypdfium2. Whoever calls has `open_pdf.PDFIUM`."""
    from pypdfium2 import raw

    lines = page.get_textpage()
    text: list[str] = []
    boxes: list[Box | None] = []
    rectangle = raw.FS_RECTF()
    handle, unicode, loose = lines.raw, raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    target = byref(rectangle)
    joined = False
    for number in range(min(raw.FPDFText_CountChars(handle), CHARACTERS)):
        code = unicode(handle, number)
        if code in _HYPHENS or code == 0xAD:
            joined = True  # the end of the line that follows is none of the word
            continue
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if character.isspace():
            if character in "\r\n" and text and text[-1] == _PRINTED_HYPHEN:
                text.pop()
                boxes.pop()
                joined = True
            if not joined and text and text[-1] != " ":
                text.append(" ")
                boxes.append(None)
            continue
        joined = False
        if text and text[-1] == " " and character > "\u02ff" and category(character) == "Mn":
            text.pop()  # pdfium puts a space before marks that stand above letters
            boxes.pop()
        if loose(handle, number, target):
            text.append(character)
            boxes.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    lines.close()
    return PageText("".join(text), boxes)
