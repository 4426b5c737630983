"""Compares the texts of glyphs with the text that they stand for."""

from __future__ import annotations

import unicodedata


class _Plain(dict[int, int | None]):
    """How characters are translated for the comparison: spaces and what is invisible are left out, and hyphens are the same,
    but for the one at the end of a line (U+2010): whoever copies the text can tell it from one that was written."""

    def __missing__(self, point: int) -> int | None:
        character = chr(point)
        translated: int | None = point
        if character in "\u00ad\u2011":
            translated = ord("-")
        elif (
            character.isspace()
            or unicodedata.category(character) in ("Cf", "Zs")
            or 0xFE00 <= point <= 0xFE0F
        ):
            translated = None
        self[point] = translated
        return translated


_PLAIN = _Plain()


def agree(shown: str, text: str) -> bool:
    """Whether the texts of glyphs are a text; a font has one glyph for several spaces, and for several hyphens.

    >>> agree("Nord-Süd", "Nord\u2011Süd"), agree("ver-", "ver\u2010")
    (True, False)
    """
    if shown == text:
        return True
    plain = shown.translate(_PLAIN), text.translate(_PLAIN)
    return plain[0] == plain[1] or (
        not plain[0].isascii()
        and unicodedata.normalize("NFC", plain[0]) == unicodedata.normalize("NFC", plain[1])
    )
