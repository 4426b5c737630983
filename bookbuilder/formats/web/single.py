"""Renders the web edition as one self-contained file, with anchors instead of pages."""

from __future__ import annotations

from collections.abc import Iterable

from bookbuilder.formats.web import fonts, pages, policy, schema
from bookbuilder.formats.web.source import Source
from bookbuilder.html import Medium, parts
from bookbuilder.html.environment import render
from bookbuilder.html.named import moved


def html(source: Source, css: str = "") -> str:
    """Return the whole book as a page with an embedded style sheet.

    There is no language switch, since the file may be passed on alone.
    """
    book, order = source.book, source.order
    medium = Medium(
        book.locale,
        href=lambda target: f"#{target.anchor}",
        image=lambda path: _inside(source, path),
        size=source.size,
        web=True,
        whole=True,
        beside=book.beside,
    )
    text = render(
        source.env,
        "single.html.j2",
        articles=[parts.chapter(pages.deeper(c), medium, source.env, level=2) for c in order],
        contents=pages.contents(book, order, medium),
        data=schema.book_data(book, order, single=True),
        policy=policy.single(css),
        css=css,
        **pages.common(book, order, medium.href),
    )
    return f"{text}\n"


def file(source: Source, css: str, faces: Iterable[fonts.WebFace]) -> bytes:
    """Return the file, with fonts embedded in the style sheet."""
    faces = tuple(faces)
    inside = {face.name: policy.data_uri(face.data, "font/woff2") for face in faces}
    sheet = f"{fonts.rules(faces, inside)}\n{css}".replace("</", "<\\/")
    return moved(html(source, sheet), source.inside()).encode()


def _inside(source: Source, path: str) -> str:
    found = source.pictures.get(path)
    return policy.data_uri(found.data, found.media_type) if found else ""
