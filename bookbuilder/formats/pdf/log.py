"""Turns messages of WeasyPrint into diagnostics, at the place in the book that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.refusal_message import REFUSAL, SHOWN
from bookbuilder.html import missing_glyphs, self_contained
from bookbuilder.html.theme_position import theme_position

COMPLAINT = Rule(
    "pdf.warning",
    "the typesetter says: {text}",
    "WeasyPrint could not do what the style sheets of the theme or a directive ask for.",
    Severity.WARNING,
)

HELD = Rule(
    "address.held",
    "an address that holds a picture itself cannot be used: {problem}",
    "A picture in an address (data:image/…) is looked through as one in a file is: of a known kind, not too large, and if it"
    " is a drawing, without anything active.",
)

_POINTS = re.compile(r"U\+([0-9A-F]{4,6})", re.IGNORECASE)


def explain(messages: Iterable[str], book: Book, report: Report) -> None:
    """Report each message once; a missing glyph at the place of its character."""
    for message in dict.fromkeys(messages):
        if ".notdef glyph" in message:
            characters = {chr(int(point, 16)) for point in _POINTS.findall(message)}
            characters -= set(
                missing_glyphs.uncovered(book.document, book.fonts)
            )  # reported once for all editions
            missing_glyphs.report_missing(sorted(characters), book.document, book.fonts, book.world, report)
        else:
            refusal = REFUSAL.search(message)
            if refusal is None:
                report(COMPLAINT, Span(book.theme.folder), text=message)
                continue
            address, problem = refusal[1], refusal[2]
            span = theme_position(book.theme, address if len(address) < SHOWN else address[:60])
            if problem:
                report(HELD, span, problem=problem)
            elif book.single_pass or not book.theme.templates:  # else the pages themselves were checked
                self_contained.report_address(address, "a page", f"{book.stem}.pdf", span, report)
