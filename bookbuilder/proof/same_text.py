"""Texts for comparison, character by character: other spaces, quotation marks and dashes are the same, letters are not."""

from __future__ import annotations

_SPACES = dict.fromkeys("\u00a0\u202f\u2009\u2002\u2003\u2007\u2008\u200a\u205f\t", " ")
_DOUBLE = dict.fromkeys("„“”«»‟", '"')
_SINGLE = dict.fromkeys("‚‘’‹›‛", "'")
_TABLE = str.maketrans({**_SPACES, **_DOUBLE, **_SINGLE, "\u2011": "-"})


def same_text(text: str) -> str:
    """Return a text of the same length in which signs that typography or a word processor changes are alike.

    >>> same_text("„Ja“, d.\\u202fh. ‚nein‘")
    '"Ja", d. h. \\'nein\\''
    """
    return text.translate(_TABLE)
