"""Renders a book as an EPUB: documents, navigation, fonts, pictures and metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from bookbuilder.accessibility_review.signatures_file import Signature, signatures, valid_signature
from bookbuilder.accessibility_review.signed_content import signed_content
from bookbuilder.diagnostics import Findings, Progress, Report
from bookbuilder.document import text_sources
from bookbuilder.document.nodes import Code, CodeText, Formula
from bookbuilder.document.text_sources import TextSource
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.edition_trace import EditionTrace, TracedHtml
from bookbuilder.formats.epub import (
    accessibility,
    navigation_document,
    package_metadata,
    soft_hyphens,
)
from bookbuilder.formats.epub.cover_image import cover_image
from bookbuilder.formats.epub.epub_archive import NCX, ManifestItem, Package, write
from bookbuilder.formats.epub.epub_styles import FILES, is_vertical, styles
from bookbuilder.formats.epub.font_embedding import embed_fonts, with_math_font
from bookbuilder.formats.epub.packaged_pictures import named, pictures
from bookbuilder.formats.epub.page_breaks import PrintedPages
from bookbuilder.formats.epub.profiles import profile
from bookbuilder.formats.epub.spine_documents import build_documents
from bookbuilder.formats.epub.xhtml_page import XhtmlPage, relocate_page_pictures, well_formed
from bookbuilder.formats.format import Artifact
from bookbuilder.formats.page_list import page_list_of
from bookbuilder.html import self_contained, untranslated_words
from bookbuilder.html.environment import environment
from bookbuilder.html.theme_pictures import relocate_pictures as moved_text


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the EPUB of an edition. Reports `image.*`, `glyph.missing`; raises `BookbuilderError` (`epub.markup`)."""
    locale = book.locale
    say(f"{book.edition.languages}: {book.edition.name}")
    signature = _signature(book, report)
    if book.edition.soft_hyphens:
        book = replace(book, document=soft_hyphens.with_soft_hyphens(book))
    cover = cover_image(book, report)
    images = pictures(book, report)
    env = environment(
        book.world, book.theme, "epub", locale, book.picture, partial(_sheets, book), book.language_of
    )
    paged = _printed(book, report)
    made = build_documents(book, env, images.address, f"../{cover.name}", report, paged)
    kind = profile(book)
    css, new = styles(book)
    new = new if kind.newer_styles else ""
    shown = named(book, (css, new, *(page.data.decode() for page in (*made.spine, made.nav))), report)
    css, new = moved_text(css, shown.addresses), moved_text(new, shown.addresses)
    documents = tuple(relocate_page_pictures(page, shown.addresses) for page in (*made.spine, made.nav))
    code = any(
        isinstance(node, Code | CodeText) or (isinstance(node, Formula) and "math-mono" in node.mathml)
        for node in walk(book.document.chapters)
    )
    fonts = embed_fonts(
        book.runner, book.fonts, css + new, (page.data.decode() for page in documents), kind.fonts, code=code
    )
    fonts = with_math_font(fonts, book, kind.fonts)
    identifier = book.identifier
    moving = images.moving()
    found = accessibility.accessibility_features(
        book.document.chapters, moving=bool(moving), pages=bool(made.printed)
    )
    source = paged.source if paged and made.printed else ""
    accessibility.report_obstacles(book.document.chapters, moving, report)
    statements = (
        *package_metadata.statements(book, cover.id, source),
        *accessibility.statements(found, locale),
        *(accessibility.conformance_claim(signature.by, found) if signature else ()),
        *accessibility.exemption(book.project),
    )
    untranslated_words.report_untranslated(
        _texts(documents, statements, made.contents), "the e-book", locale, report
    )
    contents = navigation_document.ncx(env, made.contents, identifier, book.catalogue_title, made.printed)
    well_formed(contents, "toc.ncx", book.edition.span, book.theme)
    package = Package(
        identifier=identifier,
        language=locale.tag,
        direction=locale.direction,
        progression="rtl" if is_vertical(book) else locale.direction,
        modified=package_metadata.modified(book),
        metadata=statements,
        prefixes=package_metadata.prefixes(book),
        items=(
            *(_item(page) for page in documents),
            ManifestItem(
                "ncx",
                "toc.ncx",
                NCX,
                contents,
            ),
            ManifestItem("css", FILES[0], "text/css", f"{fonts.css}\n{css}".encode()),
            *((ManifestItem("css-new", FILES[1], "text/css", new.encode()),) if new else ()),
            cover,
            *images.items,
            *shown.items,
            *fonts.items,
        ),
        spine=tuple(page.id for page in made.spine),
    )
    self_contained.report_files(
        {item.name: item.data for item in package.items}, f"{book.stem}.epub", book.theme, report
    )
    data = write(package)
    trace = partial(_trace, book, documents, images.address, f"../{cover.name}")
    return (Artifact(f"{book.stem}.epub", {"": data}, trace=trace), *_delivered(book, data, cover))


