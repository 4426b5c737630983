"""Reports pages that lack lines: no way to set their paragraphs, and to place their figures, fills them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf.compile.compiled_part import ShortPage
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.paginate.scheduled_part import ScheduledPart
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


@dataclass(frozen=True, slots=True)
class _Short:
    """A page that lacks lines: its index and its label in the book, and its part."""

    index: int
    label: str
    part: int
    page: ShortPage


def report_short(parts: Sequence[ScheduledPart], order: PageSequence, book: Book, report: Report) -> None:
    """Report the pages that lack lines (`page.short`), at the block that begins the next page. Facing pages that lack
    equally many are told once: one of them is short for the sake of the other."""
    short = list(_short(parts, order))
    at = 0
    while at < len(short):
        one, other = short[at], short[at + 1] if at + 1 < len(short) else None
        faced = (
            other is not None
            and other.index == one.index + 1
            and one.index % 2 == 1
            and one.page.lines == other.page.lines
        )
        both = [one, other] if faced and other is not None else [one]
        at += len(both)
        cause = next((each for each in both if each.page.kind), both[0])
        elsewhere = "" if cause.page.kind in ("", "heading", "row") else ", or put it elsewhere"
        report(
            SHORT,
            _place(cause.page.block, parts[cause.part], book),
            pages=f"pages {both[0].label} and {both[1].label} are each" if faced else f"page {one.label} is",
            lines=_lines(one.page.lines),
            reason=_REASONS[cause.page.kind],
            hint=f"add or cut some lines before it{elsewhere}",
        )


def _short(parts: Sequence[ScheduledPart], order: PageSequence) -> Iterator[_Short]:
    by_page = {(part, page.page): page for part, one in enumerate(parts) for page in one.compiled.short_pages}
    for index, placed in enumerate(order.pages):
        page = by_page.get(placed.key)
        if page is not None and page.lines >= LEAST:
            yield _Short(index, placed.label, placed.part, page)


def _lines(count: int) -> str:
    """Return how many lines these are, in words.

    >>> _lines(2), _lines(20)
    ('two lines', '20 lines')
    """
    return f"{_NUMBERS[count - 2] if count < len(_NUMBERS) + 2 else count} lines"


def _place(block: str, part: ScheduledPart, book: Book) -> Span:
    """Return the place in the source of a block, which says it or has an id; that of its chapter if there is none."""
    if ":" in block:
        return span(block)
    galleys = sorted(book.document.galleys, key=lambda galley: galley.head.id != part.part.name)
    for galley in galleys:
        for node in walk(galley.chapter.blocks):
            if node.id == block and node.span.line:
                return node.span
    return Span(part.part.path)
