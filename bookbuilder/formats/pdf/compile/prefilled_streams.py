"""Compresses content with slots once, so that the linker only puts the numbers between compressed pieces.

A slot gets a block of its own in the compressed data, one that is stored uncompressed (RFC 1951, 3.2.4), of a length that
does not depend on the number. What follows may refer back to what stands before the slot, as in any compressed data, but
never to the slot itself: in its place, the compressor sees a byte that no content has.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from bookbuilder.formats.pdf.compile.compiled_part import (
    PAGE_COUNT,
    PAGE_NUMBER,
    SLOT,
    CompressedPiece,
    Content,
    PrefilledStream,
    Slot,
)

_PLACE = re.compile(re.escape(SLOT) + rb"(\d+)" + re.escape(SLOT))
_WINDOW, _MEMORY = -15, 9  # raw, without a head (RFC 1951)
_HEAD = b"\x78\xda"  # RFC 1950, 2.2
_BASE = 65521  # RFC 1950, 8.2
_NO_LENGTH = b"\x00\x00\xff\xff"  # with which zlib ends a piece: a stored block of length 0
MOST = 6
"""The number of figures that there is room for where a page prints its own number."""
GAPS = 8
"""The bytes that are reserved for the gap between two figures of a number: `>-12345<`."""


def splice(content: Content) -> PrefilledStream:
    """Return content compressed around its slots; it has no shifts."""
    parts = _PLACE.split(content.data)
    numbers = [int(number) for number in parts[1::2]]
    places = tuple((number, _room(content.slots[number])) for number in numbers)
    packer = zlib.compressobj(9, zlib.DEFLATED, _WINDOW, _MEMORY)
    pieces = []
    for at, part in enumerate(parts[::2]):
        last = at == len(places)
        data = packer.compress(part) + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
        # The head of zlib's empty stored block stays: with the length that `filled` writes, it is that of the slot.
        pieces.append(
            CompressedPiece(data if last else data.removesuffix(_NO_LENGTH), len(part), zlib.adler32(part))
        )
        if not last:
            # As many bytes as the slot has, so that what refers back across it finds its place.
            packer.compress(SLOT * places[at][1])
            packer.flush(zlib.Z_SYNC_FLUSH)
    return PrefilledStream(content.slots, tuple(pieces), places)


def filled(content: PrefilledStream, drawn: Sequence[bytes]) -> bytes:
    """Return the whole as zlib would (RFC 1950), with what is drawn in each slot.

    Raises `ValueError` if one needs more room than a label of as many figures as it was laid out with.
    """
    out, check = [_HEAD], 1
    for piece, (number, room) in zip(content.pieces, (*content.places, (-1, 0)), strict=True):
        out.append(piece.data)
        check = _combined_check(check, piece.check, piece.length)
        if number >= 0:
            # White space between operators has no meaning (ISO 32000-1, 7.2.2).
            text = drawn[number].ljust(room)
            if len(text) > room:
                raise ValueError(f"{drawn[number]!r} has no room in {room} bytes")
            out += [room.to_bytes(2, "little"), (room ^ 0xFFFF).to_bytes(2, "little"), text]
            check = _combined_check(check, zlib.adler32(text), room)
    return b"".join((*out, check.to_bytes(4, "big")))


def _room(slot: Slot) -> int:
    """Return how many bytes a slot needs at most: those of its text, or of another number with as many figures; that of the
    page itself may have more."""
    figures = max(len(slot.text), MOST if slot.name in (PAGE_NUMBER, PAGE_COUNT) else 0)
    widest = abs(slot.width) + figures * max(map(abs, slot.widths), default=0.0)
    gap = max(GAPS, len(b">-%d<" % round(widest)))
    return max(len(slot.operator), len(b"[<>] TJ") + 4 * figures + gap * (figures - 1))


def _combined_check(first: int, second: int, length: int) -> int:
    """Return the check sum (Adler-32) of two texts joined; `length` is that of the second."""
    low, high = first & 0xFFFF, first >> 16
    return ((high + (second >> 16) + length * (low - 1)) % _BASE) << 16 | (
        low + (second & 0xFFFF) - 1
    ) % _BASE
