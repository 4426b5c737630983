"""Makes the style sheet of print."""

from __future__ import annotations

import hashlib

from bookbuilder.formats.format import Book
from bookbuilder.html.styles import stylesheet


def print_sheet(book: Book) -> str:
    """Return the style sheet of print."""
    theme, names = book.theme, ("base.css", "cover.css", "print.css")

    def made(_: int) -> bytes:
        sheet = stylesheet(
            book.world,
            theme,
            book.locale,
            names,
            medium="print",
            edition=book.edition,
            picture=book.picture,
        )
        return sheet.encode()

    own = [theme.sheets.get(name) for name in names]
    said = [theme.name, theme.tokens, theme.stacks, own, book.locale.key, book.edition, book.pictured]
    (data,) = book.work.here("sheet", [hashlib.sha256(repr(said).encode()).hexdigest()], made)
    return data.decode()
