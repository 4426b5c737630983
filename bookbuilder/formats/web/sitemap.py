"""Writes the sitemap of the site (sitemaps.org, protocol 0.9), if its address is known."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from markupsafe import escape

from bookbuilder.document.nodes import Chapter
from bookbuilder.formats.book import Book
from bookbuilder.formats.web.addresses import INDEX, languages, page, public

FILE = "sitemap.xml"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""


def sitemap(book: Book, order: tuple[Chapter, ...]) -> dict[str, bytes]:
    """Return the file: every page with the day of this version of the book, and its addresses in other languages; nothing if
    the address of the site is not known."""
    if not book.edition.web.address:
        return {}
    day = (book.project.released or book.project.date).isoformat()
    lines = [_HEAD]
    for chapter in ("", *(chapter.id for chapter in order)):
        address = public(book, page(chapter) if chapter else INDEX)
        lines.append(f"<url><loc>{escape(address)}</loc><lastmod>{day}</lastmod>")
        versions = languages(book, chapter)
        lines += [
            f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(one.address)}/>'
            for one in versions
            for tag in (one.tag, *(("x-default",) if one.default else ()))
            if len(versions) > 1
        ]
        lines.append("</url>\n")
    return {FILE: "".join([*lines, "</urlset>\n"]).encode()}
