"""Reports characters of charts and maps that no font of a book has: names of countries, for example, stand in no chapter."""

from __future__ import annotations

import re
from html import unescape

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Figure
from bookbuilder.formats.book import Book
from bookbuilder.html.missing_glyphs import not_covered, refused, report_drawn

_TEXT = re.compile(r">([^<>]+)</text>")


def report_uncovered(svg: str, figure: Figure, book: Book, report: Report) -> None:
    """Report each character of a drawing that would be an empty box, at its figure (`glyph.drawing`)."""
    missing = not_covered(map(unescape, _TEXT.findall(svg)), book.fonts)
    left = refused(missing, book.project.glyphs)
    kind = "of this map" if figure.map else "of this chart"
    language = book.locale.tag.partition("-")[0]
    report_drawn(left, kind, figure.span, language, book.world, report)
