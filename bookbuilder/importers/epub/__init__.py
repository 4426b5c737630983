"""Imports e-books (EPUB 2 and 3) by their spine, and source trees of Standard Ebooks."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span, diagnostic
from bookbuilder.importers.epub.chapter_opening import with_heading_first
from bookbuilder.importers.epub.package_document import EpubPackage, package_path, read_package
from bookbuilder.importers.epub.spine import spine_page
from bookbuilder.importers.importer import NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript import nodes
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.document_structure import in_language_of_book
from bookbuilder.importers.manuscript.losses import CONTENTS
from bookbuilder.importers.manuscript.split_chapters import chapters_by_heading, title_in_headings
from bookbuilder.importers.markup.page import MarkupPage, kinds, page_links, parent_name
from bookbuilder.importers.markup.page_blocks import page_blocks
from bookbuilder.importers.markup.page_inlines import PageReading
from bookbuilder.importers.markup.page_notes import page_notes
from bookbuilder.importers.markup.page_section import page_section
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.world import Reader

LOCKED = Rule(
    "epub.locked",
    "the text of this e-book is encrypted",
    "A shop sold it with a protection against copying (DRM). Ask the publisher for the file without it.",
)
BROKEN = Rule(
    "epub.broken",
    "this e-book has no {what}",
    "The package document (.opf) of an e-book lists its pages in reading order.",
)
_ENCRYPTION = "META-INF/encryption.xml"
_FRONT = {
    "foreword", "preface", "dedication", "epigraph", "colophon", "copyright-page", "imprint", "acknowledgments", "prologue",
    "halftitlepage", "loi", "afterword", "appendix", "frontmatter", "backmatter",
}  # fmt: skip


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is an e-book or its source tree."""
    source = request.source
    if source.kind == FILE:
        return NOT_MINE
    if source.has("META-INF/container.xml"):
        return Recognition(1, "it is an e-book")
    found = [name for name in source.names if name.endswith(".opf")]
    if any(name.endswith("src/epub/content.opf") for name in found):
        return Recognition(1, "it is a source tree of Standard Ebooks")
    return Recognition(0.8, "it has the package document of an e-book") if found else NOT_MINE


def read_manuscript(request: ImportRequest, report: Report) -> nodes.Manuscript:
    """Return an e-book as a manuscript: its pages are chapters. Raises `BookbuilderError` (`epub.*`, `xml.*`)."""
    source = request.source
    _check_encryption(source)
    path = package_path(source)
    if not path:
        hint = "look for a file whose name ends in .opf"
        raise BookbuilderError(diagnostic(BROKEN, Span(source.name), what="package document", hint=hint))
    package = read_package(source, path, report)
    if not package.spine:
        hint = "its <spine> names no page that is there"
        raise BookbuilderError(diagnostic(BROKEN, Span(source.name), what="pages", hint=hint))
    names = frozenset(item.page or item.picture for item in package.spine)
    pages = {page.path: page for page in (spine_page(item, names, source) for item in package.spine)}
    reading = PageReading(source, page_links(pages.values()), report)
    sections = tuple(_sections(package, pages, reading, request.locale or package.metadata.language))
    notes = page_notes(pages, reading)
    images, cover = dict(reading.images), package.metadata.cover
    if cover and source.has(cover):
        images[cover] = nodes.Image(cover, source.read(cover))
    return nodes.Manuscript(package.metadata, sections, notes, images)


def _sections(
    package: EpubPackage, pages: dict[str, MarkupPage], reading: PageReading, language: str
) -> list[nodes.Section]:
    sections: list[nodes.Section] = []
    for name, page in pages.items():
        types = _types(page)
        span = Span(reading.source.shown(name))
        blocks = in_language_of_book(page_blocks(page, reading), language)
        if (
            name == package.contents
            or name in package.own_pages
            or name == package.metadata.cover
            or types & {"cover", "titlepage", "toc", "landmarks"}
        ):
            if blocks and name != package.contents:
                reading.report(CONTENTS, span, what="the cover, title page or contents")
            continue
        if not blocks or (
            types & {"endnotes", "footnotes", "rearnotes"}
            and all(isinstance(b, nodes.Heading) for b in blocks)
        ):
            continue  # its notes stand where they are called
        if len(pages) == 1 or _many_chapters(blocks):
            title, blocks = title_in_headings(blocks)
            sections += chapters_by_heading(blocks, title or (nodes.Text(package.metadata.title),))
            continue
        label = package.titles.get(name, "")
        blocks = with_heading_first(blocks, label)
        if not label and not isinstance(blocks[0], nodes.Heading) and sections and not types & _FRONT:
            sections[-1] = _continued(sections[-1], name, blocks)  # a chapter on several pages
            continue
        section = page_section(
            name, blocks, (nodes.Text(label or _title(page) or package.metadata.title),), span
        )
        sections.append(
            replace(
                section, numbered=not types & _FRONT and (bool(label) or isinstance(blocks[0], nodes.Heading))
            )
        )
    return sections


def _types(page: MarkupPage) -> set[str]:
    """Return the types of a whole page (`epub:type`): those of its body, and of elements that are alone in it."""
    found: set[str] = set()
    inside = [one for one in page.root.iter() if local(one) == "body"]
    while len(inside) == 1:
        found |= set(kinds(inside[0]))
        inside = (
            list(elements(inside[0])) if local(inside[0]) in ("body", "section", "article", "div") else []
        )
    return found


def _many_chapters(blocks: tuple[nodes.Block, ...]) -> bool:
    """Whether a page holds several chapters: several headings of the level of its first one."""
    first = blocks[0]
    return (
        isinstance(first, nodes.Heading)
        and sum(isinstance(b, nodes.Heading) and b.level <= first.level for b in blocks) > 1
    )


def _continued(section: nodes.Section, name: str, blocks: tuple[nodes.Block, ...]) -> nodes.Section:
    more = page_section(name, blocks, (), section.span)
    return replace(section, blocks=section.blocks + more.blocks, anchors=(*section.anchors, *more.anchors))


def _title(page: MarkupPage) -> str:
    found = (one for one in page.root.iter() if local(one) == "title" and parent_name(one) == "head")
    return next((" ".join("".join(str(text) for text in one.itertext()).split()) for one in found), "")


def _check_encryption(source: ImportSource) -> None:
    """Raise `BookbuilderError` (`epub.locked`) if pages are encrypted; fonts may be."""
    if not source.has(_ENCRYPTION):
        return
    for one in parse_xml(source.read(_ENCRYPTION), source.name, _ENCRYPTION).iter():
        if local(one) == "CipherReference" and one.get("URI", "").lower().endswith(
            (".xhtml", ".html", ".htm", ".xml")
        ):
            hint = "use a file without a protection against copying"
            raise BookbuilderError(diagnostic(LOCKED, Span(source.name), hint=hint))


IMPORTER = Importer(
    "epub",
    "An e-book (.epub), or a source tree of Standard Ebooks.",
    recognize,
    book_of(read_manuscript, isbn_format="epub"),
)
