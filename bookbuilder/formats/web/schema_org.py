"""Structured data for search engines (schema.org, JSON-LD)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.document.nodes import Chapter
from bookbuilder.document.walk import bare, plain
from bookbuilder.formats.book import Book
from bookbuilder.formats.web.addresses import INDEX, page
from bookbuilder.formats.web.picture_data import picture_data

CONTEXT = "https://schema.org"
Thing = dict[str, Any]


def book_data(book: Book, order: tuple[Chapter, ...], *, single: bool = False) -> Thing:
    """Return the data of the book: people, date, language, and its chapters (in the `single` file: anchors)."""
    edition, project = book.edition.locale, book.project
    imprint = project.imprints[edition.name]
    source = project.locales[project.source]
    translated = source.name not in (edition.name, book.edition.beside and book.edition.beside.name)
    people = project.contributors(edition)
    parts = [
        {
            "@type": "Chapter",
            "name": _words(c.title),
            "position": n,
            "url": f"#{c.id}" if single else page(c.id),
        }
        for n, c in enumerate(order, 1)
    ]
    publisher = {"@type": "Organization", "name": imprint.publisher, "url": imprint.url}
    original = {"@type": "Book", "name": source.title, "inLanguage": source.tag}
    return _known(
        {
            "@context": CONTEXT,
            "@type": "Book",
            "name": edition.title,
            "alternativeHeadline": edition.subtitle,
            "description": edition.description,
            "inLanguage": list(book.tags) if book.beside else book.locale.tag,
            "datePublished": project.date.isoformat(),
            "bookEdition": str(project.edition),
            "author": [person.name for person in people if person.role == "aut"],
            "editor": [{"@type": "Person", "name": p.name} for p in people if p.role == "edt"],
            "translator": [{"@type": "Person", "name": p.name} for p in people if p.role == "trl"],
            "translationOfWork": original if translated else None,
            "publisher": _known(publisher) if imprint.publisher else None,
            "isbn": book.project.isbn(book.edition),
            "copyrightNotice": imprint.rights,
            "keywords": list(edition.keywords),
            "image": [one for c in order for one in picture_data(book, c, lambda _: "")] if single else None,
            "hasPart": parts,
        }
    )


def chapter_data(book: Book, chapter: Chapter, position: int, address: Callable[[str], str]) -> Thing:
    """Return the data of a chapter and its book; a day chapter has its date and place. `address` is that of a picture."""
    edition = book.edition.locale
    return _known(
        {
            "@context": CONTEXT,
            "@type": "Chapter",
            "name": _words(chapter.title),
            "alternativeHeadline": _words(chapter.subtitle),
            "abstract": _words(chapter.summary),
            "author": chapter.author,
            "position": position,
            "inLanguage": list(book.tags) if chapter.beside else chapter.lang or book.locale.tag,
            "datePublished": book.project.date.isoformat(),
            "temporalCoverage": chapter.date.isoformat() if chapter.date else "",
            "spatialCoverage": _words(chapter.place),
            "image": picture_data(book, chapter, address),
            "isPartOf": {"@type": "Book", "name": edition.title, "url": INDEX},
        }
    )


def _words(content: tuple[Any, ...]) -> str:
    return plain(bare(content))


def _known(thing: Thing) -> Thing:
    """Return a thing without empty values."""
    return {key: value for key, value in thing.items() if value not in ("", None, [])}
