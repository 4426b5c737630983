"""Finds what the spine of an e-book shows: its pages, and drawings and pictures, which may stand there too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from lxml import etree

from bookbuilder.diagnostics import BookbuilderError, Report, Span
from bookbuilder.importers.manuscript.losses import OBJECT
from bookbuilder.importers.markup.page import MarkupPage, resolved
from bookbuilder.importers.markup.parse_page import parse_page
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import ImportSource
from bookbuilder.phrases import Phrase

DRAWING = "image/svg+xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_CHAIN = 20
"""Fallbacks of a fallback; a circle ends there."""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of an e-book: its path, its media type, its properties, and the id of what stands for it."""

    path: str
    media_type: str
    properties: frozenset[str]
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class SpineItem:
    """What stands at a place of the spine: the path that it names, the page with its text and the picture, or either."""

    path: str
    page: str = ""
    picture: str = ""


def spine_items(
    references: Iterable[str], items: Mapping[str, PackageFile], source: ImportSource, report: Report
) -> Iterator[SpineItem]:
    """Yield what a spine shows, each file once. Reports `import.object` for what is neither page nor picture."""
    seen: set[str] = set()
    for reference in dict.fromkeys(references):
        chain = [item for item in _chain(reference, items) if source.has(item.path)]
        page = next((item.path for item in chain if item.media_type in _PAGES), "")
        picture = next((item.path for item in chain if item.media_type.startswith("image/")), "")
        if not chain or {page, picture} - {""} <= seen:
            if chain and not page and not picture:
                what = Phrase(
                    "a page of the kind {media_type}",
                    media_type=chain[0].media_type[:80] or "that nothing names",
                )
                report(OBJECT, Span(source.shown(chain[0].path)), what=what)
            continue
        seen |= {page, picture}
        yield SpineItem(chain[0].path, page, picture)


def _chain(reference: str, items: Mapping[str, PackageFile]) -> Iterator[PackageFile]:
    """Yield a file of the spine, and what stands for it where a program cannot show it."""
    for _ in range(_CHAIN):
        if reference not in items:
            return
        yield items[reference]
        reference = items[reference].fallback


def spine_page(item: SpineItem, names: frozenset[str], source: ImportSource) -> MarkupPage:
    """Return the page of a place; one is made around a picture that none shows. Raises `BookbuilderError`."""
    path = item.page or item.picture
    if item.page:
        page = MarkupPage(path, parse_page(source.read(path), source.name, path), names)
        if not item.picture or _shows(page, item.picture):
            return page
    else:
        page = MarkupPage(path, parse_page(b"<body></body>", source.name, path), names)
    body = next((one for one in page.root.iter() if local(one) == "body"), page.root)
    around = etree.Element("p")
    attributes = {"src": f"/{quote(item.picture)}"}
    if words := _words_of_drawing(item.picture, source):
        attributes["alt"] = words
    etree.SubElement(around, "img", attributes)
    around.tail, body.text = body.text, None
    body.insert(0, around)
    return page


def _shows(page: MarkupPage, picture: str) -> bool:
    """Whether a page shows a picture."""
    addresses = (
        str(value)
        for one in page.root.iter("{*}img", "{*}image", "{*}object")
        for key, value in one.attrib.items()
        if str(key).rpartition("}")[2] in ("src", "href", "data")
    )
    return any(resolved(page.path, address) in (picture, quote(picture)) for address in addresses)


def _words_of_drawing(path: str, source: ImportSource) -> str:
    """Return what a drawing says of itself for those who cannot see it; empty for other pictures."""
    if not path.lower().endswith(".svg"):
        return ""
    try:
        root = parse_xml(source.read(path), source.name, path)
    except BookbuilderError:
        return ""  # that it cannot be printed is told with the pictures
    for name in ("title", "desc"):
        for one in elements(root):
            if local(one) == name and (words := " ".join("".join(map(str, one.itertext())).split())):
                return words
    return ""
