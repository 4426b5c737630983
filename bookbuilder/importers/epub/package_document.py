"""Reads the package document of an e-book (EPUB 2 and 3): its spine, what it says of itself, and its contents."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from bookbuilder.diagnostics import Report
from bookbuilder.importers.epub.spine import PackageFile, SpineItem, spine_items
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markup.page import kinds, resolved
from bookbuilder.importers.safe_xml import elements, local, parse_xml
from bookbuilder.importers.source import ImportSource

CONTAINER = "META-INF/container.xml"


@dataclass(frozen=True, slots=True)
class EpubPackage:
    """An e-book: what it shows in reading order, its metadata (`cover` is a path), titles by page, the path of its page with
    the contents, and those of pages that a book makes itself: cover, title page, printed contents."""

    spine: tuple[SpineItem, ...]
    metadata: Metadata
    titles: Mapping[str, str] = field(default_factory=dict)
    contents: str = ""
    own_pages: frozenset[str] = frozenset()


def package_path(source: ImportSource) -> str:
    """Return the path of the package document; empty if there is none. An e-book names it; a source tree just contains
    one."""
    if source.has(CONTAINER):
        root = parse_xml(source.read(CONTAINER), source.name, CONTAINER)
        for one in root.iter():
            if local(one) == "rootfile" and source.has(one.get("full-path", "")):
                return one.get("full-path", "")
    found = sorted(
        (name for name in source.names if name.endswith(".opf")), key=lambda name: (name.count("/"), name)
    )
    return found[0] if found else ""


def read_package(source: ImportSource, path: str, report: Report) -> EpubPackage:
    """Return the package of an e-book. Reports `import.object`; raises `BookbuilderError` (`xml.*`)."""
    root = parse_xml(source.read(path), source.name, path)
    items: dict[str, PackageFile] = {}
    spine: list[str] = []
    toc = ""
    marks: list[tuple[str, str]] = []
    for one in root.iter():
        match local(one):
            case "item":
                target = resolved(path, _unquoted(one.get("href", "")))
                properties = frozenset(one.get("properties", "").split())
                fallback = one.get("fallback", "")
                items[one.get("id", "")] = PackageFile(
                    target, one.get("media-type", ""), properties, fallback
                )
            case "itemref":
                spine.append(one.get("idref", ""))
            case "spine":
                toc = one.get("toc", "")
            case "reference":
                marks.append((one.get("type", ""), resolved(path, _unquoted(one.get("href", "")))))
            case _:
                pass
    pages = tuple(spine_items(spine, items, source, report))
    contents = next((item.path for item in items.values() if "nav" in item.properties), "")
    titles: dict[str, str] = {}
    if contents and source.has(contents):
        page_of_contents = parse_xml(source.read(contents), source.name, contents)
        titles = _titles(page_of_contents, contents, "a", "href")
        marks += _landmarks(page_of_contents, contents)
    elif toc in items and source.has(items[toc].path):
        ncx = items[toc].path
        titles = _ncx_titles(parse_xml(source.read(ncx), source.name, ncx), ncx)
    for page in pages:
        if page.path in titles:
            titles.setdefault(page.page or page.picture, titles[page.path])
    return EpubPackage(pages, _metadata(root, items), titles, contents, _own_pages(marks))


_OWN = ("cover", "titlepage", "title-page", "toc")


def _landmarks(root: etree._Element, path: str) -> list[tuple[str, str]]:
    """Return the landmarks of an e-book: what a place is, and its address."""
    return [
        (kind, resolved(path, _unquoted(one.get("href", ""))))
        for nav in root.iter("{*}nav")
        if "landmarks" in kinds(nav)
        for one in nav.iter("{*}a")
        for kind in kinds(one)
    ]


def _own_pages(marks: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the pages that are a cover, a title page or contents as a whole, and nothing else."""
    marks = list(marks)
    others = {place.partition("#")[0] for kind, place in marks if kind not in _OWN}
    return frozenset(place for kind, place in marks if kind in _OWN and place not in others)


def _unquoted(href: str) -> str:
    from urllib.parse import unquote

    return unquote(href)


def _titles(root: etree._Element, path: str, name: str, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in root.iter():
        if local(one) == name and one.get(key):
            target = resolved(path, _unquoted(one.get(key, "").partition("#")[0]))
            found.setdefault(target, _words(one))
    return found


def _ncx_titles(root: etree._Element, path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for point in root.iter():
        if local(point) != "navPoint":
            continue
        label = next((_words(one) for one in elements(point) if local(one) == "navLabel"), "")
        href = next((one.get("src", "") for one in elements(point) if local(one) == "content"), "")
        found.setdefault(resolved(path, _unquoted(href.partition("#")[0])), label)
    return found


def _metadata(root: etree._Element, items: Mapping[str, PackageFile]) -> Metadata:
    texts: dict[str, list[str]] = {}
    people: dict[str, tuple[str, str]] = {}
    roles: dict[str, str] = {}
    cover = ""
    for one in root.iter():
        name, words = local(one), _words(one)
        if (
            name
            in ("title", "language", "identifier", "date", "publisher", "rights", "description", "subject")
            and words
        ):
            texts.setdefault(name, []).append(words)
        elif name in ("creator", "contributor") and words:
            role = next((str(value) for key, value in one.attrib.items() if str(key).endswith("role")), "")
            people[one.get("id", "") or f"{name}-{len(people)}"] = (
                words,
                role or ("aut" if name == "creator" else ""),
            )
        elif name == "meta":
            if one.get("property") == "role":
                roles.setdefault(one.get("refines", "").lstrip("#"), words)
            elif one.get("name") == "cover":
                cover = one.get("content", "")
    image = next((item.path for item in items.values() if "cover-image" in item.properties), "")
    authors = [name for key, (name, role) in people.items() if roles.get(key, role) == "aut"]
    translators = [name for key, (name, role) in people.items() if roles.get(key, role) == "trl"]
    isbn = next((text for text in texts.get("identifier", ()) if _ISBN.search(text)), "")
    return Metadata(
        title=next(iter(texts.get("title", ())), ""),
        authors=tuple(dict.fromkeys(authors)),
        translators=tuple(dict.fromkeys(translators)),
        language=next(iter(texts.get("language", ())), ""),
        date=next(iter(texts.get("date", ())), ""),
        isbn=isbn,
        publisher=next(iter(texts.get("publisher", ())), ""),
        rights=next(iter(texts.get("rights", ())), ""),
        description=_TAG.sub(" ", html.unescape(next(iter(texts.get("description", ())), ""))).strip(),
        keywords=tuple(texts.get("subject", ())),
        cover=image or (items[cover].path if cover in items else ""),
    )


_ISBN = re.compile(r"(?i)isbn|^97[89][\d -]{10,14}$")
_TAG = re.compile(r"<[^<>]{0,500}>")


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())
