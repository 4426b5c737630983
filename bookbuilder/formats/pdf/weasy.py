"""The one door to WeasyPrint: it lays out a page of HTML, without reading a file or asking a net.

Everything that the HTML names is handed over in memory, under addresses that start with `book:`; anything else is
refused. What WeasyPrint logs is collected, so that nothing it complains about goes unseen.

`footnotes`, `grid`, `lines`, `lettering`, `structure`, `tags`, `xmp` and `finish` beside this module know private
parts of WeasyPrint 70.0, which is why `pyproject.toml` pins its minor version. `tests/pdf/test_weasyprint.py` names
each of those parts and fails when one moves.
"""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import escape

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from bookbuilder.document.pictures import TYPES
from bookbuilder.formats.pdf import footnotes, grid, lettering, lines, tags
from bookbuilder.html.fonts import Family, Fonts
from bookbuilder.html.scripts import ranges
from bookbuilder.html.theme import Theme
from bookbuilder.world import World

SCHEME = "book:"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that the HTML may name."""

    data: bytes
    media_type: str


def theme_files(theme: Theme) -> dict[str, Resource]:
    """Return the files of a theme that its templates and style sheets may name: `book:theme/…`."""
    found = {}
    for name, data in theme.files.items():
        media_type, _ = TYPES.get(PurePosixPath(name).suffix.lower(), ("application/octet-stream", ""))
        found[f"theme/{name}"] = Resource(data, media_type)
    return found


class Refused(ValueError):
    """WeasyPrint asked for an address that the book does not hold."""


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives what is in memory, and nothing else. Pictures that the page itself holds (`data:image/…`) are fine."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        super().__init__(allowed_protocols={"book", "data"}, allow_redirects=False)
        self.resources = resources

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        found = self.resources.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
        if found is None:
            raise Refused(f"{url[:200]} is not a file of the book")
        return URLFetcherResponse(url, found.data, {"Content-Type": found.media_type})


class _Collector(logging.Handler):
    """Keeps the messages of WeasyPrint."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


_ALONE = threading.RLock()


@contextmanager
def typesetter(world: World, fonts: Fonts) -> Iterator[tuple[FontConfiguration, list[str]]]:
    """Give the fonts of a book, ready for WeasyPrint, and the list into which its messages are collected.

    Loggers and environment belong to the whole process, so threads that set books wait for one another here.
    """
    with _ALONE, _listening() as messages, _closed_fonts(world, fonts) as found:
        yield found, messages


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


@contextmanager
def _closed_fonts(world: World, fonts: Fonts) -> Iterator[FontConfiguration]:
    """Give a font configuration that knows the files of the book and no font of the system.

    fontconfig would otherwise fall back to whatever the machine has, silently. It reads its settings from a file
    that the environment names, so one is written into the cache.
    """
    files = {name: data for name, data in fonts.files.items() if name.endswith((".ttf", ".otf"))}
    folder = world.materialize("fonts", files)
    edits = "".join(_without(family, fonts) for family in fonts.families)
    cache = f"fontconfig{zlib.crc32(edits.encode()) if edits else ''}.cache"  # it holds what the edits left
    config = world.materialize("fontconfig", {"fonts.conf": _fontconfig(folder, world.cache / cache, edits)})
    with world.environment(FONTCONFIG_FILE=str(config / "fonts.conf"), FONTCONFIG_PATH=str(config)):
        yield FontConfiguration()


def _without(family: Family, fonts: Fonts) -> str:
    """Return the rules that take characters from a family and say who gives them where no style sheet does, as in a
    drawing: the first family of the Latin world, one of the same kind if there is any."""
    left = ranges(frozenset().union(*(face.without for face in family.faces)))
    if not left:
        return ""
    others = sorted((f for f in fonts.families if not f.scripts), key=lambda other: other.kind != family.kind)
    instead = "".join(f"<family>{escape(other.name)}</family>" for other in others[:1])
    points = "".join(f"<range><int>{first}</int><int>{last}</int></range>" for first, last in left)
    return (
        f'<match target="scan"><test name="family"><string>{escape(family.name)}</string></test>'
        '<edit name="charset" mode="assign"><minus><name>charset</name>'
        f"<charset>{points}</charset></minus></edit></match>\n"
        f"<alias><family>{escape(family.name)}</family><default>{instead}</default></alias>\n"
    )


def _fontconfig(folder: Path, cache: Path, edits: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"{edits}<dir>{escape(str(folder))}</dir>\n<cachedir>{escape(str(cache))}</cachedir>\n</fontconfig>\n"
    ).encode(errors="surrogateescape")  # a path that the encoding of the machine cannot read


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A document laid out: WeasyPrint's pages, and the page (from 0) of every anchor."""

    document: weasyprint.Document
    anchors: Mapping[str, int]


def lay_out(html: str, css: str, resources: Mapping[str, Resource], fonts: FontConfiguration) -> Layout:
    """Return the layout of a page of HTML with one style sheet."""
    footnotes.keep()
    grid.keep()
    lines.keep()
    lettering.keep()
    tags.ours()
    fetcher = _Fetcher(resources)
    sheet = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=fonts, base_url=SCHEME)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=SCHEME)
    document = page.render(stylesheets=[sheet], font_config=fonts, **OPTIONS)
    anchors: dict[str, int] = {}
    for number, laid in enumerate(document.pages):
        for anchor in laid.anchors:
            anchors.setdefault(anchor, number)
    return Layout(document, anchors)


OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
