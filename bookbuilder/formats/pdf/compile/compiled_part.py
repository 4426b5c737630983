"""What compiling a part of a book gives: finished pages with slots for page numbers, for the linker to put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from bookbuilder.formats.pdf.compile.layout_finding import Area, LayoutFinding
from bookbuilder.formats.text_places import Place
from bookbuilder.paragraph_counts import NO_PARAGRAPHS, Paragraphs
from bookbuilder.typed_decoding import from_msgpack

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
"""The object numbers of a part begin at a multiple of this, so that most changes of one part leave the others where they
are."""
LOCAL_REF = b"\x02"
"""Stands before a number that a part gave to one of its own objects, counting from 0; the linker adds an offset."""
SLOT = b"\x01"
"""Stands in content and dictionaries before and behind the number of a slot, which the linker fills: a byte that neither
contains otherwise."""
PAGE_NUMBER, PAGE_COUNT = "", "*"
"""Names of the slots for the number of the page itself and for the number of pages; other names are anchors."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a page number in content.

    `name` says which number. `text` is what it was laid out with, `operator` what draws that. The linker may put another
    number there, set from `glyphs` (hexadecimal, for the ten digits) and their `widths` (thousandths of the font size).
    `width` is the room that the text was given, in the same unit, and `size` the font size in px; in a margin box the room
    grows with the number. `symbols` are the ten digits as characters.
    """

    name: str
    text: str
    operator: bytes
    glyphs: tuple[str, ...]
    widths: tuple[float, ...]
    width: float
    size: float
    symbols: str = "0123456789"


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a text of a margin box starts, if the numbers on its line have the width that they were laid out with.

    `x` in px; `slots` are those of the line, `before` how many of them stand before this text. `align` is the share of the
    extra width of the line that goes to its start: 0 where it is aligned at its start, 1 at its end.
    """

    x: float
    slots: tuple[int, ...]
    before: int
    align: float


@dataclass(frozen=True, slots=True)
class Content:
    """Content of a page with slots to fill. `data` contains `SLOT` n `SLOT` for slot n and `SLOT` >n `SLOT` for shift n."""

    data: bytes
    slots: tuple[Slot, ...] = ()
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class CompressedPiece:
    """A compressed piece of content, its length before compression, and its check sum (Adler-32)."""

    data: bytes
    length: int
    check: int


