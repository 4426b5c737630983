"""Finds what has no room on its page: running heads that need a second line, lines that run off the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart
from bookbuilder.formats.pdf.compile.layout_finding import LayoutFinding
from bookbuilder.formats.pdf.paginate.page_order import PageSequence
from bookbuilder.html.book_parts import head as head_of

SLACK = 0.5
"""In px: what rounding leaves over."""


def overflowing(parts: Sequence[CompiledPart], order: PageSequence, book: Book) -> Iterator[LayoutFinding]:
    """Yield each long head once, about the chapter of which it is the title, and the lines that are cut off; the word of
    each is its text. Both depend on the side that a page stands on, so they are not found while it is laid out."""
    chapters = {_letters(head_of(chapter)): chapter for chapter in book.document.heads}
    seen: set[str] = set()
    for index, placed in enumerate(order.pages):
        if placed.page < 0:
            continue
        part = parts[placed.part]
        page = part.pages[placed.page]
        side = page.sides[1 if placed.right else 0]
        for head in part.furniture[side].long_heads if side >= 0 else ():
            if head not in seen:
                seen.add(head)
                chapter = chapters.get(_letters(head))
                block, chapter_id = (str(chapter.span), chapter.id) if chapter else ("", "")
                yield LayoutFinding("head.long", index, block, chapter_id, (head,))
        shift = page.shift if page.right != placed.right else 0.0
        for line in page.edge_texts:
            if line.left + shift < -SLACK or line.right + shift > line.width + SLACK:
                words = (line.text[:60],)
                yield LayoutFinding("line.cut", index, words=words, text=line.place, area=line.area)


def _letters(text: str) -> str:
    """Return a text without anything that depends on where its lines are broken."""
    return "".join(filter(str.isalnum, text)).casefold()
