"""Assembles the style sheets of an e-book: one for the oldest reading systems, one with newer features.

Adobe's RMSDK (Tolino, PocketBook, sideloaded books on a Kobo) drops a whole sheet for one unknown feature.
"""

from __future__ import annotations

from bookbuilder.formats.book import Book
from bookbuilder.html.styles import rendered, script_sheet, stylesheet

OLD, NEW = ("base.css", "epub.css"), "epub-new.css"
FILES = ("css/book.css", "css/book-new.css")
"""Their paths in the package."""


def styles(book: Book) -> tuple[str, str]:
    """Return the sheet for every reader and the one for newer readers; the latter may be empty."""
    old = stylesheet(
        book.world,
        book.theme,
        book.locale,
        OLD,
        book.features,
        medium="epub",
        edition=book.edition,
        picture=book.picture,
    )
    text, name = book.theme.sheets.get(NEW, ""), book.theme.path(NEW)
    values = {"medium": "epub", "edition": book.edition, "font": book.theme.stacks, "picture": book.picture}
    new = rendered(text, name, book.locale, book.theme.tokens, **values)
    styles = script_sheet(book.world, book.theme, book.locale, **(values | {"medium": "epub-new"}))
    return old, f"{new.strip()}\n{styles.strip()}".strip() + "\n"
