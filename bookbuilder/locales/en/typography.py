"""Fixed spaces of English: a number and its scale word, a chapter, figure, table or page and its number."""

from __future__ import annotations

import re

_SCALE = re.compile(r"(?<=\d) (?=(?:million|billion|trillion|percent)\b)")
_LABEL = re.compile(r"\b(chapter|figure|table|page) (?=\d)", re.IGNORECASE)


def typography(text: str) -> str:
    """Return the text with spaces that must not break made fixed; every letter stays."""
    return _LABEL.sub("\\1\u00a0", _SCALE.sub("\u00a0", text))
