"""Assembles the style sheets of an e-book: one for the oldest reading systems, one with newer features.

Adobe's RMSDK (Tolino, PocketBook, sideloaded books on a Kobo) drops a whole sheet for one unknown feature.
"""

from __future__ import annotations

from bookbuilder.formats.book import Book
from bookbuilder.formats.epub.profiles import profile
from bookbuilder.html.styles import newer_features, rendered, script_sheet, stylesheet
from bookbuilder.locales.scripts import script_of
from bookbuilder.project.vertical_writing import SCRIPTS, WRITING

_VERTICAL = """\
html { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl }
img, svg { max-inline-size: 100% }
"""
"""The names with prefixes are those of older readers (EPUB 3.3, D.3.1)."""
OLD, NEW = ("base.css", "epub.css"), "epub-new.css"
FILES = ("css/book.css", "css/book-new.css")
"""Their paths in the package."""


def is_vertical(book: Book) -> bool:
    """Whether the lines of a book run from top to bottom, and its pages from right to left. The rows of a bilingual one are
    horizontal, and so is one for the oldest readers, which has no newer styles."""
    wanted = book.edition.ebook.writing == WRITING and script_of(book.locale.tag) in SCRIPTS
    return wanted and book.beside is None and profile(book).newer_styles


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
    new += "\n" + newer_features(book.world, book.theme, book.locale, book.features, **values)
    styles = script_sheet(book.world, book.theme, book.locale, **(values | {"medium": "epub-new"}))
    vertical = _VERTICAL if is_vertical(book) else ""
    return old, f"{new.strip()}\n{styles.strip()}\n{vertical}".strip() + "\n"
