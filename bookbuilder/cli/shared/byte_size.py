"""Sizes on the command line."""

from __future__ import annotations

import re

import typer

from bookbuilder.phrases import Phrase

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def size_in_bytes(given: str | int) -> int:
    """Return a size in bytes; a number, such as a default, is one.

    >>> size_in_bytes("2GB"), size_in_bytes("1.5 m"), size_in_bytes("0")
    (2000000000, 1500000, 0)
    """
    if isinstance(given, int):
        return given
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([kmgt]?)b?", given.lower())
    if found is None:
        raise typer.BadParameter(Phrase("a size is a number with a unit, such as 500MB or 2GB"))
    return round(float(found[1]) * _UNITS[found[2]])
