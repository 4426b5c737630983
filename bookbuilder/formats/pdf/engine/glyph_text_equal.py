"""Compares what glyphs say with the text that they stand for."""

from __future__ import annotations

import unicodedata


class _Plain(dict[int, int | None]):
    """What falls away when glyphs are compared with a text: spaces and what is not seen; a hyphen is a hyphen."""

    def __missing__(self, point: int) -> int | None:
        one = chr(point)
        found: int | None = point
        if one in "\u00ad\u2010\u2011":
            found = ord("-")
        elif one.isspace() or unicodedata.category(one) in ("Cf", "Zs") or 0xFE00 <= point <= 0xFE0F:
            found = None
        self[point] = found
        return found


_PLAIN = _Plain()


def agree(shown: str, said: str) -> bool:
    """Whether what glyphs say is a text; a font has one glyph for several spaces, and for several hyphens."""
    if shown == said:
        return True
    plain = shown.translate(_PLAIN), said.translate(_PLAIN)
    return plain[0] == plain[1] or (
        not plain[0].isascii()
        and unicodedata.normalize("NFC", plain[0]) == unicodedata.normalize("NFC", plain[1])
    )
