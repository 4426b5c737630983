"""Lays out a page of HTML with WeasyPrint, without reading a file or the network.

Everything that the HTML names is handed over in memory, under addresses that start with `book:`; anything else is
refused. WeasyPrint's log messages are collected, so that no complaint goes unseen. What is laid out here does not leave the
engine: `compile_part` and `whole_document` give bytes for it.

What is changed in WeasyPrint is in `fixes/`, `layout/`, `speed/` and `hooks/`, each change a record (`patch`). Other modules
of the engine read private parts of WeasyPrint 70.0, which is why `pyproject.toml` pins its minor version;
`tests/pdf/test_weasyprint.py` names each of those parts and fails when one moves.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

import weasyprint
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bookbuilder.diagnostics import NOWHERE, BookbuilderError, Findings, Span, diagnostic
from bookbuilder.document.picture_files import PictureBudget, decode_data_uri
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.engine.page_reuse.same_elements import with_known_elements
from bookbuilder.formats.pdf.engine.pages.margin_notes import place_margin_notes
from bookbuilder.formats.pdf.engine.pages.page_break_markers import PAGE_MARK, place_page_break_markers
from bookbuilder.formats.pdf.engine.patch import Scope
from bookbuilder.formats.pdf.engine.read.table_placements import (
    AS_WRITTEN,
    TablePlacements,
    next_ways,
    with_ways,
)
from bookbuilder.formats.pdf.engine.setup.font_configuration import book_fonts
from bookbuilder.formats.pdf.engine.setup.install_patches import install, installed_for
from bookbuilder.formats.pdf.engine.setup.style_sheets import parsed
from bookbuilder.formats.pdf.page_text_area import ROOMLESS
from bookbuilder.formats.pdf.refusal_message import refusal_message
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.html.resource_loads import SCHEME
from bookbuilder.world import Workspace

if TYPE_CHECKING:
    from bookbuilder.formats.pdf.engine.html_element import HtmlElement

LEAST = 1.0
"""In px: what is left of a page that can hold text, at least."""
MILLIMETRE = 96 / 25.4


class RefusedAddress(ValueError):
    """WeasyPrint asked for an address that the book does not hold, or that holds what no book may."""

    def __init__(self, address: str, problem: str = "") -> None:
        super().__init__(refusal_message(address, problem))


class _Fetcher(URLFetcher):
    """Serves files from memory, and nothing else. Pictures that the page itself contains (`data:image/…`) are checked first,
    as those of the book were."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__(allowed_protocols={"book", "data"}, allow_redirects=False)
        self.resources = resources
        self.budget = PictureBudget()

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            findings = Findings()
            held_one = decode_data_uri("the page", url, NOWHERE, findings)
            if held_one:
                self.budget.take(held_one, NOWHERE, findings)
            if findings.failed:
                raise RefusedAddress(url, findings.sorted()[0].message)
            return super().fetch(url, headers)
        path = url.removeprefix(SCHEME)
        # WeasyPrint writes an address in ASCII.
        resource = (
            self.resources.get(path) or self.resources.get(unquote(path)) if url.startswith(SCHEME) else None
        )
        if resource is None:
            raise RefusedAddress(url)
        return URLFetcherResponse(url, resource.data, {"Content-Type": resource.media_type})


