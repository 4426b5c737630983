"""Renders the web edition as one self-contained file, with anchors instead of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from bookbuilder.formats.web import (
    content_security_policy,
    downloads,
    favicon,
    schema_org,
    template_values,
    web_fonts,
)
from bookbuilder.formats.web.addresses import public
from bookbuilder.formats.web.page_marks import marked_for_readers
from bookbuilder.formats.web.reader_scripts import Scripts, embedded
from bookbuilder.formats.web.web_source import WebSource
from bookbuilder.html import book_parts
from bookbuilder.html.environment import render
from bookbuilder.html.medium import Medium
from bookbuilder.html.theme_pictures import relocate_pictures

NO_SCRIPTS = Scripts("", "", "")


def articles(source: WebSource) -> tuple[Markup, ...]:
    """Return the chapters of the file, which differ from those of the site in their links and levels."""
    medium = _medium(source)
    deeper = map(template_values.deeper, source.order)
    return tuple(book_parts.chapter(chapter, medium, source.env, level=2) for chapter in deeper)


def _medium(source: WebSource) -> Medium:
    return Medium(
        source.book.locale,
        href=lambda target: f"#{target.anchor}",
        image=lambda path: _inside(source, path),
        size=source.size,
        web=True,
        single_page=True,
        chart=source.charts,
        proof=source.book.edition.proof is not None,
        beside=source.book.beside,
    )


def html(
    source: WebSource,
    chapters: tuple[Markup, ...],
    css: str = "",
    scripts: Scripts = NO_SCRIPTS,
    texts: Mapping[str, Any] | None = None,
) -> str:
    """Return the whole book as a page with an embedded style sheet, scripts, and the texts for the search. `chapters` are
    its rendered articles.

    There is no language switch, since the file may be passed on alone.
    """
    book, order, medium = source.book, source.order, _medium(source)
    text = render(
        source.env,
        "single.html.j2",
        articles=chapters,
        contents=template_values.contents(book, order, medium),
        data=schema_org.book_data(book, order, single=True),
        policy=content_security_policy.single(css, scripts.all),
        css=css,
        scripts=scripts,
        texts=embedded(texts or {}),
        search_scripts="",
        canonical=public(book),
        feed="",  # the file may lie anywhere
        share_picture=source.share,
        icon=content_security_policy.data_uri(source.icon, favicon.MEDIA_TYPE),
        place_key=f"{book.identifier}:single",
        downloads=downloads.published(book),
        **template_values.common(book, order, medium.href),
    )
    return marked_for_readers(f"{text}\n", book)


def file(
    source: WebSource,
    chapters: tuple[Markup, ...],
    css: str,
    faces: Iterable[web_fonts.WebFace],
    scripts: Scripts,
    texts: Mapping[str, Any],
) -> bytes:
    """Return the file, with fonts embedded in the style sheet."""
    faces = tuple(faces)
    inside = {face.name: content_security_policy.data_uri(face.data, "font/woff2") for face in faces}
    # An end tag in a string would end the style element; to CSS `\/` is a slash.
    sheet = f"{web_fonts.rules(faces, inside)}\n{css}".replace("</", "<\\/")
    return relocate_pictures(html(source, chapters, sheet, scripts, texts), source.inside()).encode()


def _inside(source: WebSource, path: str) -> str:
    found = source.pictures.get(path)
    return content_security_policy.data_uri(found.data, found.media_type) if found else ""
