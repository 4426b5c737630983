"""What both forms of the web edition are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jinja2.sandbox import SandboxedEnvironment

from bookbuilder.document.nodes import Chapter
from bookbuilder.document.pictures import Picture
from bookbuilder.formats.format import Book
from bookbuilder.html.styles import stylesheet


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A book with its templates, its pictures by path, and its chapters in the order in which one turns to the next."""

    book: Book
    env: SandboxedEnvironment
    pictures: Mapping[str, Picture]
    order: tuple[Chapter, ...]

    def size(self, path: str) -> tuple[float, float] | None:
        """Return the size of a picture in pixels."""
        found = self.pictures.get(path)
        return (found.width, found.height) if found else None

    def sheet(self, *, single: bool) -> str:
        """Return the style sheet without its fonts. In the single file every heading stands one level lower."""
        book = self.book
        names = ("base.css", "web.css")
        return stylesheet(
            book.world, book.theme, book.locale, names, medium="web", edition=book.edition, single=single
        )
