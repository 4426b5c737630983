"""Reads what a font file says of itself: its family, weight and style, and where it may be embedded.

The licence bits are `fsType` of the table OS/2 (OpenType 1.9.1, "OS/2", fsType). Its bits 0 to 3 say where a font may be
embedded: 0 everywhere (installable), 8 in documents that can be edited, 4 in those that are only shown and printed, 2
nowhere without the permission of its owner; of several, the mildest holds. 0x0100 forbids to cut it down to the letters
that are used, 0x0200 to embed anything but bitmaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import msgspec
from fontTools.ttLib import TTFont

from bookbuilder.html.family_name import plain_name
from bookbuilder.html.font_file import MISTAKES, open_font

INSTALLABLE, EDITABLE, PREVIEW, RESTRICTED = "installable", "editable", "preview", "restricted"
RIGHTS = (INSTALLABLE, EDITABLE, PREVIEW, RESTRICTED)
"""Where a font may be embedded, the mildest first."""
_RESTRICTED, _PREVIEW, _EDITABLE = 0x0002, 0x0004, 0x0008
WHOLE, BITMAPS = 0x0100, 0x0200


@dataclass(frozen=True, slots=True)
class FontMetadata:
    """What a font file says of itself: the names of its family, its weight (100 to 900) and style (`normal`, `italic`), its
    width (1 to 9, 5 is normal), and its licence bits."""

    families: tuple[str, ...] = ()
    weight: int = 400
    style: str = "normal"
    width: int = 5
    licence_bits: int = 0

    def is_of(self, family: str) -> bool:
        """Whether the font belongs to a family. fontconfig ignores case and spaces, too."""
        return plain_name(family) in map(plain_name, self.families)

    @property
    def right(self) -> str:
        """Where the font may be embedded by its licence bits: one of `RIGHTS`."""
        return embedding_right(self.licence_bits)


def font_metadata(data: bytes) -> bytes:
    """Return the `FontMetadata` of a font file, encoded; without families if the file is no font."""
    try:
        with open_font(data) as font:
            names = {str(record).strip() for record in font["name"].names if record.nameID in (1, 16)}
            found = FontMetadata(tuple(sorted(names - {""})))
            if "OS/2" in font:
                table = font["OS/2"]
                slanted = bool(table.fsSelection & 0b1 or font["head"].macStyle & 0b10)
                found = FontMetadata(
                    found.families,
                    int(table.usWeightClass),
                    "italic" if slanted else "normal",
                    int(table.usWidthClass),
                    int(table.fsType),
                )
    except MISTAKES:
        found = FontMetadata()
    return msgspec.msgpack.encode(found)


def embedding_right(bits: int) -> str:
    """Return where a font with these licence bits may be embedded: one of `RIGHTS`.

    >>> [embedding_right(bits) for bits in (0, 2, 4, 6, 8, 0x104)]
    ['installable', 'restricted', 'preview', 'preview', 'editable', 'preview']
    """
    if bits & _EDITABLE:
        return EDITABLE
    if bits & _PREVIEW:
        return PREVIEW
    return RESTRICTED if bits & _RESTRICTED else INSTALLABLE


def licence_bits(data: bytes) -> int:
    """Return the licence bits of a font; 0, which allows all, if it says nothing."""
    try:
        # Without a number fontTools refuses a collection of fonts.
        with TTFont(BytesIO(data), lazy=True, fontNumber=0) as font:
            return int(font["OS/2"].fsType) if "OS/2" in font else 0
    except MISTAKES:  # what is no font was reported before
        return 0
