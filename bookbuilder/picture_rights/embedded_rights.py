"""Reads the rights that a picture file states itself: XMP (IPTC, Dublin Core, Creative Commons) and the older IPTC-IIM.

What is read comes from strangers: it is bounded, and becomes plain text on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bookbuilder.picture_rights.digital_source_types import SOURCE_TYPES
from bookbuilder.picture_rights.licences import licence_at
from bookbuilder.picture_rights.metadata_blocks import IPTC, XMP, blocks
from bookbuilder.picture_rights.rights import NO_RIGHTS, RELEASES, AltText, PictureRights
from bookbuilder.xml_parser import xml_root

LARGEST = 1 << 20
"""Bytes of metadata that are read; a packet of XMP with thumbnails may have more."""
_LONGEST = 500
"""Letters of a text that is taken over."""
_NAMES = 10
"""Names of authors that are taken over."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CC = "{http://creativecommons.org/ns#}"
_IPTC_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_PLUS = "{http://ns.useplus.org/ldf/xmp/1.0/}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def embedded_rights(data: bytes, name: str) -> PictureRights:
    """Return the rights that a picture of a type (Pillow's name) states; those of XMP go before those of IPTC-IIM."""
    if name == "SVG":
        return _of_xmp(data) if b"metadata" in data and len(data) <= LARGEST else NO_RIGHTS
    rights = NO_RIGHTS
    iptc = b""
    for block in blocks(data, name):
        size = block.content_end - block.content
        if block.kind == XMP and size <= LARGEST:
            rights = rights.over(_of_xmp(data[block.content : block.content_end]))
        elif block.kind == IPTC and len(iptc) + size <= LARGEST:
            iptc += data[block.content : block.content_end]
    return rights.over(_of_iptc(iptc)) if iptc else rights


def _of_xmp(packet: bytes) -> PictureRights:
    try:
        root = xml_root(packet.strip(b"\0 \r\n\t"))
    except (etree.XMLSyntaxError, ValueError):
        return NO_RIGHTS
    found: dict[str, list[etree._Element | str]] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _READ:
            found.setdefault(element.tag, []).append(element)
        for key, value in element.attrib.items():  # the short form of a property
            if key in _READ:
                found.setdefault(str(key), []).append(str(value))

    def first(*keys: str) -> str:
        return next((text for key in keys for one in found.get(key, ()) if (text := _text(one))), "")

    authors = dict.fromkeys(name for one in found.get(f"{_DC}creator", ()) for name in _items(one))
    release = first(f"{_PLUS}ModelReleaseStatus").rpartition("/")[2]
    made = first(f"{_IPTC_EXT}DigitalSourceType").rstrip("/").rpartition("/")[2]
    address = first(f"{_CC}license", f"{_RIGHTS}WebStatement")
    alts = _by_language(found.get(f"{_IPTC_CORE}AltTextAccessibility", ()))
    return PictureRights(
        author=", ".join(list(authors)[:_NAMES]),
        agency=first(f"{_PHOTOSHOP}Credit", f"{_PHOTOSHOP}Source"),
        title=_by_language(found.get(f"{_DC}title", ())),
        licence=licence_at(address),
        url=address if address.startswith(("http://", "https://")) else "",
        release=next((word for word, code in RELEASES.items() if code == release), ""),
        made=made if made in SOURCE_TYPES else "",
        alt={tag: AltText(text, "written") for tag, text in alts.items()},
    )


_READ = frozenset(
    (
        f"{_DC}creator", f"{_DC}title", f"{_PHOTOSHOP}Credit", f"{_PHOTOSHOP}Source", f"{_RIGHTS}WebStatement",
        f"{_CC}license", f"{_IPTC_EXT}DigitalSourceType", f"{_IPTC_CORE}AltTextAccessibility",
        f"{_PLUS}ModelReleaseStatus",
    )
)  # fmt: skip


def _items(one: etree._Element | str) -> Iterator[str]:
    """Yield the items of a list, or the text of what is none."""
    if isinstance(one, str):
        yield from filter(None, [_plain(one)])
        return
    items = [inner for inner in one.iter(f"{_RDF}li", f"{_DC}title") if inner is not one]
    for item in items or [one]:
        if text := _text(item):
            yield text


def _text(one: etree._Element | str) -> str:
    """Return the text of a property, or the address that it refers to."""
    if isinstance(one, str):
        return _plain(one)
    resource = one.get(f"{_RDF}resource", "")
    return _plain(resource) or _plain("".join(one.itertext()))


def _by_language(properties: list[etree._Element | str] | tuple[()]) -> Mapping[str, str]:
    """Return the texts of an alternative by language tag in small letters; `x-default` holds for all."""
    result: dict[str, str] = {}
    for one in properties:
        if isinstance(one, str):
            result.setdefault("", _plain(one))
            continue
        for item in list(one.iter(f"{_RDF}li")) or [one]:
            tag = item.get(_LANG, "x-default").lower()
            if text := _text(item):
                result.setdefault("" if tag == "x-default" else tag, text)
    return result


_IIM = {(2, 80): "author", (2, 110): "agency", (2, 115): "source", (2, 5): "title"}
"""Datasets of IPTC-IIM 4.2: by-line, credit, source, object name."""
_CHARSET, _UTF8 = (1, 90), b"\x1b%G"


def _of_iptc(resources: bytes) -> PictureRights:
    texts: dict[str, list[bytes]] = {}
    encoding = "latin-1"
    for record in _records(resources):
        for key, value in _datasets(record):
            if key == _CHARSET and value.startswith(_UTF8):
                encoding = "utf-8"
            elif key in _IIM:
                texts.setdefault(_IIM[key], []).append(value)

    def all_of(key: str) -> list[str]:
        decoded = (_plain(value.decode(encoding, "replace")) for value in texts.get(key, [])[:_NAMES])
        return [text for text in decoded if text]

    agency = (*all_of("agency"), *all_of("source"), "")[0]
    title = (*all_of("title"), "")[0]
    return PictureRights(
        author=", ".join(dict.fromkeys(all_of("author"))), agency=agency, title={"": title} if title else {}
    )


def _records(resources: bytes) -> Iterator[bytes]:
    """Yield the IPTC records among the image resources of Photoshop (its file format, image resource blocks)."""
    at = 0
    while resources.startswith(b"8BIM", at) and at + 12 <= len(resources):
        kind = int.from_bytes(resources[at + 4 : at + 6])
        name = 1 + resources[at + 6]
        at += 6 + name + name % 2
        size = int.from_bytes(resources[at : at + 4])
        if kind == 0x0404:
            yield resources[at + 4 : at + 4 + size]
        at += 4 + size + size % 2


def _datasets(record: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(record) and record[at] == 0x1C:
        size = int.from_bytes(record[at + 3 : at + 5])
        if size & 0x8000:  # longer than any of these texts
            return
        yield (record[at + 1], record[at + 2]), record[at + 5 : at + 5 + size]
        at += 5 + size


_SPACES = re.compile(r"\s+")


def _plain(text: str) -> str:
    """Return a text on one line, without characters that cannot be printed."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * _LONGEST])
    return _SPACES.sub(" ", shown).strip()[:_LONGEST]
