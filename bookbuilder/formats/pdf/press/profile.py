"""Reads what a printer asks for: a TOML file that comes with the program, or stands in `printers/` of the book.

A book's own file of the same name is laid over the one that comes with the program, key by key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import reduce
from pathlib import PurePosixPath
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bookbuilder import toml
from bookbuilder.diagnostics import Report, Rule, Span, nearest
from bookbuilder.formats.pdf.barcode.barcode import Barcode
from bookbuilder.formats.pdf.press.trim import ROOM, Trim
from bookbuilder.formats.pdf.units import MM
from bookbuilder.phrases import Phrase
from bookbuilder.toml_tables.location import one_rule
from bookbuilder.toml_tables.struct_parsers import parse_struct
from bookbuilder.toml_tables.toml_table import TomlTable, laid_over, read_table
from bookbuilder.world import Workspace, decode
from bookbuilder.world.series_folder import PREFIX

UNKNOWN = Rule(
    "printer.unknown",
    "there is no printer profile {name!r}",
    "A printer profile says what a printer asks for. It comes with the program, or it is a file in printers/ of the book.",
)
SYNTAX = Rule(
    "printer.syntax",
    "the printer profile cannot be read: {problem}",
    "A printer profile is TOML: tables in brackets, and below them keys with values. docs/print.md lists them.",
)
VALUE = Rule(
    "printer.value",
    "the printer profile says something else than it can: {problem}",
    "Measures are numbers in millimetres, lines and their like in points. docs/print.md lists all keys.",
)

FOLDER = "printers"
SHIPPED = "package/formats/pdf/press/printers"

Millimetres = Annotated[float, Meta(ge=0, le=1000)]
Room = Annotated[float, Meta(ge=0, le=ROOM)]
Count = Annotated[int, Meta(ge=0, le=100_000)]


class Bleed(Struct, frozen=True, forbid_unknown_fields=True):
    """How far colours run over each edge of the page, in mm."""

    top: Room = 0.0
    bottom: Room = 0.0
    inner: Room = 0.0
    outer: Room = 0.0


class Pages(Struct, frozen=True, forbid_unknown_fields=True):
    """How many pages a book may have, and of which number they must be a multiple (0: no limit)."""

    least: Count = 0
    most: Count = 0
    multiple: Annotated[int, Meta(ge=1, le=64)] = 1


class Size(Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes of a trimmed page that the printer takes, each as width and height in mm: those of a list (empty: any), and
    from the `least` to the `most` (0: any)."""

    list: tuple[tuple[Millimetres, Millimetres], ...] = ()
    least: tuple[Millimetres, Millimetres] = (0.0, 0.0)
    most: tuple[Millimetres, Millimetres] = (0.0, 0.0)


class Colour(Struct, frozen=True, forbid_unknown_fields=True):
    """The colours of the file: `srgb`, `grey` or `cmyk`.

    For `cmyk`, `profile` is a file with an ICC profile, `condition` its name in the registry of the ICC (`FOGRA39`),
    `info` what people call it. `coverage` is the most ink on one spot, in percent of all four (0: any).
    """

    keep: Literal["srgb", "grey", "cmyk"] = "srgb"
    profile: str = ""
    condition: str = ""
    registry: str = "http://www.color.org"
    info: str = ""
    coverage: Annotated[int, Meta(ge=0, le=400)] = 0


class Images(Struct, frozen=True, forbid_unknown_fields=True):
    """The least resolution of pictures and of drawings in pure black and white, in pixels an inch (0: any)."""

    resolution: Count = 0
    lineart: Count = 0


class Gutter(Struct, frozen=True, forbid_unknown_fields=True):
    """The least inner margin, in mm, of a book of so many pages or more."""

    pages: Count
    inner: Millimetres


