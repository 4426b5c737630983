"""Turns messages of WeasyPrint into diagnostics, at the place in the book that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.picture_files import SHOWN_LETTERS
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.refusal_message import REFUSAL, SHOWN
from bookbuilder.html import missing_glyphs, self_contained
from bookbuilder.html.resource_loads import SCHEME
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

UNDRAWN = Rule(
    "image.undrawn",
    "the drawing {path} cannot be drawn",
    "The typesetter breaks off in the middle of this drawing, since something in it is no value of SVG or far beyond every"
    " measure, and nothing of it would be on the page.",
)

_UNDRAWN = re.compile(r"Failed to render SVG image (?P<address>.*)")
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
        elif undrawn := _UNDRAWN.match(message):
            _report_undrawn(undrawn["address"], book, report)
        else:
            refusal = REFUSAL.search(message)
            if refusal is None:
                report(COMPLAINT, Span(book.theme.folder), text=message)
                continue
            address, problem = refusal[1], refusal[2]
            # A long address was cut off in the message; its beginning is enough to find it.
            span = theme_position(book.theme, address if len(address) < SHOWN else address[:60])
            if problem:
                report(HELD, span, problem=problem)
            elif book.single_pass or not book.theme.templates:  # else the pages themselves were checked
                self_contained.report_address(address, "a page", f"{book.stem}.pdf", span, report)


def _report_undrawn(address: str, book: Book, report: Report) -> None:
    """Report a drawing at its first figure, or at the place in the theme that names it."""
    path = address.removeprefix(SCHEME)
    images = (image for galley in book.document.galleys for image in galley.summary.images)
    span = next((image.span for image in images if image.shown == path), None)
    shown = path if len(path) <= SHOWN_LETTERS else f"{path[:SHOWN_LETTERS]}…"
    report(
        UNDRAWN,
        span or theme_position(book.theme, PurePosixPath(path).name[:SHOWN_LETTERS]),
        path=shown,
        hint="save it as plain SVG",
    )
