"""Turns a book into its web edition: a folder of pages, and the same book in a single file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.diagnostics import Progress, Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.pictures import Picture, picture
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.web import fonts, single, site
from bookbuilder.formats.web.addresses import reading_order
from bookbuilder.formats.web.source import Source
from bookbuilder.html import untouched
from bookbuilder.html.drawing import with_fonts
from bookbuilder.html.environment import environment


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the site (`title.de/`) and the single file (`title.de.html`) of an edition."""
    env = environment(book.world, book.theme, "web", book.locale)
    pictures = {found.path: found for found in _pictures(book, report)}
    source = Source(book, env, pictures, reading_order(book.document.chapters))
    say(f"{book.edition.languages}: {book.edition.name}, pages")
    pages = site.html(source)
    site_sheet, single_sheet = source.sheet(single=False), source.sheet(single=True)
    say(f"{book.edition.languages}: {book.edition.name}, fonts")
    shown = (text for page in (*pages.values(), single.html(source)) for text in untouched.texts(page))
    untouched.tell(shown, "the web edition", book.locale, report)
    css, written = site_sheet + single_sheet, (*pages.values(), single.html(source))
    families = fonts.used(book.fonts, css, written)
    faces = fonts.faces(book.work, book.fonts, families, css, written)
    licences = fonts.licences(book.fonts, families)
    return (
        Artifact(book.stem, site.files(source, pages, site_sheet, faces, licences)),
        Artifact(f"{book.stem}.html", {"": single.file(source, single_sheet, faces)}),
    )


def _pictures(book: Book, report: Report) -> Iterator[Picture]:
    """Yield each picture once; drawings get the fonts that they ask for, since they cannot see those of the page."""
    seen = set()
    for node in walk(book.document.chapters):
        if isinstance(node, Image) and node.source not in seen:
            seen.add(node.source)
            found = picture(book.world, node.source, node.span, report)
            if found is None:
                continue
            drawn = found.media_type == "image/svg+xml"
            yield replace(found, data=with_fonts(found.data, book.fonts, "woff2")) if drawn else found
