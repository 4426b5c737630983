"""Finds the files of the book that the web edition offers: those of other editions in the same language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from bookbuilder.formats.format import Book

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
    named, every = book.edition.web.downloads, book.project.editions
    editions = [every[name] for name in named if name in every]
    offered = [edition for edition in editions if edition.alike(book.edition) and edition.format in _TYPES]
    result = []
    for edition in offered:
        name, media_type = _TYPES[edition.format]
        if sum(other.format == edition.format for other in offered) > 1:
            name = f"{name} ({edition.name})"
        own = replace(edition, locale=book.edition.locale, beside=book.edition.beside)
        file = f"{replace(book, edition=own).stem}.{edition.format}"
        result.append(Download(name, base + quote(file), media_type))
    return tuple(result)
