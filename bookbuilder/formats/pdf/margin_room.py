"""Says whether the pages of a theme have room for notes in their outer margin."""

from __future__ import annotations

from math import ceil

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.document.margin_notes import MARGIN
from bookbuilder.document.style_features import BOX
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.page_breaking.margin_places import GAP
from bookbuilder.formats.pdf.units import MM
from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme
from bookbuilder.phrases import Phrase

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


MARK_LETTER, MARK_FRAME = 0.55, 0.6
"""The widths of a figure and of the frame around a page number, in the size of notes."""
NARROW = Rule(
    "page.beside",
    "a margin of {margin} mm is too narrow for the page numbers of another edition, which need {needed} mm",
    "The numbers of `pages_from` stand in the margin where lines begin, in the size of notes, some 4 mm from the text. In a"
    " margin that is too narrow they are cut off at the edge of the page.",
    Severity.WARNING,
)


def report_marks_room(book: Book, report: Report) -> None:
    """Report that the page numbers of another edition have no room in the margins (`page.beside`)."""
    if not book.page_break_markers:
        return
    tokens = book.theme.tokens
    page = tokens.get("page", {})
    try:
        margin = min(points(page.get("inner")), points(page.get("outer")))
        size = points(tokens.get("size", {}).get("note"))
    except ValueError:  # a calc(): `theme.value` says what each of them can be
        return
    letters = max(len(mark.shown) for mark in book.page_break_markers)
    needed = GAP + size * (MARK_FRAME + MARK_LETTER * letters)
    if needed > margin:
        hint = Phrase("widen page.inner and page.outer in theme.toml")
        report(
            NARROW, book.edition.span, hint=hint, margin=f"{margin / MM:.0f}", needed=f"{ceil(needed / MM)}"
        )
