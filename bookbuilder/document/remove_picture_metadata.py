"""Removes metadata from picture files: the camera, the place and the time, thumbnails, comments, the editor's own data.

What a photographer's file says of rights is read before that (`picture_rights.embedded_rights`); readers get a picture that
says nothing but how it is turned. Its pixels and colours stay as they are, byte by byte.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from urllib.parse import unquote_to_bytes

from lxml import etree

from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.picture_rights.metadata_blocks import EXIF, MetadataBlock, blocks
from bookbuilder.xml_parser import xml_root

_ORIENTATION = 0x0112
_JFIF = b"JFIF\0"


def without_metadata(data: bytes, name: str) -> bytes:
    """Return a complete picture of a type (Pillow's name) without metadata; the same bytes if it has none."""
    if name == "SVG":
        return _drawing(data)
    found = tuple(blocks(data, name))
    turned = next((way for one in found if one.kind == EXIF and (way := _orientation(data, one)) > 1), 1)
    kept, dropped, end = [], False, 0
    for one in found:
        # Blocks that follow one another: what is between them is in none.
        dropped = dropped or one.start != end
        end = one.end
        if one.kind:
            dropped = True
        else:
            kept.append(_without_thumbnail(data[one.start : one.end], name))
    if not dropped and end >= len(data) and not any(_thumbnail(part) for part in kept if name == "JPEG"):
        return data
    return _joined(kept, name, turned)


def _joined(parts: list[bytes], name: str, turned: int) -> bytes:
    exif = _exif(turned) if turned > 1 else b""
    match name:
        case "JPEG" if exif:
            content = b"Exif\0\0" + exif
            behind = 2 if len(parts) > 1 and parts[1][4:9] == _JFIF else 1
            parts.insert(behind, b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content)
        case "PNG" if exif:
            body = b"eXIf" + exif
            parts.insert(2, struct.pack(">I", len(exif)) + body + struct.pack(">I", zlib.crc32(body)))
        case "WEBP":
            return _webp(parts, exif)
    return b"".join(parts)


def _webp(parts: list[bytes], exif: bytes) -> bytes:
    """Return a WebP whose head says what it holds: its size, and that there is no XMP (RFC 9649, 2.7)."""
    kept = parts[1:]
    if kept and kept[0].startswith(b"VP8X"):
        flags = kept[0][8] & ~0b1100 | (0b1000 if exif else 0)
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
        if exif:
            kept.append(b"EXIF" + struct.pack("<I", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_thumbnail(part: bytes, name: str) -> bytes:
    """Return a part of a file; the head of a JPEG without a picture in it (JFIF 1.02)."""
    if name == "JPEG" and _thumbnail(part):
        return part[:2] + struct.pack(">H", 16) + part[4:16] + b"\0\0"
    return part


def _thumbnail(part: bytes) -> bool:
    return part[:2] == b"\xff\xe0" and part[4:9] == _JFIF and len(part) > 18


def _orientation(data: bytes, block: MetadataBlock) -> int:
    """Return how a picture is turned, from 1 (not) to 8 (Exif 3.0, 4.6.5: a directory of TIFF)."""
    exif = data[block.content : min(block.content_end, block.content + 65536)].removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 14:
        return 1
    (start,) = struct.unpack(f"{order}I", exif[4:8])
    count = int.from_bytes(exif[start : start + 2], "little" if order == "<" else "big")
    for at in range(start + 2, min(start + 2 + 12 * count, len(exif) - 11), 12):
        tag, kind = struct.unpack(f"{order}HH", exif[at : at + 4])
        if tag == _ORIENTATION and kind == 3:
            (way,) = struct.unpack(f"{order}H", exif[at + 8 : at + 10])
            return way if 1 <= way <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    """Return Exif data that say nothing but how a picture is turned."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)


_SVG = "{http://www.w3.org/2000/svg}"
_EDITORS = (
    "{http://www.inkscape.org/namespaces/inkscape}",
    "{http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd}",
)
"""Namespaces in which an editor keeps its own data, such as the folder on the machine where a drawing was saved."""
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_HINTS = re.compile(rb"<(?:\w+:)?metadata\b|inkscape|sodipodi|data:image/")


def _drawing(data: bytes) -> bytes:
    """Return a drawing without its metadata and its editor's data; the pictures in it lose theirs as well."""
    if b"\0" not in data and not _HINTS.search(data):
        return data
    try:
        root = xml_root(data)
    except etree.XMLSyntaxError:
        return data
    changed = False
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag == f"{_SVG}metadata" or element.tag.startswith(_EDITORS):
            changed = _removed(element) or changed
            continue
        for key in [key for key in element.attrib if str(key).startswith(_EDITORS)]:
            del element.attrib[key]
            changed = True
        for key in _HREFS:
            address = element.get(key, "")
            if address.startswith("data:image/") and (plain := _embedded(address)) != address:
                element.set(key, plain)
                changed = True
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) if changed else data


def _removed(element: etree._Element) -> bool:
    """Remove an element, not the text behind it; return whether it had a place."""
    parent = element.getparent()
    if parent is None:
        return False
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
    return True


def _embedded(address: str) -> str:
    """Return the address of an embedded picture (`data:`, RFC 2397) without its metadata."""
    head, _, text = address.partition(",")
    media_type, *more = head.removeprefix("data:").lower().replace(" ", "").split(";")
    name = next((name for known, name in PICTURE_TYPES.values() if known == media_type), "")
    data = unquote_to_bytes(text)
    try:
        data = base64.decodebytes(data) if "base64" in more else data
    except binascii.Error:
        return address
    if name in ("", "SVG"):
        return address
    plain = without_metadata(data, name)
    return address if plain == data else f"data:{media_type};base64,{base64.b64encode(plain).decode()}"
