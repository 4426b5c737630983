"""The EAN-13 barcode of the ISBN on the back cover, with an EAN-5 add-on for the price, as HTML and SVG.

Measures are those of the GS1 General Specifications (5.2.3) for a module of 0.33 mm: 37.29 by 25.93 mm with quiet zones.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Annotated

from markupsafe import Markup
from msgspec import Meta, Struct

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.barcode import ean
from bookbuilder.formats.pdf.units import MM
from bookbuilder.html.environment import points

MODULE = 0.33
"""In mm: the width of the thinnest bar at 100 %."""
BEFORE, BEHIND, LAST, GAP = 11, 7, 5, 9
"""In modules: the quiet zones before and behind a symbol and behind an add-on, and what is between the two (7 to 12)."""
HIGH, GUARD = 22.85 / MODULE, 5.0
"""In modules: how high bars are, and how far the guards go on below them."""
DIGITS, APART = 2.75 / MODULE, 1.0
"""In modules: the room of a line of digits, and what is between it and the bars."""
ABOVE, EDGE = 2.8, 0.7
"""In mm at 100 %: the line with the ISBN, and the white above and below everything."""
_GUARDS = {*range(3), *range(45, 50), *range(92, 95)}


class Barcode(Struct, frozen=True, forbid_unknown_fields=True):
    """The barcode on the back: the least width and height of its white background in mm, its size (1: a module of 0.33 mm;
    GS1 General Specifications allow 0.8 to 2), how far it stays from trim and spine in mm, the printer's resolution in dots
    an inch, of which bars are whole dots (0: not rounded), and whether a cover needs one."""

    width: Annotated[float, Meta(ge=0, le=1000)] = 0.0
    height: Annotated[float, Meta(ge=0, le=1000)] = 0.0
    magnification: Annotated[float, Meta(ge=0.8, le=2)] = 1.0
    margin: Annotated[float, Meta(ge=0, le=1000)] = 0.0
    resolution: Annotated[int, Meta(ge=0, le=100_000)] = 0
    needed: bool = False


def number(book: Book) -> str:
    """Return the 13 digits of the ISBN of an edition; empty if it has none (a wrong one is reported elsewhere)."""
    digits = re.sub(r"[- ]", "", book.project.isbn(book.edition))
    return digits if re.fullmatch(r"97[89][0-9]{10}", digits) else ""


def module(wanted: Barcode) -> float:
    """Return the width of a module in mm: a whole number of dots, if the printer says how fine they are."""
    width = MODULE * wanted.magnification
    dot = 25.4 / wanted.resolution if wanted.resolution else 0.0
    return max(1, round(width / dot)) * dot if dot else width


def size(wanted: Barcode, price: str = "") -> tuple[float, float]:
    """Return the width and height in mm of a barcode with its white background."""
    unit = module(wanted)
    wide = BEFORE + ean.WIDTH + (GAP + ean.ADDED + LAST if price else BEHIND)
    high = (HIGH + APART + DIGITS) * unit + (ABOVE + 2 * EDGE) * unit / MODULE
    return max(wanted.width, wide * unit), max(wanted.height, high)


def barcode(book: Book, wanted: Barcode) -> Markup:
    """Return the barcode of an edition for its back cover, with the price if it has one; empty without an ISBN."""
    digits, price = number(book), book.edition.price
    if not digits:
        return Markup("")
    unit = module(wanted)
    width, height = size(wanted, price)
    wide = BEFORE + ean.WIDTH + (GAP + ean.ADDED + LAST if price else BEHIND)
    scale = unit / MODULE
    left = (width - wide * unit) / 2
    top = (height - (HIGH + APART + DIGITS) * unit - ABOVE * scale) / 2 + ABOVE * scale
    cells = [*_digits(digits, marked=not price), *(_price(price) if price else ())]
    spans = Markup("").join(
        Markup('<span style="{}">{}</span>').format(
            _position(left + x * unit, top + y * unit, 7 * unit, DIGITS * unit), text
        )
        for x, y, text in cells
    )
    picture = Markup('<img src="data:image/svg+xml;base64,{}" alt="" style="{}"/>').format(
        b64encode(_drawing(digits, price).encode()).decode(),
        _position(left + BEFORE * unit, top, _drawn(price) * unit, (HIGH + GUARD) * unit),
    )
    isbn = Markup('<p style="{}; font-size: {:.3f}mm">ISBN {}</p>').format(
        _position(left + BEFORE * unit, top - ABOVE * scale, ean.WIDTH * unit, ABOVE * scale),
        2.3 * scale,
        book.project.isbn(book.edition),
    )
    sheet = Markup(_sheet(book, wanted, (width, height), unit))  # noqa: S704 # of the theme, whose templates are HTML too
    return Markup(
        '<style>{}</style>\n<div class="barcode" dir="ltr">\n{}\n<div aria-hidden="true">{}{}</div>\n</div>'
    ).format(sheet, isbn, picture, spans)


def _sheet(book: Book, wanted: Barcode, size: tuple[float, float], unit: float) -> str:
    """Return the style sheet: the barcode stands in the corner of the back cover that is near the spine."""
    page = book.theme.tokens["page"]
    side = max(wanted.margin, points(page["width"]) / MM * 0.09)
    foot = max(wanted.margin, points(page["height"]) / MM * 0.05)
    return (
        f".barcode {{ position: absolute; bottom: {foot:.3f}mm; inset-inline-end: {side:.3f}mm;"
        f" width: {size[0]:.3f}mm; height: {size[1]:.3f}mm; background: #fff; color: #000;"
        f" font-family: {book.theme.stacks['mono']}; font-weight: 400; font-variant-numeric: lining-nums;"
        f" font-size: {11 * unit:.3f}mm; letter-spacing: 0; text-indent: 0; hyphens: manual }}\n"
        ".barcode p, .barcode span, .barcode img { position: absolute; display: block; margin: 0; padding: 0;"
        " text-align: center; white-space: nowrap }\n"
    )


def _position(x: float, y: float, width: float, height: float) -> str:
    return f"left: {x:.4f}mm; top: {y:.4f}mm; width: {width:.4f}mm; height: {height:.4f}mm; line-height: {height:.4f}mm"


def _digits(digits: str, *, marked: bool) -> Iterator[tuple[float, float, str]]:
    """Yield the digits below the bars, each with its place in modules, and the sign for the end of the light margin."""
    y = HIGH + APART
    yield 1, y, digits[0]
    for at, digit in enumerate(digits[1:7]):
        yield BEFORE + 3 + 7 * at, y, digit
    for at, digit in enumerate(digits[7:]):
        yield BEFORE + 50 + 7 * at, y, digit
    if marked:
        yield BEFORE + ean.WIDTH, y, ">"


def _price(price: str) -> Iterator[tuple[float, float, str]]:
    """Yield the digits above the bars of an add-on."""
    start = BEFORE + ean.WIDTH + GAP
    for at, digit in enumerate(price):
        yield start + 4 + 9 * at, 0, digit


def _drawn(price: str) -> int:
    """Return the width of the bars in modules."""
    return ean.WIDTH + (GAP + ean.ADDED if price else 0)


def _drawing(digits: str, price: str) -> str:
    """Return the bars as a drawing whose unit is a module."""
    rectangles = [
        (x, 0.0, width, HIGH + (GUARD if x in _GUARDS else 0)) for x, width in ean.bars(ean.ean13(digits))
    ]
    if price:
        top = DIGITS + APART
        start = ean.WIDTH + GAP
        rectangles += [(start + x, top, width, HIGH + GUARD - top) for x, width in ean.bars(ean.ean5(price))]
    path = "".join(f"M{x} {y:.4f}h{width}v{height:.4f}h-{width}z" for x, y, width, height in rectangles)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_drawn(price)} {HIGH + GUARD:.4f}"'
        f' preserveAspectRatio="none"><path fill="#000" d="{path}"/></svg>'
    )
