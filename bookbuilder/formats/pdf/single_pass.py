"""Lays out a book in one piece, as WeasyPrint would: slower, and what the compiled and linked file is measured against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Report
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf import log
from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.engine.whole_document import (
    Box,
    DocumentInfo,
    PageNumbering,
    Setting,
    laid_out_until,
)
from bookbuilder.formats.pdf.link import metadata, xmp
from bookbuilder.formats.pdf.paginate import page_order
from bookbuilder.formats.pdf.paginate.reserved_room import ReservedRoom
from bookbuilder.formats.pdf.parts import START, Labels, Parts
from bookbuilder.formats.pdf.press.trim import PLAIN, Trim
from bookbuilder.formats.pdf.resources import Resource, font_directory

PASSES = 6
RESERVING_PASSES = 24
"""Layouts of a book whose numbers get room that only grows (`reserved_room.py`)."""


def single(
    book: Book,
    parts: Parts,
    css: str,
    resources: Mapping[str, Resource],
    report: Report,
    trim: Trim = PLAIN,
) -> bytes | None:
    """Return the PDF of an edition, laid out until two layouts agree; None if they never do.

    Page labels count from the half title in arabic figures; a theme that counts otherwise needs the linker. Pages are cut
    to their bleed, but have no marks.
    """
    labels = _LabelSearch(book, parts)

    def described() -> tuple[DocumentInfo, PageNumbering]:
        identifier = metadata.identifier(book)
        about = info(metadata.about(book), lambda levels: metadata.schemas(book, levels), identifier)
        return about, _numbering(book, labels.first, trim)

    fonts, hyphenation = font_directory(book.world, book.fonts), Hyphenation.of(book)
    setting = Setting(book.world, fonts, css, resources, hyphenation, book.without_patches)
    document = laid_out_until(setting, labels.html(), labels.revised, described)
    if not labels.settled:
        return None
    log.explain(document.messages, book, report)
    return document.data


@dataclass(slots=True)
class _LabelSearch:
    """The search for page labels with which a book is laid out as they say: `settled` when two layouts agree. `first` is the
    index of the first page that counts, `reserved` the room of numbers that would not come to rest otherwise."""

    book: Book
    parts: Parts
    labels: Mapping[str, str] = field(default_factory=dict)
    reserved: ReservedRoom | None = None
    first: int = 0
    passes: int = 0
    settled: bool = False

    def html(self) -> str:
        """Return the HTML of the book with the labels that are known."""
        if self.reserved is None:
            return self.parts.book_page(Labels(self.labels))
        self.reserved = self.reserved.with_labels(self.labels)
        return self.parts.book_page(Labels(self.labels, self.reserved.widths, separate=True))

    def revised(self, anchors: Mapping[str, int]) -> str | None:
        """Return the HTML to be laid out next; None if the labels are settled, or after too many layouts."""
        self.first, before = anchors.get(START, 0), self.labels
        self.labels = {
            anchor: self.book.locale.figures(page - self.first + 1)
            for anchor, page in anchors.items()
            if page >= self.first
        }
        self.passes += 1
        self.settled = before == self.labels
        if self.settled or self.passes == PASSES + RESERVING_PASSES:
            return None
        if self.passes == PASSES:
            self.reserved = ReservedRoom()
        return self.html()


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
        first, page_order.STYLES["decimal"], bleed, right_to_left=book.locale.direction == "rtl"
    )
