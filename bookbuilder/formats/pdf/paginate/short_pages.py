"""Reports pages that lack lines: no way to set their paragraphs, and to place their figures, fills them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.layout_findings import ShortPage
from bookbuilder.formats.pdf.paginate.unmet_lines import span

SHORT = Rule(
    "page.short",
    "{pages} {lines} short: {reason}",
    "The pages of a chapter are planned together: paragraphs are set a line longer or shorter, figures stand further below,"
    " so that pages are full and facing ones are level. Where that is not enough, the way that looks best leaves a page"
    " short. A reader will hardly see a line; more of them are mended by a few words before the place, or by another place"
    " for what cannot be parted. The last page of a chapter and one that ends as you ask may be short.",
    Severity.NOTICE,
)
_REASONS = {
    "table": "the table below cannot be parted",
    "row": "the row below cannot be parted",
    "figure": "the figure below cannot be parted",
    "picture": "the picture below cannot be parted",
    "code": "the code below cannot be parted",
    "box": "the box below cannot be parted",
    "heading": "the heading below stays with what follows it",
    "": "its paragraphs cannot be set so that they fill it",
}
LEAST = 2
"""Lines that a page lacks at least, if it is told: spreads that are a line short are common, and nobody sees it."""
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def report_short(pages: Iterable[ShortPage], labels: Sequence[str], book: Book, report: Report) -> None:
    """Report the pages of a book that lack lines (`page.short`), at the block that begins the next page; `labels` are those
    of all pages. Facing pages that lack equally many are told once: one of them is short for the sake of the other."""
    short = [page for page in pages if page.lines >= LEAST]
    at = 0
    while at < len(short):
        one, other = short[at], short[at + 1] if at + 1 < len(short) else None
        # Pages are counted from 0, and the first one has no page beside it.
        faced = (
            other is not None
            and other.page == one.page + 1
            and one.page % 2 == 1
            and one.lines == other.lines
        )
        both = [one, other] if faced and other is not None else [one]
        at += len(both)
        cause = next((each for each in both if each.kind), both[0])
        elsewhere = "" if cause.kind in ("", "heading", "row") else ", or put it elsewhere"
        folios = [labels[each.page] for each in both]
        report(
            SHORT,
            _place(cause, book),
            pages=f"pages {folios[0]} and {folios[1]} are each" if faced else f"page {folios[0]} is",
            lines=_lines(one.lines),
            reason=_REASONS[cause.kind],
            hint=f"add or cut some lines before it{elsewhere}",
        )


def _lines(count: int) -> str:
    """Return how many lines these are, in words.

    >>> _lines(2), _lines(20)
    ('two lines', '20 lines')
    """
    return f"{_NUMBERS[count - 2] if count < len(_NUMBERS) + 2 else count} lines"


def _place(page: ShortPage, book: Book) -> Span:
    """Return the place in the source of what begins the page behind a short one: that of its chapter if it is not known."""
    if ":" in page.block:
        return span(page.block)
    galleys = sorted(book.document.galleys, key=lambda galley: galley.head.id != page.chapter)
    for galley in galleys:
        for node in walk(galley.chapter.blocks):
            if node.id == page.block and node.span.line:
                return node.span
    return Span(galleys[0].head.span.path) if galleys else Span(book.theme.folder)
