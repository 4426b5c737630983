"""Lays out a book in one piece, as WeasyPrint would: slower, and what the compiled and linked file is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf import half_title, typesetter_messages
from bookbuilder.formats.pdf.book_hyphenation import book_hyphenation
from bookbuilder.formats.pdf.engine.whole_document import (
    Box,
    DocumentInfo,
    LayoutOptions,
    PageNumbering,
    laid_out_until,
)
from bookbuilder.formats.pdf.font_directory import font_directory
from bookbuilder.formats.pdf.link import metadata, xmp
from bookbuilder.formats.pdf.paginate import page_order
from bookbuilder.formats.pdf.paginate.finding_places import FindingPlaces
from bookbuilder.formats.pdf.paginate.layout_messages import report_findings
from bookbuilder.formats.pdf.paginate.reserved_room import ReservedRoom
from bookbuilder.formats.pdf.parts import START, TITLE_PAGE, Labels, Parts, has_back
from bookbuilder.formats.pdf.press.trim import PLAIN, Trim
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.formats.pdf.screen_pages import for_screen

PASSES = 6
RESERVING_PASSES = 24
"""Layouts of a book whose numbers get room that only grows (`reserved_room.py`)."""
_FIRST_PAGE = "<style>@page :nth({}) {{ counter-reset: page 1; counter-increment: none }}</style>"


def single(
    book: Book,
    parts: Parts,
    css: str,
    resources: Mapping[str, Resource],
    report: Report,
    trim: Trim = PLAIN,
) -> bytes | None:
    """Return the PDF of an edition, laid out until two layouts agree; None if they never do.

    Page labels count from the half title, or from the title page, in arabic figures; a theme that counts otherwise needs
    the linker. Pages are cut to their bleed, but have no marks.
    """
    labels = _LabelSearch(book, parts, half_title=half_title.wanted(book) is True)

    def described() -> tuple[DocumentInfo, PageNumbering]:
        identifier = book.file_identifier
        about = info(metadata.about(book), lambda levels: metadata.schemas(book, levels), identifier)
        return about, _numbering(book, labels.first, trim)

    fonts, hyphenation = font_directory(book.world, book.fonts), book_hyphenation(book)
    setting = LayoutOptions(book.world, fonts, css, resources, hyphenation, book.without_patches)
    document = laid_out_until(setting, labels.html(), labels.revised, described)
    if not labels.settled:
        return None
    typesetter_messages.explain(document.messages, book, report)
    report_findings(document.findings, labels.of_pages(document.page_count), FindingPlaces(book), report)
    return document.data


@dataclass(slots=True)
class _LabelSearch:
    """The search for page labels with which a book is laid out as they say: `settled` when two layouts agree. `first` is the
    index of the first page that counts, `reserved` the room of numbers that would not converge otherwise.

    A book that may be too thin for a half title is laid out without one first."""

    book: Book
    parts: Parts
    labels: Mapping[str, str] = field(default_factory=dict)
    reserved: ReservedRoom | None = None
    first: int = 0
    passes: int = 0
    settled: bool = False
    half_title: bool = False

    def html(self) -> str:
        labels = Labels(self.labels)
        if self.reserved is not None:
            self.reserved = self.reserved.with_labels(self.labels)
            labels = Labels(self.labels, self.reserved.widths, separate=True)
        page = self.parts.book_page(labels, half_title=self.half_title)
        return page if self.half_title else page.replace("</head>", f"{self._first_page}</head>", 1)

    def of_pages(self, count: int) -> list[str]:
        """Return the labels of the first pages, so many; those before the first one that counts have none."""
        return ["" if page < self.first else str(page - self.first + 1) for page in range(count)]

    @property
    def _first_page(self) -> str:
        """Without a half title, with which the theme begins to count, the page after the cover is page 1."""
        return _FIRST_PAGE.format(self.first + 1) if self.first else ""

    def revised(self, anchors: Mapping[str, int], blank: Sequence[bool]) -> str | None:
        """Return the HTML to be laid out next; None if the labels are settled, or after too many layouts."""
        self.first, before = anchors.get(START, anchors.get(TITLE_PAGE, 0)), self.labels
        self.labels = {
            anchor: self.book.locale.figures(page - self.first + 1)
            for anchor, page in anchors.items()
            if page >= self.first
        }
        self.passes += 1
        self.settled = before == self.labels
        if self.settled and not self.half_title and self._is_thick_enough(blank):
            self.settled, self.half_title, self.labels = False, True, {}
            self.reserved, self.passes = None, 0
        if self.settled or self.passes == PASSES + RESERVING_PASSES:
            return None
        if self.passes == PASSES:
            self.reserved = ReservedRoom()
        return self.html()

    def _is_thick_enough(self, blank: Sequence[bool]) -> bool:
        last = len(blank) - has_back(self.book)
        while blank[last - 1]:
            last -= 1
        return half_title.wanted(self.book) is None and last - self.first >= half_title.LEAST_PAGES


def info(
    about: xmp.About, schemas: Callable[[tuple[int, ...]], Sequence[xmp.Schema]], identifier: str
) -> DocumentInfo:
    """Return what the file of a book says about itself; `schemas` gives what else it says from the levels of headings."""
    return DocumentInfo(
        about.title,
        about.authors,
        about.description,
        about.keywords,
        about.creator,
        about.lang,
        about.moment,
        identifier,
        lambda levels: xmp.rdf(about, schemas(levels)),
    )


def _numbering(book: Book, first: int, trim: Trim) -> PageNumbering:
    def bleed(box: Box, right: bool) -> Box:
        return trim.bleed_box(box, right=right)

    return PageNumbering(
        first,
        page_order.STYLES["decimal"],
        bleed,
        right_to_left=book.locale.direction == "rtl",
        facing=not for_screen(book),
    )