class Paper(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper: its name, the thickness of a page (half a leaf) in mm, where that comes from, and whether it is estimated.

    A leaf is as many thousandths of a millimetre thick as it weighs grams a square metre, times its volume: 0.1125 mm for
    90 g/m² of 1.25 times the volume."""

    name: str
    page: Annotated[float, Meta(gt=0, le=10)]
    source: str = ""
    estimated: bool = False


class Spine(Struct, frozen=True, forbid_unknown_fields=True):
    """The width of the spine in mm: `page` for each page, or else that of the `paper` (a key of `papers`), and `cover` for
    the cover. A spine with less than `text` pages, or less than `text_width` mm wide, bears no words."""

    page: Annotated[float, Meta(ge=0, le=10)] = 0.0
    paper: str = ""
    cover: Millimetres = 0.0
    text: Count = 0
    text_width: Millimetres = 0.0

    def has_text(self, pages: int, width: float) -> bool:
        """Whether the spine of a book of so many pages, `width` mm wide, bears words."""
        return pages >= self.text and width >= self.text_width


class PrinterProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """What a printer asks for. `sources` are the web addresses that say so, as they were on `date`; `unverified` is what
    nobody could look up.

    `standard` is the one that the file conforms to besides PDF/A and PDF/UA. `cover` says whether the cover is in the file
    or apart from it. `links` says whether links stay, `outline` whether bookmarks do; `line` is the thinnest line in
    points."""

    name: str
    date: dt.date
    sources: tuple[str, ...] = ()
    unverified: str = ""
    standard: Literal["", "PDF/X-4"] = ""
    cover: Literal["inside", "apart"] = "inside"
    links: bool = True
    outline: bool = True
    transparency: bool = True
    line: Annotated[float, Meta(ge=0, le=100)] = 0.0
    marks: tuple[Literal["crop", "cross", "fold"], ...] = ()
    bleed: Bleed = Bleed()
    pages: Pages = Pages()
    size: Size = Size()
    colour: Colour = Colour()
    images: Images = Images()
    gutter: tuple[Gutter, ...] = ()
    spine: Spine = Spine()
    papers: Mapping[str, Paper] = {}
    barcode: Barcode = Barcode()

    @property
    def trim(self) -> Trim:
        """What is around the pages."""
        b = self.bleed
        return Trim(b.top * MM, b.bottom * MM, b.inner * MM, b.outer * MM, self.marks)

    def paper(self, chosen: str) -> Paper | None:
        """Return the paper that an edition chooses (empty: that of the profile); None if the profile does not know it, or
        says the thickness of a page itself (`spine.page`) and the edition chooses none."""
        return None if self.spine.page and not chosen else self.papers.get(chosen or self.spine.paper)

    def inner(self, pages: int) -> float:
        """Return the least inner margin of a book of so many pages, in mm."""
        return max((step.inner for step in self.gutter if pages >= step.pages), default=0.0)


def load(world: Workspace, name: str, span: Span, report: Report) -> tuple[PrinterProfile, Span] | None:
    """Return the profile of a printer, and where `colour.profile` is written (`span` for a profile of the program); `span`
    is where the book names the printer. Reports `printer.*`; raises `BookbuilderError` if a file cannot be read."""
    shipped, of_book = f"{SHIPPED}/{name}.toml", f"{FOLDER}/{name}.toml"
    tables = []
    if world.asset_exists(shipped):
        tables.append(TomlTable("", toml.loads(world.read_asset(shipped).decode()), {}))
    for path in world.versions(of_book):
        table = read_table(decode(world.read(path), path), path, report, SYNTAX)
        if table is None:
            return None
        tables.append(table)
    if not tables:
        report(UNKNOWN, span, hint=nearest(name, names(world)) or _list(names(world)), name=name)
        return None
    settings = reduce(laid_over, tables)
    top = settings.top(report, one_rule(VALUE))
    profile = parse_struct(PrinterProfile, settings.data, top)
    if profile and profile.spine.paper and profile.spine.paper not in profile.papers:
        wanted, here = profile.spine.paper, top.of("spine", "paper")
        hint = nearest(wanted, profile.papers) or Phrase(
            "there are {papers}", papers=", ".join(profile.papers) or "none"
        )
        report(
            VALUE,
            here.span,
            hint=hint,
            problem=Phrase("{name}: there is no paper {wanted!r}", name=here.name, wanted=wanted),
        )
        return None
    colours = settings.span("colour", "profile") if settings.path else span
    return (profile, colours) if profile else None


def names(world: Workspace) -> list[str]:
    """Return the names of all profiles that a book may name."""
    files = (*world.asset_files(SHIPPED), *world.files(PREFIX + FOLDER), *world.files(FOLDER))
    return sorted({PurePosixPath(path).stem for path in files if path.endswith(".toml")})


def _list(names: list[str]) -> str:
    return Phrase("there are {names}", names=", ".join(names))
