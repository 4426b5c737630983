"""Detects truncated PNG, JPEG, GIF and WebP files, which programs show with the missing part grey or empty."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_SOI, _EOI, _SOS = 0xD8, b"\xff\xd9", 0xDA
_ALONE = frozenset((0x01, *range(0xD0, 0xD9)))
"""Markers of JPEG without a length."""


def complete(data: bytes, name: str) -> bool:
    """Return whether a picture of a type (Pillow's name) has data for its pixels, and ends as its format says."""
    match name:
        case "PNG":
            return _png(data)
        case "JPEG":
            return _jpeg(data)
        case "GIF":
            return _gif(data)
        case "WEBP":
            return _webp(data)
    return True


def _png(data: bytes) -> bool:
    """PNG, third edition, 5.3: chunks of length, type, data and checksum; IDAT holds the pixels, IEND is the last."""
    pixels = 0
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            pixels += len(content)
        elif kind == b"IEND":
            return pixels > 0
    return False


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield type and data of each whole chunk of a PNG."""
    view, at = memoryview(data), 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if at + 12 + length > len(data):
            return
        yield data[at + 4 : at + 8], view[at + 8 : at + 8 + length]
        at += 12 + length


_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By type of colour (PNG, 11.2.1)."""
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture (PNG, 8.1): first column and row, steps between columns and rows."""


def png_rows(data: bytes) -> bool:
    """Return whether a whole PNG holds all of its pixels. WeasyPrint sets `LOAD_TRUNCATED_IMAGES` of
    Pillow when it is imported, which then fills missing pixels without an error."""
    chunks = list(_chunks(data))
    if not chunks or len(chunks[0][1]) != 13:
        return False
    head = chunks[0][1]
    width, height = int.from_bytes(head[:4]), int.from_bytes(head[4:8])
    bits = head[8] * _CHANNELS.get(head[9], 1)
    passes = _PASSES if head[12] else ((0, 0, 1, 1),)
    wanted = 0
    for column, row, across, down in passes:
        columns, rows = -(-(width - column) // across), -(-(height - row) // down)
        if columns > 0 and rows > 0:
            wanted += rows * (1 + (columns * bits + 7) // 8)
    unpacking = zlib.decompressobj()
    made = 0
    try:
        for kind, content in chunks:
            waiting: bytes | memoryview = content if kind == b"IDAT" else b""
            # What is behind the pixels is left: zlib copies all of it again for each chunk it is given.
            while waiting and made < wanted and not unpacking.eof:
                made += len(unpacking.decompress(waiting, 1 << 20))
                waiting = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return made >= wanted


def _jpeg(data: bytes) -> bool:
    """ISO/IEC 10918-1, annex B: segments with a length up to the first scan (SOS), then data up to EOI."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SOS:
            return data.find(_EOI, at) > 0
        if marker == 0xFF:  # a fill byte
            at += 1
        else:
            at += 2 if marker in _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4])
    return False


def _gif(data: bytes) -> bool:
    """GIF 89a, appendix B: blocks up to the trailer."""
    at, pictures = 13 + _colours(data[10:11]), 0
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return pictures > 0
        if kind == 0x2C:
            at += 11 + _colours(data[at + 9 : at + 10])
            pictures += 1
        elif kind == 0x21:
            at += 2
        else:
            return False
        while at < len(data) and data[at]:  # blocks of at most 255 bytes
            at += 1 + data[at]
        at += 1
    return False


def _colours(packed: bytes) -> int:
    """Return the size of a table of colours in bytes."""
    return 3 << ((packed[0] & 7) + 1) if packed and packed[0] & 0x80 else 0


def _webp(data: bytes) -> bool:
    """RFC 9649, 2.3: a RIFF container with its size."""
    return len(data) >= 12 and len(data) >= 8 + int.from_bytes(data[4:8], "little")
