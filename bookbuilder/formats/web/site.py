"""Renders the web edition as a folder: a contents page, a page for each chapter, and their resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from urllib.parse import quote

from markupsafe import Markup

from bookbuilder.diagnostics import Findings
from bookbuilder.document.walk import bare, plain
from bookbuilder.formats.web import (
    content_security_policy,
    downloads,
    favicon,
    reader_scripts,
    schema_org,
    template_values,
    web_fonts,
)
from bookbuilder.formats.web.addresses import INDEX, href, languages, page, picture_names, public
from bookbuilder.formats.web.page_marks import marked_for_readers
from bookbuilder.formats.web.picture_versions import PictureVersion, version_names
from bookbuilder.formats.web.web_source import WebSource
from bookbuilder.html import book_parts
from bookbuilder.html.environment import render
from bookbuilder.html.medium import Medium, PictureSource
from bookbuilder.project.series_file import read_series

SHEET = "css/book.css"


def articles(source: WebSource) -> dict[str, Markup]:
    """Return the chapters of the site by id."""
    return {
        chapter.id: book_parts.chapter(chapter, _medium(source, chapter.id), source.env, level=1)
        for chapter in source.order
    }


def _medium(source: WebSource, here: str) -> Medium:
    names = picture_names(tuple(source.pictures), source.book.edition.locale.name)
    files = version_names(names, source.versions)
    return Medium(
        source.book.locale,
        href=lambda target: href(target, here),
        image=lambda path: quote(names.get(path, path)),
        size=source.size,
        versions=lambda path: _sources(source.versions.get(path, ()), path, files),
        web=True,
        chart=source.charts,
        proof=source.book.edition.proof is not None,
        beside=source.book.beside,
    )


def _sources(
    versions: Iterable[PictureVersion], path: str, files: Mapping[tuple[str, str, int], str]
) -> tuple[PictureSource, ...]:
    """Return the versions of a picture by type, in order."""
    by_type = groupby(versions, key=lambda one: one.type)
    return tuple(
        PictureSource(
            f"image/{name}", tuple((quote(files[path, name, one.width]), one.width) for one in same)
        )
        for name, same in by_type
    )


def html(source: WebSource, chapters: Mapping[str, Markup]) -> dict[str, str]:
    """Return the pages of the site by file name. `chapters` are the rendered chapters by id."""
    book, order = source.book, source.order
    series = read_series(book.world, Findings())  # what is wrong with it has been told
    alone = book.edition.beside or book.project.draft
    feed = "" if alone else series.feed(book.edition.locale.name)

    def values(here: str) -> template_values.Values:
        page_medium = _medium(source, here)
        return {
            **template_values.common(book, order, page_medium.href),
            "share_picture": source.share,
            "icon": favicon.FILE,
            "contents": template_values.contents(book, order, page_medium, here),
            "languages": languages(book, here),
            "index": INDEX,
            "sheet": SHEET,
            "policy": content_security_policy.site(),
            "canonical": public(book, page(here) if here else INDEX),
            "feed": feed,
            "place_key": book.identifier,
            "search_scripts": f"{reader_scripts.ENGINE} {reader_scripts.TEXTS}",
        }

    result = {
        INDEX: render(
            source.env,
            "index.html.j2",
            data=schema_org.book_data(book, order),
            downloads=downloads.beside(book),
            **values(""),
        ),
    }
    for position, chapter in enumerate(order):
        around = values(chapter.id)
        result[page(chapter.id)] = render(
            source.env,
            "page.html.j2",
            title=book_parts.head(chapter),
            name=plain(bare(chapter.title)),
            abstract=plain(bare(chapter.summary)),
            chapter=chapter,
            file=page(chapter.id),
            article=chapters[chapter.id],
            before=around["contents"][position - 1] if position else None,
            after=around["contents"][position + 1] if position + 1 < len(order) else None,
            data=schema_org.chapter_data(book, chapter, position + 1, _medium(source, chapter.id).image),
            **around,
        )
    return {name: marked_for_readers(f"{text}\n", book) for name, text in result.items()}


def files(
    source: WebSource,
    written: Mapping[str, str],
    css: str,
    faces: Iterable[web_fonts.WebFace],
    licences: Mapping[str, bytes],
    others: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return all files of the folder; `licences` are those of the fonts, by name below `fonts/`, `others` are scripts, and
    what needs the address of the site."""
    faces = tuple(faces)
    names = picture_names(tuple(source.pictures), source.book.edition.locale.name)
    places = version_names(names, source.versions)
    sheet = web_fonts.rules(faces, {face.name: f"../fonts/{face.name}" for face in faces}) + "\n" + css
    return dict(
        chain(
            ((name, text.encode()) for name, text in written.items()),
            [(SHEET, sheet.encode())],
            ((f"fonts/{face.name}", face.data) for face in faces),
            ((f"fonts/{name}", data) for name, data in licences.items()),
            ((names[path], picture.data) for path, picture in source.pictures.items()),
            (
                (places[path, one.type, one.width], one.data)
                for path, versions in source.versions.items()
                for one in versions
            ),
            ((file, source.named[path].data) for path, file in source.files().items()),
            others.items(),
        )
    )
