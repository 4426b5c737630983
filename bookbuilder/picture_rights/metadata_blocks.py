"""The parts of picture files: which hold the picture, and which say who took it when, where and with which camera.

Each function yields blocks from the beginning to the end of the picture; what stands behind that end (a second picture, a
film) belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

XMP, IPTC, EXIF = "xmp", "iptc", "exif"
OTHER = "other"
"""What else is not the picture: comments, thumbnails, times."""


@dataclass(frozen=True, slots=True)
class MetadataBlock:
    """A part of a file, from one offset to another; `kind` is empty if it is needed to show the picture. The content of
    metadata begins at `content` and ends at `content_end`."""

    kind: str
    start: int
    end: int
    content: int = 0
    content_end: int = 0


def blocks(data: bytes, name: str) -> Iterator[MetadataBlock]:
    """Return the blocks of a complete picture of a type (Pillow's name); a single one for other types."""
    match name:
        case "JPEG":
            return _jpeg(data)
        case "PNG":
            return _png(data)
        case "WEBP":
            return _webp(data)
        case "GIF":
            return _gif(data)
    return iter([MetadataBlock("", 0, len(data))])


_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers of JPEG without a length (ISO/IEC 10918-1, table B.1)."""
_SOS, _EOI, _COMMENT = 0xDA, 0xD9, 0xFE
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The end of a scan: in its data FF is followed by 00 or a restart marker."""
_XMP_HEAD, _EXIF_HEAD, _IPTC_HEAD = b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0\0", b"Photoshop 3.0\0"


def _jpeg(data: bytes) -> Iterator[MetadataBlock]:
    yield MetadataBlock("", 0, 2)
    at = 2
    while at + 2 <= len(data):
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            yield MetadataBlock("", at, at + 1)
            at += 1
            continue
        if marker in _ALONE or marker == _EOI:
            yield MetadataBlock("", at, at + 2)
            at += 2
            if marker == _EOI:
                return
            continue
        end = min(at + 2 + int.from_bytes(data[at + 2 : at + 4]), len(data))
        yield _segment(data, marker, at, end)
        if marker == _SOS:
            found = _NEXT_MARKER.search(data, end)
            scanned = found.start() if found else len(data)
            yield MetadataBlock("", end, scanned)
            end = scanned
        at = max(end, at + 2)


def _segment(data: bytes, marker: int, start: int, end: int) -> MetadataBlock:
    at = start + 4

    def begins(head: bytes) -> bool:
        return data.startswith(head, at, end)

    if marker == 0xE1:
        for kind, head in ((XMP, _XMP_HEAD), (EXIF, _EXIF_HEAD)):
            if begins(head):
                return MetadataBlock(kind, start, end, at + len(head), end)
        return MetadataBlock(OTHER, start, end)
    if marker == 0xED and begins(_IPTC_HEAD):
        return MetadataBlock(IPTC, start, end, at + len(_IPTC_HEAD), end)
    kept = (
        (marker == 0xE0 and begins(b"JFIF\0"))
        or (marker == 0xE2 and begins(b"ICC_PROFILE\0"))
        or (marker == 0xEE and begins(b"Adobe"))
    )
    metadata = (0xE0 <= marker <= 0xEF and not kept) or marker == _COMMENT
    return MetadataBlock(OTHER if metadata else "", start, end)


_SHOWN_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT".split()
)
"""PNG, third edition, 11: what shows the picture, and its size and colours."""
_XMP_KEYWORD = b"XML:com.adobe.xmp\0"


def _png(data: bytes) -> Iterator[MetadataBlock]:
    yield MetadataBlock("", 0, 8)
    at = 8
    while at + 12 <= len(data):
        kind, end = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data):
            return
        if kind in _SHOWN_CHUNKS:
            yield MetadataBlock("", at, end)
        elif kind == b"eXIf":
            yield MetadataBlock(EXIF, at, end, at + 8, end - 4)
        elif kind == b"iTXt" and data.startswith(_XMP_KEYWORD + b"\0", at + 8):
            # Behind the keyword: not compressed, method, language and translated keyword, each ended by a null.
            text = at + 8 + len(_XMP_KEYWORD) + 2
            for _ in range(2):
                text = data.find(b"\0", text, end) + 1 or end - 4
            yield MetadataBlock(XMP, at, end, text, end - 4)
        else:
            yield MetadataBlock(OTHER, at, end)
        if kind == b"IEND":
            return
        at = end


_WEBP_KINDS = {b"EXIF": EXIF, b"XMP ": XMP}
_WEBP_SHOWN = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))


def _webp(data: bytes) -> Iterator[MetadataBlock]:
    """RFC 9649, 2.7."""
    yield MetadataBlock("", 0, 12)
    at, last = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= last:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = min(at + 8 + size + size % 2, last)
        if kind in _WEBP_SHOWN:
            yield MetadataBlock("", at, end)
        else:
            yield MetadataBlock(_WEBP_KINDS.get(kind, OTHER), at, end, at + 8, min(at + 8 + size, end))
        at = end


_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_GIF_XMP = b"XMP DataXMP"


def _gif(data: bytes) -> Iterator[MetadataBlock]:
    """GIF 89a, appendix B."""
    at = 13 + _colours(data[10:11])
    yield MetadataBlock("", 0, at)
    while at < len(data):
        start, kind = at, data[at]
        if kind == 0x3B:
            yield MetadataBlock("", start, start + 1)
            return
        if kind == 0x2C:
            at += 11 + _colours(data[at + 9 : at + 10])
        else:
            at += 2
        content = at
        while at < len(data) and data[at]:  # blocks of at most 255 bytes
            at += 1 + data[at]
        at += 1
        label, application = data[start + 1 : start + 2], data[content + 1 : content + 12]
        if kind == 0x21 and label == b"\xff" and application == _GIF_XMP:
            # The packet is not cut into blocks; 258 bytes behind it make it look so (XMP, part 3, 1.1.2).
            yield MetadataBlock(XMP, start, at, content + 12, max(at - 258, content + 12))
        elif kind == 0x21 and (label == b"\xfe" or (label == b"\xff" and application not in _GIF_LOOPS)):
            yield MetadataBlock(OTHER, start, at)
        else:
            yield MetadataBlock("", start, min(at, len(data)))


def _colours(packed: bytes) -> int:
    """Return the size of a table of colours in bytes."""
    return 3 << ((packed[0] & 7) + 1) if packed and packed[0] & 0x80 else 0
