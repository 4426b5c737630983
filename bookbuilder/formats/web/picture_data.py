"""What search engines are told of pictures (schema.org, ImageObject): whose each is, its credit, its licence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bookbuilder.document.nodes import Chapter, Figure, Image
from bookbuilder.document.walk import bare, plain, walk
from bookbuilder.formats.book import Book
from bookbuilder.locales.closest_tags import first_listed, locale_tags
from bookbuilder.picture_rights.digital_source_types import ADDRESS
from bookbuilder.picture_rights.licences import licence_address
from bookbuilder.picture_rights.rights import PictureRights

Thing = dict[str, Any]


def picture_data(book: Book, chapter: Chapter, address: Callable[[str], str]) -> list[Thing]:
    """Return the pictures of a chapter whose rights are known, each once; `address` is that of a picture's file (empty: it
    is in the page)."""
    if not book.rights.wanted:
        return []
    captions: dict[str, str] = {}
    pictures: dict[str, Image] = {}
    for node in walk(chapter):
        match node:
            case Figure(image, caption):
                captions.setdefault(image.shown, plain(bare(caption)))
            case Image() if node.source:
                pictures.setdefault(node.shown, node)
    known = ((image, rights) for image in pictures.values() if (rights := book.rights.of(image.source)).known)
    return [_image(book, image, captions.get(image.shown, ""), rights, address) for image, rights in known]


def _image(
    book: Book, image: Image, caption: str, rights: PictureRights, address: Callable[[str], str]
) -> Thing:
    creator = {"@type": "Person", "name": rights.author} if rights.author else None
    agency = {"@type": "Organization", "name": rights.agency} if rights.agency else None
    thing = {
        "@type": "ImageObject",
        "contentUrl": address(image.shown),
        "name": first_listed(rights.title, locale_tags(book.locale), ""),
        "caption": caption or image.alt,
        "creator": creator or agency,
        "copyrightHolder": agency,
        "creditText": book.rights.credit(image.source, book.locale),
        "license": licence_address(rights.licence) or rights.url,
        "digitalSourceType": f"{ADDRESS}{rights.made}" if rights.made else "",
    }
    return {key: value for key, value in thing.items() if value}
