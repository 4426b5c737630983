"""Sets the pages of a book for the screen, where each is seen by itself: all are alike, and none is blank."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.units import MM
from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme

SHEET = "html { --facing-pages: none }\n"
"""Stands behind the style sheets of a book for the screen; read by `engine/setup/facing_pages_property.py`."""


def for_screen(book: Book) -> bool:
    """Whether the pages of an edition are for the screen (`pages = "screen"`)."""
    return book.edition.print.pages == "screen"


def centred(theme: Theme) -> Theme:
    """Return the theme with equal margins at both sides and the same measure, so that lines break as in print; the theme
    itself if it says no lengths."""
    page = theme.tokens.get("page", {})
    try:
        margin = (points(page.get("inner")) + points(page.get("outer"))) / 2 / MM
    except ValueError:
        return theme
    side = f"{margin:.6f}".rstrip("0").rstrip(".") + "mm"
    return replace(theme, tokens={**theme.tokens, "page": {**page, "inner": side, "outer": side}})
