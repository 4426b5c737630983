"""Checks the trim size and the number of pages of a book against the limits of its printing company."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPage, CompiledPart
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.formats.pdf.press import places
from bookbuilder.formats.pdf.press.profile import PrinterProfile, Size
from bookbuilder.formats.pdf.units import MM
from bookbuilder.phrases import Phrase

PAGES = Rule(
    "press.pages",
    "the book has {pages} pages; {printer} asks for {wanted}",
    "A machine binds neither a leaf nor a brick.",
    Severity.WARNING,
)

SIZE = Rule(
    "press.size",
    "the page is {width} by {height} mm; {printer} takes {wanted}",
    "A printer's machines cut to the sizes that he has set up. The size of the page stands in theme.toml: page.width and"
    " page.height.",
    Severity.WARNING,
)
SIZES = Rule(
    "press.sizes",
    "a page of {what} is {width} by {height} mm, but the first one of the book {other}",
    "All pages of a book are cut at once, so they have one size. A style sheet of the theme gives some of them another one"
    " (@page with a name).",
    Severity.WARNING,
)
SLACK = 0.15
"""In mm: sizes that differ by less are the same."""


def check(
    parts: Sequence[CompiledPart], order: PageSequence, book: Book, printer: PrinterProfile, report: Report
) -> None:
    """Report `press.pages`, `press.size` and `press.sizes`."""
    count = len(order.pages)
    for bound, wrong, words in (
        (printer.pages.least, count < printer.pages.least, "at least {}"),
        (printer.pages.most, 0 < printer.pages.most < count, "at most {}"),
    ):
        if wrong:
            report(PAGES, book.edition.span, pages=count, printer=printer.name, wanted=words.format(bound))
    _sizes(parts, book, printer, report)


def _sizes(parts: Sequence[CompiledPart], book: Book, printer: PrinterProfile, report: Report) -> None:
    """Report a size that the printer does not take, and the first page of each part with another size than the first
    page."""
    sizes = [[_trim_size(page) for page in part.pages] for part in parts]
    first = next(iter(sizes[0]))
    theme = book.theme.place(("page", "width"), book.edition.span)
    wanted = _wanted(first, printer.size)
    if wanted:
        report(
            SIZE, theme, width=f"{first[0]:g}", height=f"{first[1]:g}", printer=printer.name, wanted=wanted
        )
    for part, of_part in zip(parts, sizes, strict=True):
        other = next((size for size in of_part if not _same(size, first)), None)
        if other:
            span, what = places.of_part(part, book)
            report(
                SIZES, span, what=what, width=f"{other[0]:g}", height=f"{other[1]:g}",
                other=Phrase("{width:g} by {height:g}", width=first[0], height=first[1]),
            )  # fmt: skip


def _trim_size(page: CompiledPage) -> tuple[float, float]:
    """Return width and height of the trimmed page in mm."""
    left, bottom, right, top = page.box
    return round((right - left) / MM, 1), round((top - bottom) / MM, 1)


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) < SLACK for a, b in zip(one, other, strict=True))


def _wanted(page: tuple[float, float], size: Size) -> str:
    """Return the sizes that the printer takes, if a page has none of them; empty if it has one."""
    if size.list and not any(_same(page, one) for one in size.list):
        return ", ".join(f"{width:g} by {height:g}" for width, height in size.list)
    if any(has < least - SLACK for has, least in zip(page, size.least, strict=True)):
        return "{:g} by {:g} or more".format(*size.least)
    if any(0 < most < has - SLACK for has, most in zip(page, size.most, strict=True)):
        return "{:g} by {:g} or less".format(*size.most)
    return ""
