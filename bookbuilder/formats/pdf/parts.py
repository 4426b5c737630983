"""Divides a book into parts that are compiled on their own: cover, title pages, contents, each chapter, back cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from typing import Any

from markupsafe import Markup

from bookbuilder.cache_key import Keyed
from bookbuilder.document.galley import Galley, Summary
from bookbuilder.document.nodes import Chapter, Target
from bookbuilder.document.nodes import Part as Matter
from bookbuilder.formats.book import Book
from bookbuilder.formats.pdf.barcode.barcode import Barcode, barcode
from bookbuilder.formats.pdf.half_title import NAME as HALF_TITLE
from bookbuilder.formats.pdf.half_title import wanted
from bookbuilder.formats.pdf.margin_room import has_margin_room
from bookbuilder.formats.pdf.page_break_markers import marked
from bookbuilder.formats.pdf.print_drawings import NO_DRAWINGS, PrintDrawings
from bookbuilder.html import book_parts
from bookbuilder.html.environment import render
from bookbuilder.html.medium import Medium, ReservedWidth
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.html.template_sandbox import Sandbox

START = "book-start"
"""The anchor of the first page that counts; the cover stands before it."""
TITLE_PAGE = "titlepage"
"""The anchor of the title page, and the name of its part."""
UNKNOWN = "00"
"""The label of a page of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of pages by the anchors on them, as far as they are known.

    `reserved` are widths for numbers that get more than they need, so that another number changes no line. `verbatim`: the
    numbers are printed as they are, since the linker will not fill them in. `separate`: an index lists each page by itself,
    not as ranges.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    reserved: Mapping[str, ReservedWidth] = field(default_factory=dict)
    verbatim: bool = False
    separate: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BookPart:
    """A part of the book.

    `body(labels)` is its HTML. `matter` is where it stands: `front`, `main` or `back`. `preceding` is an element that stands
    for the chapter before it, so that style sheets see one. A part that does not count has no page labels. `merges_pages`
    says that its HTML depends on which pages follow one another, as that of an index does; `lists_pages` that it gives the
    pages of the whole book, as the contents do. `images` are the paths of its pictures (None: not known), `path` is the file
    of its (first) chapter, `chapters` are the ids of all whose text it has.
    """

    name: str
    body: Callable[[Labels], Markup]
    matter: str = "front"
    preceding: Markup | str = ""
    counts: bool = True
    merges_pages: bool = False
    lists_pages: bool = False
    images: frozenset[str] | None = None
    path: str = ""
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class HtmlSettings(Keyed):
    """What the HTML of every chapter depends on: the theme, its tokens and templates, the locales (by `key` of a `Locale`;
    `beside` is empty if there is one language), how links are printed, which pictures the theme may name, and the language
    and texts of the source (`Book.source_texts`)."""

    theme: str
    tokens: Mapping[str, Any]
    templates: Mapping[str, str]
    locale: str
    beside: str
    links: str
    pictured: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterHtml:
    """What the HTML of a chapter is made from; `drawings` are the names of what the program draws for it."""

    galley: Galley
    settings: HtmlSettings
    drawings: frozenset[str]


