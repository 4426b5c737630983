"""Gives things file names that every reader and every zip program can take: ASCII, and each only once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ð": "d"})


def ascii_name(text: str) -> str:
    """Return a text as a name of ASCII letters, digits, hyphens and underscores.

    Accents are dropped; letters of other scripts become their code points, so that a Greek or Chinese name stays a
    name of its own. The extended characters of file names are legal in EPUB but break in practice.

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


def unique(texts: Iterable[str]) -> dict[str, str]:
    """Return text → name, no two alike, not even where capitals do not count.

    >>> unique(["Karte", "karte", "kärte"])
    {'Karte': 'Karte', 'karte': 'karte-2', 'kärte': 'karte-3'}
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for text in texts:
        if text in found:
            continue
        name = base = ascii_name(text)
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.lower())
        found[text] = name
    return found
