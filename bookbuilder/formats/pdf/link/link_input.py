"""What is linked: the parts with their object numbers, the order of their pages, and the settings of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bookbuilder.formats.pdf.compile.compiled_part import PAGE_COUNT, PAGE_NUMBER, CompiledPart
from bookbuilder.formats.pdf.link import xmp
from bookbuilder.formats.pdf.link.relocate import RelocatedPart
from bookbuilder.formats.pdf.link.syntax import number_text
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.press.intent import SRGB, Intent
from bookbuilder.formats.pdf.press.trim import PLAIN, Box, Trim


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels in the PDF: its name, type, bytes, how it belongs to the book, and words about it.

    `Source` is what the book was made from, `Data` what it shows, `Alternative` the book in another form (ISO 19005-3,
    annex E). No two of a book have the same name.
    """

    name: str
    media_type: str
    data: bytes
    relationship: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
    description: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PageAdditions:
    """What the pages of a proof have besides those of the book: `margin` points at their outer edge, and content `below`
    and `above` the text of the page with an index, whose trim box is that of the book; each is an artifact."""

    margin: float
    below: Callable[[int, Box], bytes]
    above: Callable[[int, Box], bytes]

    def paper(self, box: Box, *, right: bool) -> Box:
        """Return the box of a page with its margin; the outer edge of a right-hand page is the right one."""
        left, bottom, east, top = box
        return (left, bottom, east + self.margin, top) if right else (left - self.margin, bottom, east, top)


@dataclass(frozen=True, slots=True)
class FileSettings:
    """What a file is besides its parts: what it says about itself, its fonts and colours as finished objects.

    `mark` stands at the top left corner of each page (`draft_mark`), `additions` are what the pages of a proof have.
    `figures` writes a page label in the figures of the locale. `trim` says what is around its pages,
    `intent` what its colours are meant for, `version` which PDF it is; without `links`, nothing on its pages can be
    followed, without `outline` it has no bookmarks. `facing` pages are those of a bound book; others are shown one by one.
    `picture_metadata` are packets of XMP by the paths of pictures.
    """

    about: xmp.About
    schemas: Sequence[xmp.Schema]
    identifier: str
    objects: Sequence[tuple[int, bytes]]
    faces: Mapping[str, int]
    figures: Callable[[str], str] = str
    right_to_left: bool = False
    attachments: Sequence[Attachment] = field(default=())
    trim: Trim = PLAIN
    intent: Intent = SRGB
    version: str = "1.7"
    links: bool = True
    outline: bool = True
    facing: bool = True
    mark: CompiledPart | None = None
    additions: PageAdditions | None = None
    picture_metadata: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """A part with its object numbers, the first of which is `start`; `main` says that it belongs to the main matter."""

    part: CompiledPart
    relocated: RelocatedPart
    start: int
    main: bool


@dataclass(frozen=True, eq=False)
class Linked:
    """The parts of a book as they stand in its file. `provisional`: its page numbers are not settled."""

    parts: Sequence[LinkedPart]
    order: PageSequence
    settings: FileSettings
    provisional: bool = False

    @cached_property
    def indexes(self) -> Mapping[tuple[int, int], int]:
        """The index of each page of a part in the file, from 0."""
        return {page.key: index for index, page in enumerate(self.order.pages)}

    def shift(self, key: tuple[int, int]) -> float:
        """Return by how many points a page of a part is moved to the right, since it was laid out for the other side."""
        page, placed = self.parts[key[0]].part.pages[key[1]], self.order.pages[self.indexes[key]]
        return page.shift * 0.75 if page.right != placed.right else 0.0

    def point(self, key: tuple[int, int], x: float, y: float) -> bytes:
        """Return a destination on a page of a part."""
        part = self.parts[key[0]]
        number = part.start + part.part.pages[key[1]].number
        return b"[%d 0 R/XYZ %b %b 0]" % (number, number_text(x + self.shift(key)), number_text(y))

    def label(self, name: str, index: int) -> str:
        """Return the page label for the slot `name` on the page with an index."""
        if name == PAGE_NUMBER:
            return str(self.order.pages[index].number)
        if name == PAGE_COUNT:
            return str(self.order.count)
        return self.order.label(name)
