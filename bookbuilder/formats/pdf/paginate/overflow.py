"""Tells what has no room on its page: running heads that need a second line, lines that run off the paper."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf.compile.compiled_part import Object
from bookbuilder.formats.pdf.paginate.page_order import Imposition
from bookbuilder.html import book_parts

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


def tell(objects: Sequence[Object], imposed: Imposition, book: Book, report: Report) -> None:
    """Report long heads (`head.long`), at the chapter if it is the title of one, and lines that are cut off (`line.cut`);
    pages are counted from the cover."""
    chapters = {_letters(book_parts.head(chapter)): chapter for chapter in book.document.heads}
    told: set[str] = set()
    for number, sheet in enumerate(imposed.sheets, 1):
        made = objects[sheet.part]
        if sheet.page < 0:
            continue
        page = made.pages[sheet.page]
        side = page.sides[1 if sheet.right else 0]
        for head in made.furniture[side].long if side >= 0 else ():
            if head not in told:
                told.add(head)
                chapter = chapters.get(_letters(head))
                span = chapter.span if chapter else book.edition.locale.span
                hint = (
                    "give the chapter a shorter name for it: `short: …` in its front matter"
                    if chapter
                    else ""
                )
                report(CLIPPED, span, head=head, hint=hint)
        moved = page.shift if page.right != sheet.right else 0.0
        for line in page.near:
            if line.left + moved < -SLACK or line.right + moved > line.width + SLACK:
                report(CUT, book.edition.locale.span, page=number, text=line.text[:60])


def _letters(text: str) -> str:
    """Return a text without what breaking it into lines changes."""
    return "".join(filter(str.isalnum, text)).casefold()
