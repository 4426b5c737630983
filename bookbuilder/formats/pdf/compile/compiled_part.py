"""What compiling a part of a book gives: finished pages with the places where numbers go, for the linker to put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from bookbuilder.formats.blocktext import Place

(
    CATALOG,
    PAGES,
    FONTS,
    STRUCTURE,
    DOCUMENT,
    MAIN,
    PARENTS,
    IDS,
    PROFILE,
    COLOURS,
    METADATA,
    INFO,
    OUTLINE,
    INTENT,
) = range(1, 15)
"""Numbers of the objects that a file has once; every part refers to them by these numbers."""
FIRST_FONT = 32
"""The number of the first object of the first face; each has `FONT_ROOM` of them."""
FONT_ROOM = 8
ROOM = 256
"""The numbers of a part begin at a multiple of this, so that most changes of one leave the others where they are."""
OWN = b"\x02"
"""Stands before a number that a part gave to one of its own objects, counting from 0."""
MARK = b"\x01"
"""Stands in content and dictionaries around what the linker fills in: a byte that neither holds otherwise."""
PAGE_NUMBER, PAGE_COUNT = "", "*"
"""Names of the slots for the number of the page itself and for that of all pages; other names are anchors."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a page number in content.

    `name` says which number. `text` is what it was laid out with, `shown` the operator that draws that. The linker may put
    another number there, set from `glyphs` (hexadecimal, for the ten digits) and their `widths` (thousandths of the font
    size). `width` is the room that the text was given, in the same unit, and `size` the font size in px; in a margin box
    the room grows with the number.
    """

    name: str
    text: str
    shown: bytes
    glyphs: tuple[str, ...]
    widths: tuple[float, ...]
    width: float
    size: float
    symbols: str = "0123456789"


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a text of a margin box starts, if the numbers on its line have the width that they were laid out with.

    `x` in px; `slots` are those of the line, `before` how many of them stand before this text. `align` is the share of what
    the line is wider that goes to its start: 0 where it is aligned at its start, 1 at its end.
    """

    x: float
    slots: tuple[int, ...]
    before: int
    align: float


@dataclass(frozen=True, slots=True)
class Content:
    """Content of a page with places to fill in. `data` holds `MARK` n `MARK` for slot n and `MARK` >n `MARK` for shift n."""

    data: bytes
    slots: tuple[Slot, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A compressed piece of content, how long it is otherwise, and its check sum (Adler-32)."""

    data: bytes
    length: int
    check: int


@dataclass(frozen=True, slots=True)
class Spliced:
    """Content that is compressed but for its places (`splice.py`): `pieces` stand before, between and behind `places`, each
    of which is the number of a slot and the bytes that there are for it."""

    slots: tuple[Slot, ...]
    pieces: tuple[Piece, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on a page besides its text, for one side of the sheet: running heads and folios.

    `content` is empty (no data) where there are none, `style` the counter style of the folio. `long` are the heads that need
    a second line, `texts` all texts of a book that pretends.
    """

    content: Content
    style: str = ""
    long: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """A text near the edge of the paper: where it begins and ends, and the width of the page, in px."""

    left: float
    right: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number as an object, and all that depends on where it comes to stand.

    `body` is content with places to fill in; it is None where the body stands finished in the part's blob. `ground` is
    drawn below it. `sides` are the numbers of its furniture for a left-hand and a right-hand page (-1: none). `shift` is how
    far the body moves to the right, in px, when the page stands on the side that it was not laid out for. `box` is the trim
    box in points. `counter` says how the page counter changes: reset to, increment by, set to.
    `near` are texts that may run off the paper.
    """

    number: int
    stream: int
    right: bool
    box: tuple[float, float, float, float]
    sides: tuple[int, int] = (-1, -1)
    ground: int = -1
    body: Spliced | None = None
    shift: float = 0.0
    counter: tuple[int | None, int, int | None] = (None, 1, None)
    blank: bool = False
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An annotation: its object number, its page in this part, its rectangle in points, the rest of its dictionary, and what
    it says (with `MARK` anchor `MARK` for the number of a page)."""

    number: int
    page: int
    rectangle: tuple[float, float, float, float]
    rest: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font, and what a part uses of it.

    `file` is the SHA-256 of the font file, `attributes` are WeasyPrint's values of the face. `glyphs` maps the number of a
    glyph to its text, `widths` to its width.
    """

    hash: str
    file: str
    index: int
    attributes: dict[str, object]
    glyphs: dict[int, str]
    widths: dict[int, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the outline: its level, its words, and its place (page of the part, x and y in points)."""

    level: int
    label: str
    page: int
    x: float
    y: float
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as objects of a PDF: its stream, and that of its mask (empty: none)."""

    data: bytes
    mask: bytes = b""


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture or drawing of the book on a page of the part: its address, and the room that it takes, in points."""

    source: str
    page: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Thin:
    """A line around or between blocks: how thick it is in points, its page in the part, and the block (its id)."""

    width: float
    page: int
    block: str


@dataclass(frozen=True, slots=True)
class Object:
    """A part of a book, compiled.

    `start` is the side of the sheet that it wants to begin on (`left`, `right`; empty: any). A part that is `sided` was
    laid out for the side on which it began and stands on no other. One that is `exact` prints numbers that are no figures,
    so it was laid out for one number of its first page alone; one that `totals` says how many pages the book has. `used` is
    how many objects it has, `streams` are those with a stream (number, dictionary, stream), `items` all others; wherever
    one names another of the part, `OWN` stands before its number. `anchors` are name, page, x and y in points; `places`
    where each page begins in the text. `placed` are its pictures, `thin` the first line of each thickness below a point,
    `clear` says that something lets what is below it show through.
    """

    start: str
    pages: tuple[Page, ...]
    used: int
    resources: int
    streams: tuple[tuple[int, bytes, bytes], ...]
    items: tuple[tuple[int, bytes], ...]
    sided: bool = False
    exact: bool = False
    totals: bool = False
    furniture: tuple[Furniture, ...] = ()
    grounds: tuple[bytes, ...] = ()
    blank: tuple[int, int, tuple[float, float, float, float]] | None = None
    faces: tuple[Face, ...] = ()
    pictures: dict[str, Picture] = field(default_factory=dict)
    anchors: tuple[tuple[str, int, float, float], ...] = ()
    places: tuple[Place, ...] = ()
    outline: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    tops: tuple[int, ...] = ()
    parents: tuple[tuple[int, bytes], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    headings: tuple[int, ...] = ()
    messages: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    strings: dict[str, str] = field(default_factory=dict)
    placed: tuple[Placed, ...] = ()
    thin: tuple[Thin, ...] = ()
    clear: bool = False

    def encode(self) -> bytes:
        """Return the object as bytes."""
        return msgspec.msgpack.encode(self)


def decode(data: bytes) -> Object:
    """Return an object from its bytes; raises `msgspec.DecodeError` if they are none."""
    return msgspec.msgpack.decode(data, type=Object)


def merge(into: dict[int, str], more: Mapping[int, str]) -> None:
    """Add the texts of the glyphs that another part of a book uses. They differ only for glyphs about which the font says
    nothing, which every part marks with what they say there; which part comes first makes no difference."""
    for glyph, text in more.items():
        old = into.setdefault(glyph, text)
        if old != text:
            into[glyph] = min(old, text, key=lambda one: (not one, one))


def own(number: int) -> bytes:
    """Return the reference to an object of the part itself."""
    return OWN + b"%d 0 R" % number