@dataclass(frozen=True, slots=True)
class PrefilledStream:
    """Content that is compressed except for its slots (`prefilled_streams.py`): `pieces` stand before, between and behind
    `places`, each of which is the number of a slot and how many bytes are reserved for it."""

    slots: tuple[Slot, ...]
    pieces: tuple[CompressedPiece, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """Page furniture for one side of the sheet: running heads and folios.

    `content` is empty (no data) where there are none, `style` the counter style of the folio. `long_heads` are the running
    heads that need a second line, `texts` all texts, for a pseudo-locale only.
    """

    content: Content
    style: str = ""
    long_heads: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeText:
    """A text near the edge of the paper: where it begins and ends, and the width of the page, in px; and where it comes from
    and stands, as a `LayoutFinding` says it."""

    left: float
    right: float
    width: float
    text: str
    place: tuple[int, int] | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """A page: its object number, and everything that depends on where it will stand.

    `body` is content with slots to fill; None where the body is finished and stands among the streams of the part (number
    `stream`). `background` is the number of the content drawn below it. `sides` are the numbers of its furniture as a
    left-hand and as a right-hand page (-1: none). `right` is the side that it was laid out for; `shift` is how far the body
    moves to the right, in px, when the page stands on the other one. `box` is the trim box in points. `counter` says how
    the page changes the page counter: reset to, increment by, set to. `edge_texts` are texts that may run off the paper.
    """

    number: int
    stream: int
    right: bool
    box: tuple[float, float, float, float]
    sides: tuple[int, int] = (-1, -1)
    background: int = -1
    body: PrefilledStream | None = None
    shift: float = 0.0
    counter: tuple[int | None, int, int | None] = (None, 1, None)
    blank: bool = False
    edge_texts: tuple[EdgeText, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link annotation: its object number, its page in this part, its rectangle in points, the rest of its dictionary, and
    its description (with `SLOT` anchor `SLOT` for the number of a page)."""

    number: int
    page: int
    rectangle: tuple[float, float, float, float]
    rest: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class UsedFace:
    """A font face, and what a part uses of it.

    `file` is the SHA-256 of the font file, `attributes` are WeasyPrint's values of the face. `glyphs` maps the number of a
    glyph to its text, `widths` to its width (thousandths of the font size).
    """

    hash: str
    file: str
    index: int
    attributes: dict[str, object]
    glyphs: dict[int, str]
    widths: dict[int, float]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the outline: its level, its label, and its target (page of the part, x and y in points)."""

    level: int
    label: str
    page: int
    x: float
    y: float
    closed: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture as objects of a PDF: its stream, and that of its mask (empty: none); `path` is that of the file that it was
    made from, from the root of the book (empty: it is none of the book)."""

    data: bytes
    mask: bytes = b""
    path: str = ""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture or drawing of the book on a page of the part: its address, and its size on the page, in points."""

    source: str
    page: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Hairline:
    """A thin line around or between blocks: its width in points, its page in the part, and the block (its id)."""

    width: float
    page: int
    block: str


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part of a book, compiled.

    `start` is the side of the sheet that it wants to begin on (`left`, `right`; empty: any). `depends_on_side`: it was laid
    out for the side on which it began, and can stand on no other. `depends_on_number`: its folios are not decimal digits
    (e.g. roman), so it is valid for one number of its first page only. `prints_page_count`: it prints how many pages the
    book has.

    `object_count` is the number of its objects, `streams` are those with a stream (number, dictionary, stream), `items` all
    others, `resources` is the number of its resource dictionary; wherever one names another of the part, `LOCAL_REF` stands
    before its number. `root_elements` are the numbers of its structure elements without a parent in the part,
    `parent_tree` its share of the parent tree (ISO 32000-1, 14.7.4.4), `ids` its element identifiers.

    `blank` is the furniture (left, right) and the trim box of a blank page before it. `faces` are those of its fonts
    (`encode_faces`), `anchors` are name, page, x and y in points; `page_starts` say where in the text each page begins,
    `printed_texts` where each text stands on its page (`encode_printed_texts.decode`). `inherited_strings` are the named
    strings that it takes from the parts before it, `last_strings` those that it leaves to the next one. `hairlines` has the
    first line of each width below a point; `transparent` says that something is drawn with an opacity below 1.
    """

    start: str
    pages: tuple[CompiledPage, ...]
    object_count: int
    resources: int
    streams: tuple[tuple[int, bytes, bytes], ...]
    items: tuple[tuple[int, bytes], ...]
    depends_on_side: bool = False
    depends_on_number: bool = False
    prints_page_count: bool = False
    furniture: tuple[Furniture, ...] = ()
    backgrounds: tuple[bytes, ...] = ()
    blank: tuple[int, int, tuple[float, float, float, float]] | None = None
    faces: bytes = b""
    pictures: dict[str, EmbeddedPicture] = field(default_factory=dict)
    anchors: tuple[tuple[str, int, float, float], ...] = ()
    page_starts: tuple[Place, ...] = ()
    printed_texts: bytes = b""
    outline: tuple[OutlineEntry, ...] = ()
    links: tuple[PlacedLink, ...] = ()
    root_elements: tuple[int, ...] = ()
    parent_tree: tuple[tuple[int, bytes], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    headings: tuple[int, ...] = ()
    messages: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    inherited_strings: tuple[str, ...] = ()
    last_strings: dict[str, str] = field(default_factory=dict)
    placed_pictures: tuple[PlacedPicture, ...] = ()
    hairlines: tuple[Hairline, ...] = ()
    transparent: bool = False
    paragraphs: Paragraphs = NO_PARAGRAPHS
    findings: tuple[LayoutFinding, ...] = ()

    def used_faces(self) -> tuple[UsedFace, ...]:
        """Return the faces that it uses, decoded anew."""
        return from_msgpack(self.faces, tuple[UsedFace, ...]) if self.faces else ()

    def encode(self) -> bytes:
        """Return the part as bytes."""
        return msgspec.msgpack.encode(self)


def encode_faces(faces: Iterable[UsedFace]) -> bytes:
    """Return faces as bytes, in which they take a quarter of the memory: they are needed once, when fonts are subset."""
    return msgspec.msgpack.encode(tuple(faces))


NOT_COMPILED = CompiledPart("", (), 0, 0, (), ())
"""Stands for a part that was not compiled yet."""


def decode(data: bytes) -> CompiledPart:
    """Return a part from its bytes; raises `msgspec.DecodeError` if they are none."""
    return from_msgpack(data, CompiledPart)


def without_objects(part: CompiledPart) -> CompiledPart:
    """Return a part without its streams and other objects, which take half of its memory: a book is paginated without
    them."""
    return replace(part, streams=(), items=())


def merge_glyph_texts(into: dict[int, str], more: Mapping[int, str]) -> None:
    """Add the texts of the glyphs that another part of a book uses. They differ only for glyphs about which the font says
    nothing, which every part marks with the text that they stand for there; the order of the parts makes no difference."""
    for glyph, text in more.items():
        old = into.setdefault(glyph, text)
        if old != text:
            into[glyph] = min(old, text, key=lambda one: (not one, one))


def local_reference(number: int) -> bytes:
    """Return the reference to an object of the part itself."""
    return LOCAL_REF + b"%d 0 R" % number