class _Collector(logging.Handler):
    """Keeps the messages of WeasyPrint."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


_ALONE = threading.RLock()


@contextmanager
def typesetter(
    world: Workspace,
    font_directory: FontDirectory,
    css: str = "",
    without_patches: Collection[str] = (),
    hyphenation: Hyphenation | None = None,
    what: str = "the book",
) -> Iterator[tuple[FontConfiguration, list[str]]]:
    """Give the fonts of a directory, ready for WeasyPrint, and the list into which its messages are collected. Without
    `hyphenation`, words are divided by Pyphen's patterns.

    WeasyPrint's functions, loggers and the environment belong to the whole process, so threads that typeset wait for one
    another here. Raises `BookbuilderError` (`fonts.lost`) if the fonts were not there all the time; `what` is what it calls
    the layout.
    """
    with _ALONE, _listening() as messages:
        install(without_patches)
        with (
            installed_for(Scope.BOOK, hyphenation, world, without=without_patches)
            if hyphenation
            else nullcontext(),
            book_fonts(world, font_directory, css, what) as fonts,
        ):
            yield fonts, messages


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs from WARNING upwards, and keep it from being printed."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.handlers[:], logger.propagate, logger.level) for logger in loggers]
    collector = _Collector()
    for logger in loggers:
        logger.handlers, logger.propagate = [collector], False
        logger.setLevel(logging.WARNING)
    try:
        yield collector.messages
    finally:
        for logger, (handlers, propagate, level) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A document laid out: WeasyPrint's own, which does not leave the engine, the page (from 0) of every anchor, which pages
    are blank, and what is to become of its tables."""

    document: weasyprint.Document
    anchors: Mapping[str, int]
    blank: Sequence[bool]
    ways: TablePlacements


def lay_out(
    html: str,
    css: str,
    resources: Mapping[str, Resource],
    fonts: FontConfiguration,
    name: str = "the book",
    known: HtmlElement | None = None,
    ways: TablePlacements = AS_WRITTEN,
) -> Layout:
    """Return the layout of a page of HTML with one style sheet. `name` is what messages call it. `known` is the root element
    of a layout before, of which it has all elements that read the same. `ways` says which tables are turned or parted; where
    the layout has others in its `ways`, it is to be made again with these.

    Raises `BookbuilderError` (`page.roomless`).
    """
    fetcher = _Fetcher(resources)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=SCHEME)
    if AS in html:
        for element in page.etree_element.iter("span"):
            element.tag = element.attrib.pop(AS, "span")
    with_ways(page.etree_element, ways)
    if known is not None:
        page.etree_element = with_known_elements(known, page.etree_element)
        # Selectors are matched with the wrapper, which WeasyPrint made of the tree that was parsed.
        page.wrapper_element = type(page.wrapper_element).from_html_root(
            page.etree_element, content_language=None
        )
    sheet = parsed(css, fonts, fetcher, SCHEME)
    document = page.render(stylesheets=[sheet], font_config=fonts, **OPTIONS)
    _have_room(document, name)
    if MARGIN_NOTE in html or MARGIN_BOX in html:
        place_margin_notes(page._page_box for page in document.pages)
    if PAGE_MARK in html:
        place_page_break_markers(page._page_box for page in document.pages)
    anchors: dict[str, int] = {}
    for number, laid in enumerate(document.pages):
        for anchor in laid.anchors:
            anchors.setdefault(anchor, number)
    blank = [page._page_box.page_type.blank for page in document.pages]
    found = next_ways(page.etree_element, [page._page_box for page in document.pages], ways)
    return Layout(document, anchors, blank, found)


def _have_room(document: weasyprint.Document, name: str) -> None:
    """Raise `BookbuilderError` (`page.roomless`) if a page with text has no room between its margins."""
    for number, laid in enumerate(document.pages, 1):
        page = laid._page_box
        if min(page.width, page.height) < LEAST and any(
            isinstance(box, TextBox) and box.text.strip()
            for child in page.children
            for box in child.descendants()
        ):
            width, height = (f"{side / MILLIMETRE:.1f}" for side in (page.width, page.height))
            raise BookbuilderError(
                diagnostic(ROOMLESS, Span("styles"), page=number, part=name, width=width, height=height)
            )


MARGIN_NOTE, MARGIN_BOX = 'class="margin-note', 'class="box margin'
"""How the HTML of a note in the margin begins."""
AS = "data-as"
"""The attribute of a span that says which element it stands for: HTML does not allow some inside a line, where footnotes
are."""
OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
