"""The pages of another edition that this one carries: those of an edition in the same build, or of a stored page map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import DecodeError

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.anchors import note_anchors
from bookbuilder.formats.book import Book
from bookbuilder.formats.pagemap import PageMap, PageStart, decode

LOST = Rule(
    "page.lost",
    "page {label} begins with a block that this edition does not have",
    "A kept page map names blocks by their anchors. Where the first words of a block were corrected since, its page is set"
    " before the next place on it that is known, and without one it is left out of the list of pages.",
    Severity.NOTICE,
)
UNREADABLE = Rule(
    "page.map",
    "this is no page map: {problem}",
    "A page map is the JSON that is written beside a PDF with page_map = true, kept as it was when the book was printed.",
)

ELSEWHERE = frozenset(("book-start",))
"""Anchors of printed pages that an e-book lacks."""
OWN = ("titlepage", "contents")
"""Anchors of pages that are no chapters."""


def insertable_pages(
    page_map: PageMap, targets: Iterable[str], report: Report, span: Span
) -> tuple[PageStart, ...]:
    """Return the pages of a map that can be inserted into a book with these anchors, in text order. Reports `page.lost`.

    Unnumbered and blank pages are left out.
    """
    anchors = dict.fromkeys(targets)
    first: dict[str, str] = {}
    for anchor in anchors:
        first.setdefault(page_map.anchors.get(anchor, ""), anchor)
    pages = []
    for start in page_map.pages:
        if not start.label or not start.block or start.block in ELSEWHERE:
            continue
        if start.block not in anchors:
            report(LOST, span, label=start.label)
            start = PageStart(start.label, first.get(start.label, ""))
        if start.block:
            pages.append(start)
    return tuple(pages)


@dataclass(frozen=True, slots=True)
class PageList:
    """The pages of another edition that begin in the text of this one, in their order; `source` is its identifier."""

    pages: tuple[PageStart, ...]
    source: str = ""


def page_list_of(book: Book, report: Report) -> PageList | None:
    """Return the pages whose numbers a book carries; None if it carries none. Waits for the edition that has them, and
    reports `page.*`."""
    kept_map = book.project.kept_pages(book.edition)
    if kept_map:
        if not book.world.exists(kept_map):
            return None  # this language was not printed
        span = Span(kept_map)
        try:
            found = decode(book.world.read(kept_map))
        except DecodeError as error:
            report(UNREADABLE, span, problem=error)
            return None
    else:
        span, there = book.edition.locale.span, book.printed()
        if there is None:
            return None
        found = there
    heads = [one for head in book.document.heads for one in (head, head.beside) if one]
    titles = (f"{head.id}-title" for head in heads)
    ids = (*book.document.targets, *titles, *OWN, *note_anchors(book.document.chapters))
    return PageList(insertable_pages(found, ids, report, span), found.source)
