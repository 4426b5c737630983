"""Extracts the text of a tagged PDF in reading order: structure by pikepdf, text by PDFium.

Content with replacement text (ActualText; ISO 32000-1, 14.9.4) counts as that text. PDFium follows it only if the font
has its glyphs, so it is read here.
"""

from __future__ import annotations

import ctypes
import unicodedata
from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from operator import itemgetter
from threading import Lock
from typing import Any

from bookbuilder.open_pdf import open_pdf

_ALONE = Lock()
"""PDFium is not thread-safe."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text on a page (from 1), and the object numbers of its structure elements, outermost first.

    A picture has no text, but perhaps an alternative text.
    """

    text: str
    page: int
    path: tuple[int, ...]
    alt: str = ""


@dataclass(frozen=True)
class PdfText:
    """The text of a PDF by top-level sections: title pages, contents, chapters."""

    sections: tuple[tuple[TextRun, ...], ...]

    @cached_property
    def pieces(self) -> tuple[TextRun, ...]:
        """The text of all sections."""
        return tuple(piece for section in self.sections for piece in section)


def pdf_text(data: bytes) -> PdfText:
    """Return the text of a tagged PDF, without artifacts (running heads, folios), its table of contents, and text inside
    pictures."""
    import pikepdf

    with _ALONE:
        marked = _marked(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        root = pdf.Root.get("/StructTreeRoot")
        sections: list[list[TextRun]] = [[]]
        if root is not None:
            for leaf in _leaves(root, pages):
                while len(sections) <= leaf.section:
                    sections.append([])
                text = marked.get((leaf.page, leaf.mark), "") if leaf.alternative is None else ""
                sections[leaf.section].append(TextRun(text, leaf.page, leaf.path, leaf.alternative or ""))
    return PdfText(tuple(tuple(section) for section in sections))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A piece of marked content: section number, page, mark (MCID), path; a picture's alternative text."""

    section: int
    page: int
    mark: int
    path: tuple[int, ...]
    alternative: str | None


def _leaves(root: Any, pages: dict[Any, int]) -> Iterator[_Leaf]:
    """Yield each piece of marked content, in structure order."""
    import pikepdf

    section = 0
    waiting: list[tuple[Any, int, tuple[int, ...], str | None]] = [(root.get("/K"), 0, (), None)]
    tops: set[int] = set()
    while waiting:
        node, page, path, alternative = waiting.pop()
        match node:
            case pikepdf.Array():
                # A stack: the last one is taken first, so the order is turned around.
                waiting.extend((one, page, path, alternative) for one in reversed(list(node)))
            case int():
                yield _Leaf(section, page, int(node), path, alternative)
            case pikepdf.Dictionary() if "/MCID" in node:
                page_node = node.get("/Pg")
                here = pages[page_node.objgen] if page_node is not None else page
                yield _Leaf(section, here, int(node.MCID), path, alternative)
            # Of the book; a list of figures in a chapter is text of that.
            case pikepdf.Dictionary() if node.get("/S") == "/TOC" and (not path or path[-1] in tops):
                pass
            # The page number of another edition, which stands in the margin.
            case pikepdf.Dictionary() if node.get("/S") == "/Span" and "/Alt" in node:
                pass
            case pikepdf.Dictionary() if "/S" in node:
                number = node.objgen[0]
                if str(node.S) == "/Sect" and not tops.intersection(path):
                    tops.add(number)
                    section += 1
                if str(node.S) == "/Figure":
                    alternative = str(node.get("/Alt", ""))
                page_node = node.get("/Pg")
                here = pages.get(page_node.objgen, page) if page_node is not None else page
                waiting.append((node.get("/K"), here, (*path, number), alternative))
            case _:
                pass


def _marked(data: bytes) -> dict[tuple[int, int], str]:
    """Return (page, mark) → text for all marked text."""
    import pypdfium2.raw as pdfium

    result: dict[tuple[int, int], str] = {}
    with open_pdf(data) as document:
        for number in range(len(document)):
            page = document[number]
            lines = page.get_textpage()
            turned = _turned_texts(lines)
            spoken: int | None = None
            for thing in _objects(page.raw):
                mark = pdfium.FPDFPageObj_GetMarkedContentID(thing)
                if mark >= 0 and pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
                    key = (number + 1, mark)
                    before, (spoken, text) = spoken, _spoken(thing)
                    if spoken is not None:
                        # All objects in such a mark have its replacement text, which is heard once.
                        result[key] = result.get(key, "") + (text if spoken != before else "")
                        continue
                    text = turned.get(_address(thing)) or _text(thing, lines)
                    result[key] = result.get(key, "") + text
            lines.close()
            page.close()
    return result


def _text(thing: Any, lines: Any) -> str:
    """Return the text of an object, as PDFium has it in the lines of the page."""
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFTextObj_GetText(thing, lines.raw, None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium.FPDFTextObj_GetText(thing, lines.raw, room, size)
    return bytes(room)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _turned_texts(lines: Any) -> dict[int | None, str]:
    """Return the text of each object from left to right on a page with letters from right to left.

    PDFium takes a line with many of these to run from right to left, and turns the words around them: a row of a table is
    such a line.
    """
    import pypdfium2.raw as pdfium

    if not any(is_right_to_left(letter) for letter in lines.get_text_range()):
        return {}
    signs: dict[int | None, list[tuple[float, str]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(lines.raw)):
        thing = pdfium.FPDFText_GetTextObject(lines.raw, index)
        if thing and pdfium.FPDFText_GetCharOrigin(lines.raw, index, x, y):
            sign = chr(pdfium.FPDFText_GetUnicode(lines.raw, index))
            signs.setdefault(_address(thing), []).append((x.value, sign))
    return {
        thing: "".join(sign for _, sign in sorted(placed, key=itemgetter(0)))
        for thing, placed in signs.items()
        if not any(is_right_to_left(sign) for _, sign in placed)
    }


def is_right_to_left(letter: str) -> bool:
    """Whether a letter is of a script that runs from right to left, or a digit of one."""
    return unicodedata.bidirectional(letter) in ("R", "AL", "AN")


def _address(thing: Any) -> int | None:
    return ctypes.cast(thing, ctypes.c_void_p).value


def _spoken(thing: Any) -> tuple[int | None, str]:
    """Return the id of an object's replacement text mark, shared by all objects in it, and the replacement text."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, index)
        size = ctypes.c_ulong()
        # As bytes: read as text, PDFium returns one letter for each byte.
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size) and size.value:
            room = (ctypes.c_ubyte * size.value)()
            pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", room, size.value, size)
            return _address(mark), _text_string(bytes(room))
    return None, ""


def _text_string(data: bytes) -> str:
    """Return a PDF text string (ISO 32000-1, 7.9.2.2) decoded."""
    if data.startswith(BOM_UTF16_BE):
        return data.removeprefix(BOM_UTF16_BE).decode("utf-16-be", "replace")
    return data.decode("latin-1")


def _objects(page: Any) -> Iterator[Any]:
    """Yield the objects of a page, including those in forms."""
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _with_inner(pdfium.FPDFPage_GetObject(page, index))


def _with_inner(thing: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    yield thing
    if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(max(pdfium.FPDFFormObj_CountObjects(thing), 0)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(thing, index))
