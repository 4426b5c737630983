"""Renders a book as its web edition: a folder of pages, and the same book in a single file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from bookbuilder.diagnostics import Progress, Report, Rule, Severity, Span
from bookbuilder.document import text_sources
from bookbuilder.document.nodes import Image
from bookbuilder.document.picture_files import Picture
from bookbuilder.document.picture_variants import with_narrow
from bookbuilder.document.style_features import COPY_CODE
from bookbuilder.document.text_sources import TextSource
from bookbuilder.document.walk import walk
from bookbuilder.formats.book import Book
from bookbuilder.formats.book_pictures import shown_picture
from bookbuilder.formats.edition_trace import EditionTrace, TracedHtml
from bookbuilder.formats.format import Artifact
from bookbuilder.formats.math_font import FAMILY, LICENCE, math_font
from bookbuilder.formats.screen_charts import ScreenCharts
from bookbuilder.formats.web import (
    content_security_policy,
    favicon,
    reader_scripts,
    single_file,
    site,
    web_fonts,
)
from bookbuilder.formats.web.addresses import page, reading_order
from bookbuilder.formats.web.picture_versions import picture_versions
from bookbuilder.formats.web.robots import crawler_files
from bookbuilder.formats.web.search_index import search_index
from bookbuilder.formats.web.share_picture import FILE, share_picture
from bookbuilder.formats.web.sitemap import sitemap
from bookbuilder.formats.web.web_fonts import WebFace
from bookbuilder.formats.web.web_source import WebSource, style_sheet
from bookbuilder.formulas.draw_step import FONT
from bookbuilder.html import self_contained, untranslated_words
from bookbuilder.html.environment import environment
from bookbuilder.html.font_family import Face
from bookbuilder.html.resource_loads import script_load
from bookbuilder.html.svg_fonts import embed_fonts
from bookbuilder.html.theme_pictures import picture_addresses, read_theme_picture, relocate_pictures
from bookbuilder.phrases import Phrase

LARGE = Rule(
    "web.single",
    "the web edition has no single file {name}, since its text and pictures make more than {limit} million letters",
    "A page of that size opens slowly in every browser, and in many not at all. The folder of the web edition has all of it,"
    " a page for each chapter.",
    Severity.NOTICE,
)
LARGEST_SINGLE_FILE = 30_000_000
"""Letters of HTML in the largest single file, without its pictures: about 6,000 printed pages."""
LARGEST_WITH_PICTURES = 50_000_000
"""The same with the pictures, which stand in the file as letters: 35 MB of them."""


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the site (`title.de/`) and the single file (`title.de.html`) of an edition, which a very long book does not
    have (`web.single`)."""
    sheet = partial(style_sheet, book, single=False)
    env = environment(book.world, book.theme, "web", book.locale, book.picture, sheet, book.language_of)
    pictures = {picture.path: picture for picture in _pictures(book, report)}
    source = WebSource(
        book,
        env,
        pictures,
        reading_order(book.document.chapters),
        charts=ScreenCharts(book, report),
        share=share_picture(book, report),
        versions=picture_versions(book, pictures.values()),
    )
    say(Phrase("{languages}: {edition}, pages", languages=book.edition.languages, edition=book.edition.name))
    articles = site.articles(source)
    pages = site.html(source, articles)
    texts = search_index(source, articles)
    scripts = reader_scripts.scripts(
        book.world, texts["stemmers"], book.text_features, code=COPY_CODE in book.features
    )
    site_sheet, single_sheet = style_sheet(book, single=False), style_sheet(book, single=True)
    limit = LARGEST_SINGLE_FILE
    single = sum(map(len, articles.values())) <= limit
    chapters = single_file.articles(source) if single else ()
    if single and sum(map(len, chapters)) > LARGEST_WITH_PICTURES:
        single, chapters, limit = False, (), LARGEST_WITH_PICTURES
    if not single:
        report(LARGE, book.edition.span, name=f"{book.stem}.html", limit=limit // 1_000_000)
    whole = single_file.html(source, chapters) if single else ""
    source = replace(source, named=_named(book, (site_sheet, single_sheet, *pages.values(), whole), report))
    pages = {name: relocate_pictures(text, source.places()) for name, text in pages.items()}
    site_sheet, single_sheet = (
        relocate_pictures(site_sheet, source.places("../")),
        relocate_pictures(single_sheet, source.inside()),
    )
    say(Phrase("{languages}: {edition}, fonts", languages=book.edition.languages, edition=book.edition.name))
    shown = (text for one in (*pages.values(), whole) for text in untranslated_words.visible_texts(one))
    untranslated_words.report_untranslated(shown, "the web edition", book.locale, report)
    css, written = site_sheet + single_sheet, (*pages.values(), whole)
    families = web_fonts.used(book.fonts, css, written)
    faces = web_fonts.faces(book.runner, book.fonts, families, css, written)
    licences = web_fonts.licences(book.fonts, families)
    if formulas := math_font(book, "woff2"):
        faces = (*faces, WebFace(FAMILY, Face(FONT, 400, "normal"), "math/STIXTwoMath.woff2", formulas.data))
        licences = {**licences, LICENCE: formulas.licence}
    others = {
        **reader_scripts.site_files(scripts, texts),
        **sitemap(book, source.order),
        **crawler_files(book),
        favicon.FILE: source.icon,
        **({FILE: source.share.data} if source.share else {}),
    }
    folder = site.files(source, pages, site_sheet, faces, licences, others)
    made: tuple[Artifact, ...] = (Artifact(book.stem, folder, trace=partial(_trace, source, pages)),)
    if single:
        data = single_file.file(source, chapters, single_sheet, faces, scripts, texts)
        made = (*made, Artifact(f"{book.stem}.html", {"": data}))
    data_uris = (
        content_security_policy.data_uri(picture.data, picture.media_type) for picture in source.all.values()
    )
    links = frozenset(
        (*data_uris, *map(script_load, (reader_scripts.THEME, reader_scripts.READER, *scripts.all)))
    )
    for artifact in made:
        self_contained.report_files(artifact.files, artifact.name, book.theme, report, links)
    return made


def _trace(source: WebSource, pages: Mapping[str, str]) -> EditionTrace:
    chapters = {page(chapter.id): chapter for chapter in source.order}

    def marked(name: str) -> tuple[str, tuple[TextSource, ...]]:
        document = source.book.document
        ids = [chapters[name].id] if name in chapters else [head.id for head in document.heads]
        result = text_sources.marked(document, ids)
        traced = replace(source, book=replace(source.book, document=result.document))
        traced = replace(traced, order=reading_order(result.document.chapters))
        return site.html(traced, site.articles(traced))[name], result.sources

    return EditionTrace(
        {
            name: TracedHtml(
                Span(chapters[name].span.path, 1, 1) if name in chapters else source.book.edition.locale.span,
                text,
                partial(marked, name),
            )
            for name, text in pages.items()
        }
    )


def _named(book: Book, texts: Iterable[str], report: Report) -> dict[str, Picture]:
    """Return the pictures that the theme's templates and style sheets use, found in their rendered texts."""
    result = {
        path: read_theme_picture(book.world, book.theme, path, report) for path in picture_addresses(*texts)
    }
    return {path: _lettered(one, book) for path, one in result.items() if one}


def _lettered(picture: Picture, book: Book) -> Picture:
    """Return a picture; SVGs get their fonts embedded, since they cannot use those of the page."""
    drawn = picture.media_type == "image/svg+xml"
    return replace(picture, data=embed_fonts(picture.data, book.fonts, "woff2")) if drawn else picture


def _pictures(book: Book, report: Report) -> Iterator[Picture]:
    """Yield each picture once."""
    seen = set()
    for node in with_narrow(one for one in walk(book.document.chapters) if isinstance(one, Image)):
        if node.shown not in seen:
            seen.add(node.shown)
            found = shown_picture(book, node, report)
            if found is None:
                continue
            yield _lettered(found, book)
