"""Says whether the pages of a theme have room for notes in their outer margin."""

from __future__ import annotations

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.style_features import BOX
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.page_breaking.margin_places import GAP
from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme

EDGE = 12.0
"""In points: between a note and the edge of the page, at least."""
NO_ROOM = Rule(
    "margin.room",
    "the pages of this theme have no room for notes in the margin, so they are footnotes, and boxes in the text",
    'Notes stand in the outer margin if the theme says how wide they are, `notes = "28mm"` in its [page], and if page.outer'
    " is some 9 mm wider than that.",
    Severity.NOTICE,
)


def has_margin_room(theme: Theme) -> bool:
    """Whether notes have room in the outer margin of a theme's pages."""
    page = theme.tokens.get("page", {})
    width = points(page.get("notes", "0mm"))
    return 0 < width <= points(page.get("outer", "0mm")) - GAP - EDGE


def report_margin_room(book: Book, report: Report) -> None:
    """Report that a book has notes in the margin, and its theme no room for them."""
    if f"{BOX}{MARGIN}" in book.document.features and not has_margin_room(book.theme):
        report(
            NO_ROOM, Span("book.toml"), hint='say page.notes = "28mm" and page.outer = "40mm" in theme.toml'
        )