class Parts:
    """The parts of a book in their order, and the page of HTML around each.

    `deferred_numbers` says that page numbers are filled in by the linker; without `cover`, front and back cover are missing.
    Where the number of pages decides whether there is a half title (`half_title.wanted`), it is among the parts.
    """

    def __init__(
        self,
        book: Book,
        env: Sandbox,
        *,
        deferred_numbers: bool = True,
        cover: bool = True,
        drawings: PrintDrawings = NO_DRAWINGS,
    ) -> None:
        self.drawings = drawings
        self.book, self.env, self.deferred_numbers, self.cover = book, env, deferred_numbers, cover
        self.about = {
            **book.about,
            "days": book_parts.days(book.document.heads),
            "start": START,
            "isbn": book.project.isbn(book.edition),
            "page_break_markers": bool(book.page_break_markers),
            "barcode": barcode(book, Barcode()) if book.theme.tokens.get("cover", {}).get("barcode") else "",
        }
        self.all = tuple(self._parts())

    def page(self, part: BookPart, labels: Labels) -> str:
        """Return the page of HTML for one part."""
        body = part.preceding + part.body(labels)
        return self._page(**{part.matter: [body]})

    def book_page(self, labels: Labels, *, half_title: bool = True) -> str:
        """Return the page of HTML for all parts together, without a half title if it is not wanted."""
        bodies: dict[str, list[Markup]] = {}
        for part in Parts(
            self.book, self.env, deferred_numbers=False, cover=self.cover, drawings=self.drawings
        ).all:
            if part.name == HALF_TITLE and part.matter == "front" and not half_title:
                continue
            bodies.setdefault(part.matter, []).append(part.body(labels))
        return self._page(**bodies)

    def _page(self, **bodies: list[Markup]) -> str:
        by_matter = {matter: bodies.get(matter, []) for matter in ("front", "main", "back")}
        page = str(render(self.env, "book.html.j2", **self.about, **by_matter))
        return marked(page, self.book.page_break_markers) if self.book.page_break_markers else page

    def _parts(self) -> Iterator[BookPart]:
        galleys = self.book.document.galleys
        # An imprint in front stands on the back of the title page, which no contents list names.
        imprints = [g for g in galleys if g.head.kind == "imprint" and g.head.part is Matter.FRONT]
        if self.cover:
            yield self._template("cover", counts=False)
        if wanted(self.book) is not False:
            yield self._template(HALF_TITLE)
        yield self._template(TITLE_PAGE)
        for galley in imprints:
            head = galley.head
            yield BookPart(head.id, self._chapter(galley), path=head.span.path, chapters=(head.id,))
        left_out = {galley.head.id for galley in imprints}
        listed = tuple(head.id for head in self.book.document.heads if head.id not in left_out)
        yield BookPart("contents", self._contents(left_out), lists_pages=True, chapters=listed)
        before: Chapter | None = None
        for run in self._runs([galley for galley in galleys if galley not in imprints]):
            images = frozenset(image.shown for galley in run for image in galley.summary.images)
            images |= self.drawings.paths(galley.summary for galley in run)
            first = run[0].head
            yield BookPart(
                first.id,
                self._run(run),
                "main",
                _stand_in(before),
                merges_pages=any(galley.summary.locates for galley in run),
                images=images,
                path=first.span.path,
                chapters=tuple(galley.head.id for galley in run),
            )
            before = run[-1].head
        if self.cover and has_back(self.book):
            yield self._template("backcover", matter="back")

    def _template(self, name: str, *, matter: str = "front", counts: bool = True) -> BookPart:
        def body(_: Labels) -> Markup:
            return render(self.env, f"part-{name}.html.j2", **self.about)

        return BookPart(name, body, matter, counts=counts)

    def _runs(self, galleys: Sequence[Galley]) -> list[list[Galley]]:
        """Return the chapters that are laid out together: each alone, or all if they begin wherever the one before ends."""
        flowing = self.book.theme.tokens.get("chapter", {}).get("start") == "auto"
        return [list(galleys)] if flowing and galleys else [[galley] for galley in galleys]

    def _run(self, run: Sequence[Galley]) -> Callable[[Labels], Markup]:
        bodies = [self._chapter(galley) for galley in run]
        return lambda labels: Markup("\n").join(body(labels) for body in bodies)

    def _chapter(self, galley: Galley) -> Callable[[Labels], Markup]:
        """Return the function that gives a chapter its page labels.

        Where each stands in an element of its own, the chapter is rendered once. That is kept if it has labels: others are
        hardly asked for again.
        """
        if not self.deferred_numbers or galley.summary.locates:
            return lambda labels: book_parts.chapter(galley.chapter, self.medium(labels), self.env)
        kept = ""

        def body(labels: Labels) -> Markup:
            nonlocal kept
            medium, template = self.medium(labels), kept or self._template_of(galley)
            filled = _FOLIO.sub(lambda folio: medium.folio(Target("", unescape(folio[1]), "")), template)
            kept = template if filled is not template else ""
            return Markup(filled)  # noqa: S704 # it was markup when it was stored

        return body

    def _template_of(self, galley: Galley) -> str:
        """Return a chapter in HTML with a mark in the place of each page label."""

        def render_chapter(_: ChapterHtml) -> bytes:
            medium = replace(self.medium(Labels()), page=lambda target: _MARK)
            return book_parts.chapter(galley.decoded(), medium, self.env).encode()

        task = ChapterHtml(galley, self._settings, self.drawings.paths([galley.summary]))
        (data,) = self.book.runner.cached([task], render_chapter)
        return data.decode()

    @cached_property
    def _settings(self) -> HtmlSettings:
        theme, book = self.book.theme, self.book
        return HtmlSettings(
            theme.name,
            theme.tokens,
            theme.templates,
            book.locale.key,
            book.beside.key if book.beside else "",
            book.edition.print.links,
            book.pictured,
            book.source_texts,
        )

    def _contents(self, left_out: set[str]) -> Callable[[Labels], Markup]:
        document = self.book.document
        entries = tuple(entry for entry in document.contents if entry.target.chapter not in left_out)
        # A line that is not printed has no page number, which nobody could guess right or correct.
        depth = 1 if self.book.theme.tokens.get("contents", {}).get("depth") == "1" else 2

        def body(labels: Labels) -> Markup:
            lines = book_parts.contents(entries, self.medium(labels), self.env, depth, document.heads)
            return render(self.env, "part-contents.html.j2", **self.about, contents=lines)

        return body

    def medium(self, labels: Labels) -> Medium:
        """Return the medium of print, with the page labels that are known."""

        def page(target: Target) -> str:
            return labels.known.get(target.anchor, UNKNOWN)

        return Medium(
            self.book.locale,
            href=lambda target: f"#{target.anchor}",
            image=lambda path: SCHEME + path,
            page=page,
            footnotes=True,
            links=self.book.edition.print.links,
            deferred=self.deferred_numbers,
            reserved=labels.reserved,
            verbatim=labels.verbatim,
            separate=labels.separate,
            beside=self.book.beside,
            formula=self.drawings.formulas.placed,
            chart=self.drawings.charts.placed,
            margin=has_margin_room(self.book.theme),
        )


