"""Makes unique ASCII file names that every reader and zip program accepts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ð": "d"})


def ascii_name(text: str) -> str:
    """Return a text as a name of ASCII letters, digits, hyphens and underscores.

    Accents are dropped; letters of other scripts become their code points, so that Greek or Chinese names stay distinct.
    Non-ASCII file names are legal in EPUB but fail in practice.

    >>> ascii_name("04 Größe & Maß")
    '04-Grosse-Mass'
    """
    out = ""
    for letter in unicodedata.normalize("NFKD", text.translate(_LETTERS)):
        if letter.isascii():
            out += letter if letter.isalnum() or letter == "_" else "-"
        elif not unicodedata.combining(letter):
            out += f"-u{ord(letter):x}-" if letter.isalnum() else "-"
    return re.sub(r"-{2,}", "-", out).strip("-") or "x"


def unique_names(texts: Iterable[str]) -> dict[str, str]:
    """Return text → name, unique even without regard to case. Of equal names, all but an unchanged one get a hash, so that
    their order does not matter.

    >>> unique_names(["Karte", "karte", "kärte"])
    {'Karte': 'Karte-36a8c4', 'karte': 'karte', 'kärte': 'karte-011a09'}
    """
    alike: dict[str, list[str]] = {}
    for text in dict.fromkeys(texts):
        alike.setdefault(ascii_name(text).lower(), []).append(text)
    result = {}
    for name, those in alike.items():
        for text in those:
            digest = hashlib.sha256(text.encode()).hexdigest()[:6]
            result[text] = (
                ascii_name(text) if len(those) == 1 or text == name else f"{ascii_name(text)}-{digest}"
            )
    return result