def _trace(
    book: Book, documents: Sequence[XhtmlPage], image: Callable[[str], str], cover: str
) -> EditionTrace:
    everything = [head.id for head in book.document.heads]

    @cache
    def marked() -> tuple[dict[str, str], tuple[TextSource, ...]]:
        result = text_sources.marked(book.document, everything)
        env = environment(
            book.world,
            book.theme,
            "epub",
            book.locale,
            book.picture,
            partial(_sheets, book),
            book.language_of,
        )
        made = build_documents(replace(book, document=result.document), env, image, cover, Findings())
        return {page.name: page.data.decode() for page in (*made.spine, made.nav)}, result.sources

    def one(name: str) -> tuple[str, tuple[TextSource, ...]]:
        pages, sources = marked()
        return pages[name], sources

    return EditionTrace({
        page.name: TracedHtml(page.span, page.data.decode(), partial(one, page.name)) for page in documents
    })  # fmt: skip


def _sheets(book: Book) -> str:
    return "\n".join(styles(book))


def _signature(book: Book, report: Report) -> Signature | None:
    """Return the valid signature of this book, if there is one; a signature is for one language."""
    found = signatures(book.world, report).get(book.edition.locale.name)
    if found is None or book.locale.pseudo is not None or book.beside is not None:
        return None
    looks = book.theme.digest
    return valid_signature(
        found, signed_content(book.document, book.world, book.theme.name, looks, book.runner), report
    )


def _printed(book: Book, report: Report) -> PrintedPages | None:
    """Return the pages of the printed book whose numbers this one carries. Reports `page.*`."""
    carried = page_list_of(book, report)
    return PrintedPages(carried.pages, book.locale, carried.source) if carried else None


def _delivered(book: Book, data: bytes, cover: ManifestItem) -> Iterator[Artifact]:
    """Yield the e-book and its cover again, named by the ISBN, as shops require; nothing without an ISBN, or in
    pseudo-locales."""
    if (number := package_metadata.isbn(book)) and book.locale.pseudo is None:
        yield Artifact(f"{number}.epub", {"": data})
        yield Artifact(f"{number}.jpg", {"": cover.data})


def _texts(
    pages: Iterable[XhtmlPage],
    statements: Iterable[package_metadata.Statement],
    contents: Iterable[navigation_document.ContentsEntry],
) -> Iterator[str]:
    """Yield the visible and spoken texts of pages, contents, and metadata for people."""
    for page in pages:
        yield from untranslated_words.visible_texts(page.data.decode())
    yield from (line.text for line in contents)
    for one in statements:
        if (
            one.name in package_metadata.WORDS
            or ("property", "schema:accessibilitySummary") in one.attributes
        ):
            yield one.value


def _item(page: XhtmlPage) -> ManifestItem:
    return ManifestItem(page.id, page.name, "application/xhtml+xml", page.data, page.properties)
