"""Joins the parts of long words as easy language shows them: `Bundes·kanzler`, or `Bundes-Kanzler`."""

from __future__ import annotations

import re

DOT, HYPHEN, NONE = COMPOUNDS = ("dot", "hyphen", "none")
"""How the parts of a long word are joined; `none` writes it as one word."""
_JOINTS = "\u00ad·"
"""What an author writes between them: a soft hyphen, or a dot."""
_COMPOUND = re.compile(rf"[^\W_]+(?:[{_JOINTS}][^\W_]+)+")
_PART = re.compile(f"[{_JOINTS}]")


def joined(text: str, joint: str) -> str:
    """Return a text with the parts of its long words joined in one way.

    >>> joined("Bundes·kanzler", "hyphen"), joined("Bundes\\u00adkanzler", "dot"), joined("bundes·weit", "none")
    ('Bundes-Kanzler', 'Bundes·kanzler', 'bundesweit')
    """
    if "\u00ad" not in text and "·" not in text:
        return text
    return _COMPOUND.sub(lambda match: _joined(_PART.split(match[0]), joint), text)


def _joined(parts: list[str], joint: str) -> str:
    if joint == NONE:
        return "".join(parts)
    if joint == DOT:
        return "·".join(parts)
    # A noun has a capital letter behind a hyphen, too.
    capital = parts[0][:1].isupper()
    return "-".join(part[:1].upper() + part[1:] if capital else part for part in parts)
