"""Turns a tagged PDF into its text in the order of reading: structure by pikepdf, words by PDFium.

Where content is marked with its text (ISO 32000-1, 14.9.4), that is what counts. PDFium follows such a mark only if the font
has a glyph for a letter of it, so the marks are read here.
"""

from __future__ import annotations

import ctypes
from codecs import BOM_UTF16_BE
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from threading import Lock
from typing import Any

_ALONE = Lock()
"""PDFium does one thing at a time."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of text on a page (from 1), and the object numbers of the structure elements around it, outermost first.

    A picture has no text, but perhaps the words that somebody hears for it.
    """

    text: str
    page: int
    path: tuple[int, ...]
    alt: str = ""


@dataclass(frozen=True)
class Printed:
    """The text of a PDF by its sections (the parts of the book that stand side by side: title pages, contents, chapters)."""

    sections: tuple[tuple[Shown, ...], ...]

    @cached_property
    def pieces(self) -> tuple[Shown, ...]:
        """All the text."""
        return tuple(piece for section in self.sections for piece in section)


def printed(data: bytes) -> Printed:
    """Return the text of a tagged PDF. What no element of the structure holds (running heads, folios), tables of
    contents and what is drawn in pictures are left out."""
    import pikepdf

    with _ALONE:
        marked = _marked(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        root = pdf.Root.get("/StructTreeRoot")
        sections: list[list[Shown]] = [[]]
        if root is not None:
            for leaf in _leaves(root, pages):
                while len(sections) <= leaf.section:
                    sections.append([])
                text = marked.get((leaf.page, leaf.mark), "") if leaf.said is None else ""
                sections[leaf.section].append(Shown(text, leaf.page, leaf.path, leaf.said or ""))
    return Printed(tuple(tuple(section) for section in sections))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A piece of marked content: the number of its section, its page and mark, its path, and, of a picture, its words."""

    section: int
    page: int
    mark: int
    path: tuple[int, ...]
    said: str | None


def _leaves(root: Any, pages: dict[Any, int]) -> Iterator[_Leaf]:
    """Yield each piece of marked content, in the order of the structure."""
    import pikepdf

    section = 0
    waiting: list[tuple[Any, int, tuple[int, ...], str | None]] = [(root.get("/K"), 0, (), None)]
    tops: set[int] = set()
    while waiting:
        node, page, path, said = waiting.pop()
        match node:
            case pikepdf.Array():
                waiting.extend((one, page, path, said) for one in reversed(list(node)))
            case int():
                yield _Leaf(section, page, int(node), path, said)
            case pikepdf.Dictionary() if "/MCID" in node:
                own = node.get("/Pg")
                here = pages[own.objgen] if own is not None else page
                yield _Leaf(section, here, int(node.MCID), path, said)
            case pikepdf.Dictionary() if node.get("/S") == "/TOC":
                pass
            case pikepdf.Dictionary() if "/S" in node:
                number = node.objgen[0]
                if str(node.S) == "/Sect" and not tops.intersection(path):
                    tops.add(number)
                    section += 1
                if str(node.S) == "/Figure":
                    said = str(node.get("/Alt", ""))
                own = node.get("/Pg")
                here = pages.get(own.objgen, page) if own is not None else page
                waiting.append((node.get("/K"), here, (*path, number), said))
            case _:
                pass


def _marked(data: bytes) -> dict[tuple[int, int], str]:
    """Return (page, mark) → text for all text with a mark of the structure."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    found: dict[tuple[int, int], str] = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            lines = page.get_textpage()
            spoken: int | None = None
            for thing in _objects(page.raw):
                mark = pdfium.FPDFPageObj_GetMarkedContentID(thing)
                if mark >= 0 and pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
                    key = (number + 1, mark)
                    before, (spoken, text) = spoken, _spoken(thing)
                    if spoken is not None:
                        found[key] = found.get(key, "") + (text if spoken != before else "")
                        continue
                    size = pdfium.FPDFTextObj_GetText(thing, lines.raw, None, 0)
                    room = (ctypes.c_ushort * (size // 2 + 1))()
                    pdfium.FPDFTextObj_GetText(thing, lines.raw, room, size)
                    text = bytes(room)[: max(size - 2, 0)].decode("utf-16-le", "replace")
                    found[key] = found.get(key, "") + text
            lines.close()
            page.close()
    finally:
        document.close()
    return found


def _spoken(thing: Any) -> tuple[int | None, str]:
    """Return the mark of an object that says what its text is (a number, the same for all objects in it), and that text."""
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, at)
        size = ctypes.c_ulong()
        # The bytes: as a text, PDFium gives every one of them for a letter.
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size) and size.value:
            room = (ctypes.c_ubyte * size.value)()
            pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", room, size.value, size)
            return ctypes.cast(mark, ctypes.c_void_p).value, _text_string(bytes(room))
    return None, ""


def _text_string(data: bytes) -> str:
    """Return what a text string of a PDF says (ISO 32000-1, 7.9.2.2)."""
    if data.startswith(BOM_UTF16_BE):
        return data.removeprefix(BOM_UTF16_BE).decode("utf-16-be", "replace")
    return data.decode("latin-1")


def _objects(page: Any) -> Iterator[Any]:
    """Yield the objects of a page, those in groups as well."""
    import pypdfium2.raw as pdfium

    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _with_inner(pdfium.FPDFPage_GetObject(page, at))


def _with_inner(thing: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    yield thing
    if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM:
        for at in range(max(pdfium.FPDFFormObj_CountObjects(thing), 0)):
            yield from _with_inner(pdfium.FPDFFormObj_GetObject(thing, at))
