"""Reports what has no room on its page: running heads that need a second line, lines that run off the paper."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.html.book_parts import head as head_of

CLIPPED = Rule(
    "head.long",
    "the running head has no room on one line: {head!r}",
    "The head of a page is one line above the text. A longer one is broken into two and comes too near to the edge of the"
    " paper.",
    Severity.WARNING,
)
CUT = Rule(
    "line.cut",
    "page {page} cuts off a line at its edge: {text!r}",
    "A line that can be parted nowhere, such as a very long word, runs over the edge of the paper and is lost.",
    Severity.WARNING,
)
SLACK = 0.5
"""In px: what rounding leaves over."""


def check(parts: Sequence[CompiledPart], order: PageSequence, book: Book, report: Report) -> None:
    """Report long heads (`head.long`), at the chapter if it is the title of one, and lines that are cut off (`line.cut`);
    pages are counted from the cover."""
    chapters = {_letters(head_of(chapter)): chapter for chapter in book.document.heads}
    reported: set[str] = set()
    for number, placed in enumerate(order.pages, 1):
        part = parts[placed.part]
        if placed.page < 0:
            continue
        page = part.pages[placed.page]
        side = page.sides[1 if placed.right else 0]
        for head in part.furniture[side].long_heads if side >= 0 else ():
            if head not in reported:
                reported.add(head)
                chapter = chapters.get(_letters(head))
                span = chapter.span if chapter else book.edition.locale.span
                hint = (
                    "give the chapter a shorter name for it: `short: …` in its front matter"
                    if chapter
                    else ""
                )
                report(CLIPPED, span, head=head, hint=hint)
        shift = page.shift if page.right != placed.right else 0.0
        for line in page.edge_texts:
            if line.left + shift < -SLACK or line.right + shift > line.width + SLACK:
                report(CUT, book.edition.locale.span, page=number, text=line.text[:60])


def _letters(text: str) -> str:
    """Return a text without anything that depends on where its lines are broken."""
    return "".join(filter(str.isalnum, text)).casefold()
