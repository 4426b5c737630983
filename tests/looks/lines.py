"""Reads the lines of a tagged PDF: where they stand, how wide their gaps are, and which paragraph they belong to."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

HYPHENS = "-\u00ad\u2010"
"""What a line ends with where a word is divided. PDFium gives U+0002 for a hyphen at the end of a line."""
_SPACES = " \u00a0\u202f\u2009\r\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block.

    `page` counts from 0. `block` is the number of the structure element, the same on all its pages, `kind` its type (`P`,
    `H1`, …), and `inside` are the types of the elements around it. Lengths are in pt: `left`, `right` and `baseline` from
    the bottom left of the page, `gaps` between words as they are set.
    """

    page: int
    block: int
    kind: str
    inside: tuple[str, ...]
    left: float
    right: float
    baseline: float
    size: float
    text: str
    gaps: tuple[float, ...]

    @property
    def hyphenated(self) -> bool:
        """Whether the line ends with a hyphen."""
        return self.text.endswith(tuple(HYPHENS))


@dataclass(frozen=True, slots=True)
class _Element:
    number: int
    kind: str
    inside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Character:
    letter: str
    left: float
    right: float
    baseline: float
    size: float


INLINE = frozenset(
    ("Span", "Link", "Em", "Strong", "Reference", "Code", "Quote", "Lbl", "Note", "Annot", "Form")
)
"""Types of elements within a line (ISO 32000-1, 14.8.4.4); a note stands where it is called."""


def read_lines(path: Path) -> list[Line]:
    """Return the lines of all blocks of a tagged PDF, page by page in the order of their contents. Text without a block
    (running heads, folios) is left out."""
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as drawn:
        elements = _elements(pdf)
        lines: list[Line] = []
        for number in range(len(drawn)):
            blocks = _blocks(drawn[number], elements.get(number, {}))
            lines += (line for element, letters in blocks for line in _lines(number, element, letters))
        return lines


def _elements(pdf: pikepdf.Pdf) -> Mapping[int, Mapping[int, _Element]]:
    """Return the blocks of a document by page and the number of their marked content."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: dict[int, dict[int, _Element]] = {}
    count = 0
    waiting: list[tuple[Any, _Element | None, tuple[str, ...], int]] = [
        (pdf.Root.StructTreeRoot.get("/K"), None, (), 0)
    ]
    while waiting:
        node, block, above, page = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += [(child, block, above, page) for child in reversed(list(node))]
        elif isinstance(node, pikepdf.Dictionary):
            page = pages[node.Pg.objgen] if "/Pg" in node else page
            if "/S" in node:
                kind = str(node.S)[1:]
                if kind not in INLINE or kind == "Note":
                    count += 1
                    block = _Element(count, kind, above)
                waiting.append((node.get("/K"), block, (*above, kind), page))
            elif "/MCID" in node and block is not None:
                found.setdefault(page, {})[int(node.MCID)] = block
        elif node is not None and block is not None:
            found.setdefault(page, {})[int(node)] = block
    return found


def _blocks(
    page: pypdfium2.PdfPage, elements: Mapping[int, _Element]
) -> Iterator[tuple[_Element, list[_Character]]]:
    """Yield the blocks of a page with their characters."""
    text = page.get_textpage()
    found: dict[int, tuple[_Element, list[_Character]]] = {}
    marks: dict[int, int] = {}
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    for index in range(text.count_chars()):
        part = raw.FPDFText_GetTextObject(text, index)
        if not part:
            continue  # a space that PDFium adds
        address = ctypes.cast(part, ctypes.c_void_p).value or 0
        if address not in marks:
            marks[address] = _mark(part)
        element = elements.get(marks[address])
        if element is None:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * abs(matrix.d)
        _, letters = found.setdefault(element.number, (element, []))
        letters.append(
            _Character("\u2010" if letter in "\u0002\ufffe" else letter, x.value, box.right, y.value, size)
        )
    yield from found.values()


def _mark(part: Any) -> int:
    """Return the number of the marked content that a text is in; -1 if there is none."""
    value = ctypes.c_int()
    for at in range(raw.FPDFPageObj_CountMarks(part)):
        mark = raw.FPDFPageObj_GetMark(part, at)
        if raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", value):
            return value.value
    return -1


def _lines(page: int, element: _Element, letters: list[_Character]) -> Iterator[Line]:
    """Yield the lines of a block on a page. A raised character belongs to the line that it stands in."""
    line: list[_Character] = []
    for letter in letters:
        if line:
            below = line[0].baseline - letter.baseline
            if below > 0.75 * line[0].size or letter.left < line[-1].left - 2 * line[0].size:
                yield from _line(page, element, line)
                line = []
        line.append(letter)
    yield from _line(page, element, line)


def _line(page: int, element: _Element, letters: list[_Character]) -> Iterator[Line]:
    """Yield a line, if anything is in it."""
    seen = [letter for letter in letters if letter.letter not in _SPACES]
    if not seen:
        return
    gaps, before, space = [], None, False
    for letter in letters:
        if letter.letter in _SPACES:
            space = True
            continue
        if before is not None and space:
            gaps.append(letter.left - before.right)
        before, space = letter, False
    size = max(letter.size for letter in seen)
    text = "".join(letter.letter for letter in letters).strip(_SPACES)
    yield Line(
        page, element.number, element.kind, element.inside,
        seen[0].left, seen[-1].right, seen[0].baseline, size, text, tuple(gaps),
    )  # fmt: skip
