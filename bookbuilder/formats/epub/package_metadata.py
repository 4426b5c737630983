"""Lists the metadata of the EPUB package document: Dublin Core, roles, subjects, series, rights to mine text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bookbuilder.formats.book import Book
from bookbuilder.formats.epub.profiles import profile
from bookbuilder.locales import direction
from bookbuilder.project import Imprint

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TDM = "tdm: http://www.w3.org/ns/tdmrep#"
WORDS = tuple(
    f"dc:{name}"
    for name in ("title", "creator", "contributor", "publisher", "rights", "description", "subject")
)
"""Statements with text for people."""
APPLE = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"


@dataclass(frozen=True, slots=True)
class Statement:
    """An element of the metadata: `dc:…`, or `meta` with a property; `attributes` are pairs of name and value."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


def element(name: str, value: str, uid: str = "") -> Statement:
    """Return a Dublin Core element."""
    return Statement(f"dc:{name}", value, (("id", uid),) if uid else ())


def meta(name: str, value: str, refines: str = "", scheme: str = "", uid: str = "") -> Statement:
    """Return a `meta` with a property; `refines` is the id of the element it is about."""
    others = (("refines", f"#{refines}" if refines else ""), ("scheme", scheme), ("id", uid))
    return Statement("meta", value, (("property", name), *((k, v) for k, v in others if v)))


def words(book: Book, name: str, value: str, uid: str = "") -> Statement:
    """Return a Dublin Core element with a text for people, with its language if that is the one of the source."""
    plain, tag = element(name, value, uid), book.language_of(value)
    if not tag:
        return plain
    own = direction(tag)
    across = (("dir", own),) if "rtl" in (own, book.locale.direction) else ()
    return Statement(plain.name, value, (*plain.attributes, (XML_LANG, tag), *across))


def isbn(book: Book) -> str:
    """Return an edition's ISBN without hyphens; empty if it has none."""
    return re.sub(r"[- ]", "", book.project.isbn(book.edition))


def modified(book: Book) -> dt.datetime:
    """Return the modification date (EPUB 3.3, 5.5.4): the release day of the version, not that of the build."""
    day = book.project.released or book.project.date
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)


def prefixes(book: Book) -> tuple[str, ...]:
    """Return the vocabularies to declare; others are reserved (EPUB 3.3, D.1.5)."""
    return (TDM, APPLE) if _imprint(book).tdm_reserved else (APPLE,)


def statements(book: Book, cover: str, source: str = "") -> Iterator[Statement]:
    """Yield the metadata of a book. `cover` is the id of its cover image, for old readers, `source` the identifier of the
    printed book whose page numbers it has (EPUB Accessibility 1.1, 4.3)."""
    edition, imprint = book.edition.locale, _imprint(book)
    if number := isbn(book):
        yield element("identifier", f"urn:isbn:{number}", "isbn")
        # 15 is ISBN-13.
        yield meta("identifier-type", "15", "isbn", "onix:codelist5")
    yield words(book, "title", book.catalogue_title, "title")
    yield meta("title-type", "main", "title")
    yield meta("display-seq", "1", "title")
    if edition.subtitle:
        yield words(book, "title", edition.subtitle, "subtitle")
        yield meta("title-type", "subtitle", "subtitle")
        yield meta("display-seq", "2", "subtitle")
    for tag in book.tags:
        yield element("language", tag)
    yield from _people(book)
    yield element("date", book.project.date.isoformat())
    for name, value in (
        ("publisher", imprint.publisher),
        ("rights", imprint.rights),
        ("description", edition.description),
    ):
        if value:
            yield words(book, name, value)
    for subject in book.project.topics(edition):
        yield element("subject", subject)
    for code in (*book.project.thema, *book.project.bisac):
        uid = f"{code.scheme.lower()}-{code.code}"
        yield element("subject", code.name(edition.name), uid)
        yield meta("authority", code.scheme, uid)
        yield meta("term", code.code, uid)
    if edition.series:
        yield meta("belongs-to-collection", edition.series, uid="series")
        yield meta("collection-type", "series", "series")
        if imprint.issn:
            yield meta("dcterms:identifier", f"urn:issn:{imprint.issn}", "series")
        if position := str(book.project.volume or "") or (imprint.issue if imprint.issue.isdigit() else ""):
            yield meta("group-position", position, "series")
    if source:
        yield element("source", source)
        yield meta("pageBreakSource", source)
    if imprint.tdm_reserved:
        yield meta("tdm:reservation", "1")
        if imprint.tdm_policy:
            yield meta("tdm:policy", imprint.tdm_policy)
    yield meta("ibooks:version", book.project.version or str(book.project.edition))
    if profile(book).fonts != "none":
        yield meta("ibooks:specified-fonts", "true")
    yield Statement("meta", "", (("name", "cover"), ("content", cover)))


def _people(book: Book) -> Iterator[Statement]:
    """Yield authors as creators and others as contributors, with their roles (MARC relators)."""
    for number, person in enumerate(book.project.contributors(book.edition.locale), 1):
        uid = f"person-{number}"
        yield words(book, "creator" if person.role == "aut" else "contributor", person.name, uid)
        yield meta("role", person.role, uid, "marc:relators")
        if person.sort:
            yield meta("file-as", person.sort, uid)


def _imprint(book: Book) -> Imprint:
    return book.project.imprints[book.edition.locale.name]
