"""Makes the style sheet of print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf import hanging_property
from bookbuilder.formats.pdf.margin_room import has_margin_room
from bookbuilder.html.capitals import Capitals, text_capitals
from bookbuilder.html.styles import stylesheet
from bookbuilder.project import Edition


@dataclass(frozen=True, slots=True)
class PrintStyleSheet:
    """What the style sheet of print is made from: the theme with its tokens, font stacks and own style sheets, the locale
    (`key` of a `Locale`), the edition, which pictures the theme may name, which characters hang into the margins
    (`hanging_property`), the names of the authors, the capitals of the face of the text, if the theme has large ones, and
    whether the brand has logos."""

    theme: str
    tokens: Mapping[str, Any]
    stacks: Mapping[str, str]
    sheets: tuple[str, ...]
    locale: str
    edition: Edition
    pictured: tuple[str, ...]
    hanging: str
    features: tuple[str, ...]
    authors: tuple[str, ...]
    capitals: Capitals
    logos: bool = False


def print_sheet(book: Book) -> str:
    """Return the style sheet of print."""
    theme, names = book.theme, ("base.css", "cover.css", "print.css")
    features = (*book.text_features, *(("page-marks",) if book.page_break_markers else ()))
    hanging = hanging_property.written(book.fonts.families)
    authors = author_names(book)
    capitals = text_capitals(book.fonts, theme)

    def make(_: PrintStyleSheet) -> bytes:
        sheet = stylesheet(
            book.world,
            theme,
            book.locale,
            names,
            features,
            medium="print",
            edition=book.edition,
            picture=book.picture,
            hanging=hanging,
            margin_room=has_margin_room(theme),
            authors=authors,
            capitals=capitals,
        )
        return sheet.encode()

    of_theme = tuple(theme.sheets.get(name, "") for name in names)
    source = PrintStyleSheet(
        theme.name,
        theme.tokens,
        theme.stacks,
        of_theme,
        book.locale.key,
        book.edition,
        book.pictured,
        hanging,
        features,
        authors,
        capitals,
        bool(theme.logos),
    )
    (data,) = book.runner.cached([source], make)
    return data.decode()


def author_names(book: Book) -> tuple[str, ...]:
    """Return the names of the authors, as its language sets them, for running heads."""
    people = book.project.authors_in(book.edition.locale)
    return tuple(book.locale.typography(person.name) for person in people if person.role == "aut")
