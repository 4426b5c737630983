"""Fixed spaces of English: a number and its scale word."""

from __future__ import annotations

import re

_SCALE = re.compile(r"(?<=\d) (?=(?:million|billion|trillion|percent)\b)")


def typography(text: str) -> str:
    """Return the text with spaces that must not break made fixed; every letter stays."""
    return _SCALE.sub("\u00a0", text)
