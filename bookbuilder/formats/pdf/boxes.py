"""Reads pages that WeasyPrint laid out: what is printed on them, and what has no room there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, MarginBox, ReplacedBox, TextBox

from bookbuilder.diagnostics import Report, Rule, Severity
from bookbuilder.formats.format import Book
from bookbuilder.formats.pdf.weasy import Layout
from bookbuilder.html import parts

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


def texts(layout: Layout) -> Iterator[str]:
    """Yield the texts of all pages, block by block, with running heads and the marks of style sheets; no code and no
    addresses. The lines of a block follow one another without a space, so that an address stays whole.
    """
    for page in layout.document.pages:
        for box in page._page_box.descendants():
            lines = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if lines:
                yield "".join(text for line in lines for text in _texts(line))
    yield from _labels(layout.document.make_bookmark_tree())


def long_heads(layout: Layout, book: Book, report: Report) -> None:
    """Report each running head that needs a second line (`head.long`), at its chapter if it is the title of one."""
    chapters = {_letters(parts.head(chapter)): chapter for chapter in book.document.chapters}
    told: set[str] = set()
    for page in layout.document.pages:
        for box in page._page_box.children:
            if not isinstance(box, MarginBox):
                continue
            lines = [part for part in box.descendants() if isinstance(part, LineBox)]
            wide = max((line.width for line in lines), default=0)
            if len(lines) < 2 and wide <= box.width + SLACK:
                continue
            head = " ".join("".join(_texts(line)).strip() for line in lines)
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


def cut_lines(layout: Layout, book: Book, report: Report) -> None:
    """Report each text that begins or ends beyond the edge of its page (`line.cut`); pages are counted from the cover."""
    for number, page in enumerate(layout.document.pages, 1):
        for box in page._page_box.descendants():
            if isinstance(box, TextBox) and box.text.strip():
                left, right = box.position_x, box.position_x + box.width
                if left < -SLACK or right > page.width + SLACK:
                    report(CUT, book.edition.locale.span, page=number, text=box.text.strip()[:60])


def _letters(text: str) -> str:
    """Return a text without what breaking it into lines changes."""
    return "".join(filter(str.isalnum, text)).casefold()


def _texts(box: Any) -> Iterator[str]:
    if isinstance(box, TextBox):
        yield box.text
    elif not isinstance(box, ReplacedBox) and not _quiet(box):
        for child in getattr(box, "children", ()):
            yield from _texts(child)


def _quiet(box: Any) -> bool:
    """Whether a box holds code or a printed address."""
    element = getattr(box, "element", None)
    if element is None or not hasattr(element, "get"):
        return False
    return box.element_tag in ("code", "pre") or "address" in (element.get("class") or "").split()


def _labels(outline: Any) -> Iterator[str]:
    """Yield the lines of an outline."""
    for label, _, below, _ in outline:
        yield label
        yield from _labels(below)
