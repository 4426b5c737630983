"""Draws page numbers in grey that are not settled: on pages that are shown before the others are laid out."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from bookbuilder.formats.pdf.compile.compiled_part import PrefilledStream
from bookbuilder.formats.pdf.compile.prefilled_streams import filled

GREY = b"0.6 g"


def in_grey(before: bytes, operator: bytes) -> bytes:
    """Return an operator that shows a number in grey. `before` is the content before it, with the matrix of its text.

    It gets a text object of its own, so that what follows has the colour that it had.

    >>> in_grey(b"BT\\n1 0 0 1 5 5 Tm\\n/A 9 Tf\\n", b"[<0012>] TJ")
    b'ET q 0.6 g BT 1 0 0 1 5 5 Tm [<0012>] TJ ET Q BT'
    """
    start = before.rfind(b"BT\n")
    matrix = next((line for line in before[start:].split(b"\n")[::-1] if line.endswith(b" Tm")), b"")
    return b"ET q %b BT %b %b ET Q BT" % (GREY, matrix, operator)


def body_in_grey(content: PrefilledStream, operators: Sequence[bytes]) -> bytes:
    """Return the text of a page, compressed, with the numbers in its slots in grey."""
    data = zlib.decompress(filled(content, operators))
    out, at = b"", 0
    for piece, (number, room) in zip(content.pieces, (*content.places, (-1, 0)), strict=True):
        out += data[at : at + piece.length]
        at += piece.length + room
        if number >= 0:
            out += in_grey(out, operators[number])
    return zlib.compress(out)
