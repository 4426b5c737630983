"""Renders a book as its web edition: a folder of pages, and the same book in a single file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bookbuilder.diagnostics import Progress, Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.pictures import Picture, picture
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.web import fonts, policy, single, site
from bookbuilder.formats.web.addresses import reading_order
from bookbuilder.formats.web.source import Source
from bookbuilder.html import self_contained, untouched
from bookbuilder.html.drawing import with_fonts
from bookbuilder.html.environment import environment
from bookbuilder.html.named import addresses, moved, read


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the site (`title.de/`) and the single file (`title.de.html`) of an edition."""
    env = environment(book.world, book.theme, "web", book.locale, book.picture)
    pictures = {found.path: found for found in _pictures(book, report)}
    source = Source(book, env, pictures, reading_order(book.document.chapters))
    say(f"{book.edition.languages}: {book.edition.name}, pages")
    pages = site.html(source)
    site_sheet, single_sheet = source.sheet(single=False), source.sheet(single=True)
    whole = single.html(source)
    source = replace(source, named=_named(book, (site_sheet, single_sheet, *pages.values(), whole), report))
    pages = {name: moved(text, source.places()) for name, text in pages.items()}
    site_sheet, single_sheet = moved(site_sheet, source.places("../")), moved(single_sheet, source.inside())
    say(f"{book.edition.languages}: {book.edition.name}, fonts")
    shown = (text for page in (*pages.values(), whole) for text in untouched.texts(page))
    untouched.tell(shown, "the web edition", book.locale, report)
    css, written = site_sheet + single_sheet, (*pages.values(), whole)
    families = fonts.used(book.fonts, css, written)
    faces = fonts.faces(book.runner, book.fonts, families, css, written)
    licences = fonts.licences(book.fonts, families)
    made = (
        Artifact(book.stem, site.files(source, pages, site_sheet, faces, licences)),
        Artifact(f"{book.stem}.html", {"": single.file(source, single_sheet, faces)}),
    )
    known = frozenset(policy.data_uri(one.data, one.media_type) for one in source.all.values())
    for one in made:
        self_contained.tell(one.files, one.name, book.theme, report, known)
    return made


def _named(book: Book, texts: Iterable[str], report: Report) -> dict[str, Picture]:
    """Return the pictures that the theme's templates and style sheets use, found in their rendered texts."""
    found = {path: read(book.world, book.theme, path, report) for path in addresses(*texts)}
    return {path: _lettered(one, book) for path, one in found.items() if one}


def _lettered(one: Picture, book: Book) -> Picture:
    """Return a picture; SVGs get their fonts embedded, since they cannot use those of the page."""
    drawn = one.media_type == "image/svg+xml"
    return replace(one, data=with_fonts(one.data, book.fonts, "woff2")) if drawn else one


def _pictures(book: Book, report: Report) -> Iterator[Picture]:
    """Yield each picture once."""
    seen = set()
    for node in walk(book.document.chapters):
        if isinstance(node, Image) and node.source not in seen:
            seen.add(node.source)
            found = picture(book.world, node.source, node.span, report)
            if found is None:
                continue
            yield _lettered(found, book)
