"""Finds the files of the book that the web edition offers: those of other editions in the same language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from bookbuilder.formats.book import Book
from bookbuilder.project import Edition

_TYPES = {"pdf": ("PDF", "application/pdf"), "epub": ("EPUB", "application/epub+zip")}


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is offered: its name for readers, its address, its media type."""

    name: str
    href: str
    type: str


def beside(book: Book) -> tuple[Download, ...]:
    """Return the downloads of the site, whose folder lies beside these files."""
    return _downloads(book, "../")


def published(book: Book) -> tuple[Download, ...]:
    """Return the downloads of the single file, which may be passed on alone: none unless their address is known."""
    return _downloads(book, book.edition.web.address) if book.edition.web.address else ()


def _downloads(book: Book, base: str) -> tuple[Download, ...]:
    every = tuple(e for e in book.project.editions.values() if e.alike(book.edition) and e.format in _TYPES)
    chosen = (_named(name, every) for name in book.edition.web.downloads)
    offered = tuple({edition.name: edition for edition in chosen if edition}.values())
    result = []
    for edition in offered:
        name, media_type = _TYPES[edition.format]
        if sum(other.format == edition.format for other in offered) > 1:
            name = f"{name} ({edition.name})"
        own = replace(edition, locale=book.edition.locale, beside=book.edition.beside)
        file = f"{replace(book, edition=own).stem}.{edition.format}"
        result.append(Download(name, base + quote(file), media_type))
    return tuple(result)


def _named(name: str, editions: Iterable[Edition]) -> Edition | None:
    """Return the edition of a name, or the first one in a format of this name that is not for a printer."""
    editions = tuple(editions)
    first = (edition for edition in editions if edition.format == name and not edition.printer)
    return next((edition for edition in editions if edition.name == name), None) or next(first, None)
