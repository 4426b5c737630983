"""Compares the names of font families as fontconfig does, which ignores case and spaces."""

from __future__ import annotations


def plain_name(name: str) -> str:
    """Return a name in the form that all its spellings share.

    >>> plain_name("EB Garamond") == plain_name("EBGaramond") == plain_name("eb garamond")
    True
    """
    return "".join(name.split()).casefold()
