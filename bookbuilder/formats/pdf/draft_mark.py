"""Makes the mark that stands on every page of a draft: a word on a ground of its own, at the top left corner of the paper.

It is compiled like a part of the book, so it is text in the fonts of the book, and an artifact to those who have pages read
to them. Pages are not laid out with it: they stay in the cache for the finished book.
"""

from __future__ import annotations

from markupsafe import Markup

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.book_hyphenation import book_hyphenation
from bookbuilder.formats.pdf.compile.compiled_part import CompiledPart, decode
from bookbuilder.formats.pdf.compile.job import COMPILE, Job, Task
from bookbuilder.formats.pdf.font_directory import font_directory

_PAGE = Markup(
    '<!DOCTYPE html><html lang="{}" dir="{}"><head><meta charset="utf-8"><title>{}</title></head>'
    "<body><p><span>{}</span></p></body></html>"
)
_SHEET = """\
@page { size: 120mm 12mm; margin: 12mm 120mm 0 0; @top-right-corner { content: element(mark); vertical-align: top } }
p { position: running(mark); margin: 2mm; white-space: nowrap; text-align: left; font: bold 9pt/1.4 %s }
span { background: #b00020; color: #fff; padding: .5mm 2mm }
"""


def draft_mark(book: Book) -> CompiledPart:
    """Return the mark, as the furniture of a part of one page."""
    fonts = font_directory(book.world, book.fonts)
    html = _PAGE.format(book.locale.tag, book.locale.direction, book.draft_mark, book.draft_mark)
    stacks = book.theme.stacks
    family = stacks.get("sans") or next(iter(stacks.values()), "sans-serif")
    job = Job("draft", html, _SHEET % family, {}, book_hyphenation(book), opens=True)
    (data,) = book.runner.run(COMPILE, [Task(book.world, fonts, job)])
    return decode(data)
