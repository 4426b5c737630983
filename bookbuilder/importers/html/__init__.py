"""Imports HTML: a page, or a folder of pages."""

from __future__ import annotations

import re
from dataclasses import replace

from bookbuilder.diagnostics import Report, Span
from bookbuilder.importers.importer import NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.document_structure import in_language_of_book
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading, title_in_headings
from bookbuilder.importers.markup.page import MarkupPage, page_links, parent_name
from bookbuilder.importers.markup.page_blocks import page_blocks
from bookbuilder.importers.markup.page_encoding import utf8_page
from bookbuilder.importers.markup.page_inlines import PageReading, element_language
from bookbuilder.importers.markup.page_notes import page_notes
from bookbuilder.importers.markup.page_section import page_section
from bookbuilder.importers.markup.parse_page import parse_page
from bookbuilder.importers.safe_xml import local
from bookbuilder.importers.source import FILE
from bookbuilder.phrases import counted
from bookbuilder.world import Reader

_SUFFIXES = (".html", ".htm", ".xhtml")
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is HTML."""
    source = request.source
    if source.kind == FILE:
        start = utf8_page(source.whole[:4096])
        if _START.match(start):
            return Recognition(0.9, "it begins as HTML does")
        named = source.name.lower().endswith(_SUFFIXES)
        return Recognition(0.7, "its name is that of HTML") if named and b"\0" not in start else NOT_MINE
    pages = [name for name in source.names if name.lower().endswith(_SUFFIXES)]
    texts = [
        name
        for name in source.names
        if name.lower().endswith((".md", ".markdown", ".qmd", ".rmd", ".docx", ".odt"))
    ]
    return (
        Recognition(0.6, counted(len(pages), "it has 1 page of HTML", "it has {count:,} pages of HTML"))
        if pages and len(pages) > len(texts)
        else NOT_MINE
    )


def read_manuscript(request: ImportRequest, report: Report) -> nodes.Manuscript:
    """Return pages as a manuscript: one is divided at its headings, several are chapters in the order of their names."""
    source = request.source
    names = sorted((name for name in source.names if _is_page(name) or source.kind == FILE), key=_order)
    pages = {
        name: MarkupPage(
            name, parse_page(source.read(name), source.name, source.shown(name)), frozenset(names)
        )
        for name in names
    }
    reading = PageReading(source, page_links(pages.values()), report)
    metadata = nodes.Metadata()
    sections: list[nodes.Section] = []
    for name, page in pages.items():
        own = _metadata(page)
        metadata = own if not sections else metadata
        blocks = in_language_of_book(page_blocks(page, reading), own.language)
        title: tuple[nodes.Text, ...] = (
            nodes.Text(own.title or source.name.rpartition(".")[0] or source.name),
        )
        if len(pages) == 1:
            found, blocks = title_in_headings(blocks)
            metadata = replace(own, title=nodes.plain_text(found).strip() or own.title)
            sections += chapters_by_heading(blocks, title)
        else:
            sections.append(page_section(name, blocks, title, Span(source.shown(name))))
    notes = page_notes(pages, reading)
    return nodes.Manuscript(metadata, tuple(sections), notes, reading.images)


def _is_page(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _order(name: str) -> tuple[object, ...]:
    """Return the order of pages: an index first, then by name, numbers as numbers."""
    folder, _, last = name.rpartition("/")
    parts = re.split(r"(\d+)", name.lower())
    numbers = [(0, int(part), "") if part.isdecimal() and len(part) < 18 else (1, 0, part) for part in parts]
    return (folder.count("/"), not last.startswith("index."), numbers)


def _metadata(page: MarkupPage) -> nodes.Metadata:
    values: dict[str, str] = {}
    title, language = "", element_language(page.root)
    for one in page.root.iter():
        if local(one) == "meta":
            key = (one.get("name") or one.get("property") or "").lower()
            values.setdefault(key, " ".join(one.get("content", "").split()))
        elif local(one) == "title" and not title and parent_name(one) == "head":
            title = " ".join("".join(str(text) for text in one.itertext()).split())
    author = values.get("author", "") or values.get("dc.creator", "") or values.get("article:author", "")
    keywords = tuple(word.strip() for word in values.get("keywords", "").split(",") if word.strip())
    return nodes.Metadata(
        title=values.get("dc.title", "") or title,
        authors=(author,) if author else (),
        language=language or values.get("dc.language", ""),
        date=values.get("date", "")
        or values.get("dcterms.date", "")
        or values.get("article:published_time", ""),
        description=values.get("description", ""),
        keywords=keywords,
    )


IMPORTER = Importer("html", "A page of HTML, or a folder of pages.", recognize, book_of(read_manuscript))
