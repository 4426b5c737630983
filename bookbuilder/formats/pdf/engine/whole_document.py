"""Lays out a document in one piece and writes it, with our structure and metadata: from HTML to the bytes of a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pydyf

from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.engine import typeset
from bookbuilder.formats.pdf.engine.drawing import structure_tags
from bookbuilder.formats.pdf.engine.marks import NAME, DocumentMarks
from bookbuilder.formats.pdf.engine.read.layout_findings import layout_findings
from bookbuilder.formats.pdf.engine.read.table_placements import AS_WRITTEN, TablePlacements
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.world import Workspace

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.text.fonts import FontConfiguration

Box = tuple[float, float, float, float]
"""West, south, east and north, in points."""


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """What a document is laid out with besides its HTML: the directory of its fonts, a style sheet, the files that both may
    name, how it is hyphenated (None: by Pyphen's patterns), and the changes to WeasyPrint that are left out."""

    world: Workspace
    font_directory: FontDirectory
    css: str
    resources: Mapping[str, Resource] = field(default_factory=dict)
    hyphenation: Hyphenation | None = None
    without_patches: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a file says about itself. `metadata(levels)` returns its XMP packet, given the levels of its headings."""

    title: str
    authors: Sequence[str]
    description: str
    keywords: Sequence[str]
    creator: str
    lang: str
    moment: str
    identifier: str
    metadata: Callable[[tuple[int, ...]], bytes]


@dataclass(frozen=True, slots=True)
class PageNumbering:
    """How the pages are counted and cut: the index of the page that is number 1, how figures are written (ISO 32000-1, table
    159), and `bleed(trim box, right)` for a page on a side of the sheet. Unless they are `facing`, pages are shown one by
    one."""

    first: int
    style: str
    bleed: Callable[[Box, bool], Box]
    right_to_left: bool = False
    facing: bool = True


@dataclass(frozen=True, slots=True)
class WrittenDocument:
    """The bytes of a PDF, what WeasyPrint complained about while it was made, what is found on its pages, and how many it
    has."""

    data: bytes
    messages: tuple[str, ...]
    findings: tuple[LayoutFinding, ...] = ()
    page_count: int = 1


def first_page(setting: LayoutOptions, html: str) -> WrittenDocument:
    """Return the first page of a document as a PDF. Raises `BookbuilderError` (`page.roomless`)."""
    with _ready(setting) as (fonts, messages):
        document = typeset.lay_out(html, setting.css, setting.resources, fonts).document
        data: bytes = document.copy(document.pages[:1]).write_pdf(pdf_identifier=b"cover")
        return WrittenDocument(data, tuple(messages))


def laid_out_until(
    setting: LayoutOptions,
    html: str,
    revised: Callable[[Mapping[str, int], Sequence[bool]], str | None],
    described: Callable[[], tuple[DocumentInfo, PageNumbering]],
) -> WrittenDocument:
    """Return a document that may depend on its own page numbers.

    `revised(anchors, blank)` is told on which page (from 0) each anchor stands and which pages are blank, and returns the
    HTML to lay out next; None if the layout is right. `described()` is asked when it is. Messages are those of the last
    layout. Raises `BookbuilderError` (`page.roomless`).
    """
    with _ready(setting) as (fonts, messages):
        layout = _with_fitting_tables(setting, html, fonts, messages)
        while (following := revised(layout.anchors, layout.blank)) is not None:
            messages.clear()
            layout = _with_fitting_tables(setting, following, fonts, messages, layout.ways)
        findings, page_count = tuple(layout_findings(layout.document)), len(layout.document.pages)
        return WrittenDocument(write(layout.document, *described()), tuple(messages), findings, page_count)


def _with_fitting_tables(
    setting: LayoutOptions,
    html: str,
    fonts: FontConfiguration,
    messages: list[str],
    ways: TablePlacements = AS_WRITTEN,
) -> typeset.Layout:
    """Return a layout in which every table stands in a way in which it has room, if there is one."""
    layout = typeset.lay_out(html, setting.css, setting.resources, fonts, ways=ways)
    while layout.ways != ways:
        messages.clear()
        ways = layout.ways
        layout = typeset.lay_out(html, setting.css, setting.resources, fonts, ways=ways)
    return layout


def _ready(setting: LayoutOptions) -> AbstractContextManager[tuple[FontConfiguration, list[str]]]:
    return typeset.typesetter(
        setting.world, setting.font_directory, setting.css, setting.without_patches, setting.hyphenation
    )


def write(document: Document, info: DocumentInfo, numbering: PageNumbering | None = None) -> bytes:
    """Return the PDF of a document that WeasyPrint has laid out."""
    metadata = document.metadata
    metadata.title, metadata.authors = info.title, list(info.authors)
    metadata.description, metadata.keywords = info.description or None, list(info.keywords)
    metadata.generator, metadata.lang = info.creator, info.lang
    metadata.created = metadata.modified = info.moment

    def rdf_metadata(*_: object, **__: object) -> bytes:
        noted: DocumentMarks = getattr(document, NAME)
        return info.metadata(noted.headings)

    metadata.generate_rdf_metadata = rdf_metadata  # type: ignore[method-assign] # for this document alone
    structure_tags.prepare(document)

    def finish(_: object, pdf: pydyf.PDF) -> None:
        if numbering:
            _number_and_cut(pdf, numbering)

    data: bytes = document.write_pdf(
        finisher=finish, pdf_identifier=info.identifier.encode(), **typeset.OPTIONS
    )
    return data


def _number_and_cut(pdf: pydyf.PDF, numbering: PageNumbering) -> None:
    """Cut the pages, and say how viewers count: nothing before the first that counts, then from 1 (ISO 32000-1, 12.4.2)."""
    first = numbering.first
    nums = [0, pydyf.Dictionary({"P": pydyf.String("")})] if first else []
    nums += [first, pydyf.Dictionary({"S": f"/{numbering.style}", "St": 1})]
    # Each kid is a number, 0 and R.
    for at, page in enumerate(pdf.objects[int(number)] for number in pdf.pages["Kids"][::3]):
        left, bottom, right, top = page["TrimBox"]
        bleed = numbering.bleed((left, bottom, right, top), (at % 2 == 0) != numbering.right_to_left)
        page["MediaBox"] = page["BleedBox"] = pydyf.Array(bleed)
    if not numbering.facing:
        pdf.catalog["PageLayout"] = "/SinglePage"
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
