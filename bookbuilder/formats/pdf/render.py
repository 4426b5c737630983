"""Turns a book into a PDF: the HTML of the whole book, laid out until its page numbers are true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from bookbuilder.diagnostics import Progress, Report, Rule
from bookbuilder.document.nodes import Image, Part
from bookbuilder.document.pictures import picture
from bookbuilder.document.walk import walk
from bookbuilder.formats.format import Artifact, Book
from bookbuilder.formats.pdf import finish, hyphens, log, weasy
from bookbuilder.html import Medium, parts
from bookbuilder.html.environment import environment
from bookbuilder.html.environment import render as fill
from bookbuilder.html.styles import stylesheet
from bookbuilder.locales import Locale

UNSETTLED = Rule(
    "pdf.unsettled",
    "the page numbers did not settle after {passes} layouts",
    "Page numbers are printed, so they take up room, so they can move pages. This book's do not come to rest. That is"
    " a bug of ours unless the theme is very unusual.",
)
PASSES = 6
UNKNOWN_PAGE = "00"
"""Printed for a page number in the first layout: as wide as most real ones."""


def render(book: Book, report: Report, say: Progress) -> tuple[Artifact, ...]:
    """Return the PDF of an edition.

    The book is laid out with the page numbers of the layout before, until two agree. WeasyPrint could fill in
    page numbers itself (`target-counter`), but it then lays out the book again and again and prints some footnotes
    twice.
    """
    env = environment(book.world, book.theme, "pdf", book.locale)
    css = stylesheet(
        book.world,
        book.theme,
        book.locale,
        ("base.css", "cover.css", "print.css"),
        medium="print",
        edition=book.edition,
    )
    resources = {**dict(_pictures(book, report)), **weasy.theme_files(book.theme)}
    with weasy.typesetter(book.world, book.fonts) as (fonts, messages), hyphens.parted(book):
        pages: dict[str, str] = {}
        number = 0
        while True:
            number += 1
            say(f"{book.edition.locale.name}: {book.edition.name}, layout {number}")
            messages.clear()
            layout = weasy.lay_out(_html(book, env, pages), css, resources, fonts)
            before, pages = pages, labels(layout.anchors, book.locale)
            if before == pages:
                break
            if number == PASSES:
                report(UNSETTLED, book.edition.locale.span, passes=PASSES)
                break
        say(f"{book.edition.locale.name}: {book.edition.name}, writing")
        data = finish.write(layout, book)
    log.explain(messages, book, report)
    return (Artifact(f"{book.stem}.pdf", {"": data}),)


def labels(anchors: Mapping[str, int], locale: Locale) -> dict[str, str]:
    """Return the page label (the folio) of every anchor, in the figures of the locale: the cover has none, the half
    title is page 1."""
    first = anchors.get(finish.START, 0)
    return {
        anchor: locale.figures(number - first + 1) for anchor, number in anchors.items() if number >= first
    }


def _html(book: Book, env: SandboxedEnvironment, pages: Mapping[str, str]) -> str:
    """Return the HTML of the whole book."""
    medium = Medium(
        book.locale,
        href=lambda target: f"#{target.anchor}",
        image=lambda path: weasy.SCHEME + path,
        page=lambda target: pages.get(target.anchor, UNKNOWN_PAGE),
        footnotes=True,
        links=book.edition.print.links,
    )
    chapters = [(chapter, parts.chapter(chapter, medium, env)) for chapter in book.document.chapters]
    # An imprint in front stands on the back of the title page, which no contents list names.
    apart = {c.id for c in book.document.chapters if c.kind == "imprint" and c.part is Part.FRONT}
    imprint = Markup("").join(text for chapter, text in chapters if chapter.id in apart)
    body = [text for chapter, text in chapters if chapter.id not in apart]
    entries = tuple(e for e in book.document.contents if e.target.chapter not in apart)
    html = fill(
        env,
        "book.html.j2",
        **book.about,
        days=parts.days(book.document.chapters),
        contents=parts.contents(entries, medium, env, chapters=book.document.chapters),
        imprint=imprint,
        chapters=body,
        start=finish.START,
    )
    return str(html)


def _pictures(book: Book, report: Report) -> Iterator[tuple[str, weasy.Resource]]:
    for node in walk(book.document.chapters):
        if isinstance(node, Image):
            found = picture(book.world, node.source, node.span, report)
            if found is not None:
                yield node.source, weasy.Resource(found.data, found.media_type)
