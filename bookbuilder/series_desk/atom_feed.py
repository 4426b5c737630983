"""Writes an Atom feed of a series (RFC 4287) for each locale: an entry for each book whose web edition is finished."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from markupsafe import escape

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.formats.book import file_stem
from bookbuilder.project import Edition, Project
from bookbuilder.project.series_file import Series
from bookbuilder.series_desk.series_books import SeriesBook, SeriesOfBooks, same_ids
from bookbuilder.world.series_folder import SERIES

ADDRESS = Rule(
    "feed.address",
    "series.toml does not say {key} of the series, which a feed needs",
    "The entries of a feed lead to web editions, and are told apart by identifiers that begin with that of the"
    " series. Both stand"
    ' in [series] of series.toml: id = "dossier", address = "https://example.org/dossiers/".',
)
EMPTY = Rule(
    "feed.empty",
    "no book of the series has a finished web edition",
    "A feed announces what can be read: a book is in it as soon as its web edition is in its output folder.",
)


def feeds(series: SeriesOfBooks) -> dict[str, bytes]:
    """Return file name → feed of each locale in which a web edition is finished, newest book first.

    The times are the days of publication, or of the current version, at midnight UTC: the same books give the same bytes.
    Raises `BookbuilderError` (`feed.*`, `series.twice`).
    """
    found = list(same_ids(series.books))
    found += [
        diagnostic(ADDRESS, Span(SERIES), hint="add it to [series]", key=key)
        for key in ("id", "address")
        if not getattr(series.about, key)
    ]
    if found:
        raise BookbuilderError(*found)
    by_locale: dict[str, list[tuple[Project, Edition]]] = {}
    for book in reversed(series.books):
        for project, edition in _finished(book):
            by_locale.setdefault(edition.locale.name, []).append((project, edition))
    if not by_locale:
        hint = "build the books first"
        raise BookbuilderError(diagnostic(EMPTY, Span(SERIES), hint=hint))
    return {
        f"feed.{locale}.xml": _feed(series.about, locale, entries)
        for locale, entries in sorted(by_locale.items())
    }


def _finished(book: SeriesBook) -> Iterator[tuple[Project, Edition]]:
    """Yield the web edition of each locale of a book that is in its output folder, the first where there are several."""
    project = book.project
    for locale in project.locales.values() if project else ():
        for edition in project.editions.values() if project else ():
            if project and edition.format == "web" and edition.beside is None and edition.web.address:
                of_locale = replace(edition, locale=locale)
                if book.world.folder_exists(f"{project.output}/{file_stem(project, of_locale)}"):
                    yield project, of_locale
                    break


def _feed(about: Series, locale: str, entries: list[tuple[Project, Edition]]) -> bytes:
    project, edition = entries[0]
    imprint = project.imprints[locale]
    name = edition.locale.series or about.id
    author = imprint.publisher or name
    address = about.feed(locale)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(edition.locale.tag)}>',
        f"<id>{_identifier(about, locale)}</id>",
        f"<title>{escape(name)}</title>",
        f"<updated>{_time(max(_day(project) for project, _ in entries))}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(address)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(about.address)}/>',
    ]
    for project, edition in entries:
        lines += _entry(about, project, edition)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(about: Series, project: Project, edition: Edition) -> Iterator[str]:
    locale = edition.locale
    imprint = project.imprints[locale.name]
    address = f"{edition.web.address}{quote(file_stem(project, edition))}/"
    yield "<entry>"
    yield f"<id>{_identifier(about, f'{project.id}/{locale.name}')}</id>"
    yield f"<title>{escape(locale.title)}</title>"
    yield f"<published>{_time(project.date)}</published>"
    yield f"<updated>{_time(_day(project))}</updated>"
    yield f'<link rel="alternate" type="text/html" hreflang={quoteattr(locale.tag)} href={quoteattr(address)}/>'
    for person in project.authors_in(locale):
        yield f"<author><name>{escape(person.name)}</name></author>"
    for topic in project.topics(locale):
        yield f"<category term={quoteattr(topic)}/>"
    if imprint.rights:
        yield f"<rights>{escape(imprint.rights)}</rights>"
    if words := locale.description or locale.subtitle:
        yield f"<summary>{escape(words)}</summary>"
    yield "</entry>"


def _identifier(about: Series, name: str) -> str:
    """Return an identifier that stays when the address changes, since readers know by it what they have seen: a UUIDv5, as
    that of an e-book."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'bookbuilder:series/{about.id}/{name}')}"


def _day(project: Project) -> dt.date:
    return project.released or project.date


def _time(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