def has_back(book: Book) -> bool:
    """Whether a book has a back cover: its theme asks for one, and there is a text for it."""
    return bool(book.theme.tokens.get("cover", {}).get("back") and book.edition.locale.description)


def _stand_in(chapter: Chapter | None) -> Markup | str:
    """Return an element without room that stands for the chapter before, so that `:first-child` and `+` match as in the
    whole book."""
    if chapter is None:
        return ""
    return Markup('<section class="chapter kind-{} part-{}" style="display: none"></section>').format(
        chapter.kind, chapter.part
    )


LETTERS_PER_PAGE = 2300.0
"""Letters on a page, while nothing is laid out: as many as the default theme has."""
FRONT_PAGES = 3
"""Pages before the first chapter, while they are not laid out: title page, imprint, contents."""
HALF_TITLE_PAGES = 2
"""Pages of a half title: it has a blank back."""


def guess(
    chapters: Iterable[Summary],
    letters: float = LETTERS_PER_PAGE,
    front: int = FRONT_PAGES,
    *,
    recto: bool = False,
) -> dict[str, str]:
    """Return a label for every anchor, guessed from the length of the text before it. A page has so many `letters`, `front`
    is the number of the last page before the first chapter, `recto` says that chapters begin on right-hand pages."""
    labels: dict[str, str] = {}
    before = front
    for chapter in chapters:
        before += before % 2 if recto else 0
        labels[chapter.head.id] = labels[f"{chapter.head.id}-title"] = str(before + 1)
        if other := chapter.head.beside:
            labels[other.id] = labels[f"{other.id}-title"] = str(before + 1)
        for anchor, room in chapter.places:
            labels[anchor] = str(before + 1 + int(room / letters))
        before += max(1, round(chapter.room / letters + 0.5))
    return labels


_MARK = "\0"
"""Stands in the place of a page label."""
_FOLIO = re.compile(f'<span data-page="([^"]*)">{_MARK}</span>')
