"""Turns what WeasyPrint says into diagnostics, at the place in the book that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.format import Book
from bookbuilder.html import glyphs

COMPLAINT = Rule(
    "pdf.warning",
    "the typesetter says: {text}",
    "WeasyPrint could not do what the style sheets of the theme or a directive ask for.",
    Severity.WARNING,
)

_POINTS = re.compile(r"U\+([0-9A-F]{4,6})", re.IGNORECASE)


def explain(messages: Iterable[str], book: Book, report: Report) -> None:
    """Report each message once; a missing glyph at the place of its character."""
    for message in dict.fromkeys(messages):
        if ".notdef glyph" in message:
            characters = {chr(int(point, 16)) for point in _POINTS.findall(message)}
            characters -= set(glyphs.uncovered(book.document, book.fonts))  # those are told for all editions
            glyphs.tell(sorted(characters), book.document, book.fonts, book.world, report)
        else:
            report(COMPLAINT, Span(f"styles/{book.theme.name}"), text=message)
