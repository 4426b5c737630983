"""The pictures of the e-book: each file of the book once, under a name that every reader takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Report
from bookbuilder.document.nodes import Image
from bookbuilder.document.pictures import picture
from bookbuilder.document.walk import walk
from bookbuilder.formats.epub.names import unique
from bookbuilder.formats.epub.package import Item
from bookbuilder.formats.format import Book
from bookbuilder.html.drawing import with_fonts

FOLDER = "images"


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """The files, and the address of each from a document, by its path from the root of the book."""

    items: tuple[Item, ...]
    addresses: Mapping[str, str]

    def address(self, path: str) -> str:
        """Return the address of a picture; one that could not be read was reported, and its name leads nowhere."""
        return self.addresses.get(path, f"../{FOLDER}/{path}")


def pictures(book: Book, report: Report) -> Pictures:
    """Return the pictures of a book; reports `image.*`.

    Names come from the path below the chapters, so that a picture keeps its name when another one is added.
    """
    images: dict[str, Image] = {}
    for node in walk(book.document.chapters):
        if isinstance(node, Image):
            images.setdefault(node.source, node)
    names = unique(_short(path) for path in images)
    items, addresses = [], {}
    for path, image in images.items():
        found = picture(book.world, path, image.span, report)
        if found is None:
            continue
        name = names[_short(path)]
        data = found.data
        if found.media_type == "image/svg+xml":
            data = with_fonts(data, book.fonts)
        file = f"{FOLDER}/{name}{PurePosixPath(path).suffix.lower()}"
        items.append(Item(f"image-{name}", file, found.media_type, data))
        addresses[path] = f"../{file}"
    return Pictures(tuple(items), addresses)


def _short(path: str) -> str:
    """Return a path without suffix and without the folders that all pictures of a locale share."""
    parts = PurePosixPath(path).with_suffix("").parts
    if parts[0] == "chapters":
        parts = parts[2:]
    if parts[0] == "images" and len(parts) > 1:
        parts = parts[1:]
    return "/".join(parts)
