"""What is read from a PDF that came back: its marks with the characters under them, and the texts of these pages."""

from __future__ import annotations

from msgspec import Struct

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points of the page's own coordinates."""


class PdfAnnotation(Struct, frozen=True, array_like=True):
    """A mark as a program has written it. `number` is its place among those of the file; `parent` is the number of the one
    that it answers or, `grouped`, is one with (-1: none). `quads` are the boxes of its text, `strokes` the lines of a
    drawing as x, y, x, y …; `state` is what a review says of the parent, such as `Accepted`."""

    number: int
    page: int
    subtype: str
    box: Box
    quads: tuple[Box, ...] = ()
    strokes: tuple[tuple[float, ...], ...] = ()
    text: str = ""
    author: str = ""
    date: str = ""
    intent: str = ""
    state: str = ""
    parent: int = -1
    grouped: bool = False


class Figure(Struct, frozen=True, array_like=True):
    """A picture on a page: its box and its alternative text."""

    page: int
    box: Box
    alt: str


class PageMark(Struct, frozen=True, array_like=True):
    """A mark and what is under it: the characters of its page from `start` to `end` (equal: a point before that character),
    `found` whether there are any; `picture` is the alternative text of the picture under it."""

    annotation: PdfAnnotation
    start: int = 0
    end: int = 0
    found: bool = False
    picture: str | None = None


class MarkedPage(Struct, frozen=True, array_like=True):
    """A page with marks: its number from 0, the page number that is printed in its label, its characters in the order of the
    file, with spaces between words, and its marks."""

    number: int
    label: str
    text: str
    marks: tuple[PageMark, ...]


class MarkedPdf(Struct, frozen=True, array_like=True):
    """What was read from a PDF: the permanent part of its identifier as hexadecimal digits, its language, the number of its
    pages, the pages with marks, how many marks were left out because there are too many, and how many could not be read."""

    identifier: str
    language: str
    pages: int
    marked: tuple[MarkedPage, ...]
    left_out: int = 0
    broken: int = 0
