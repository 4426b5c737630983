"""Writes values in the syntax of PDF (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


def text(words: str, *, wide: bool = False) -> bytes:
    """Return a text string (ISO 32000-1, 7.9.2.2): ASCII as it is unless it shall be `wide`, all else in UTF-16."""
    if words.isascii() and not wide:
        return b"(%b)" % escaped(words.encode())
    return b"<FEFF%b>" % words.encode("utf-16-be").hex().upper().encode()


def escaped(words: bytes) -> bytes:
    """Return bytes as they stand between the brackets of a string."""
    return re.sub(rb"([\\()])", rb"\\\1", words)


def date(moment: str) -> bytes:
    """Return a moment as a date of a PDF (ISO 32000-1, 7.9.4)."""
    return text("D:" + re.sub(r"[-:T]", "", moment))


def references(numbers: Iterable[int]) -> bytes:
    """Return references to objects, as they stand in an array."""
    return b" ".join(b"%d 0 R" % number for number in numbers)


@lru_cache(4096)  # lines stand on a grid
def number_text(value: float) -> bytes:
    """Return a number with four decimals at most."""
    return b"%d" % value if value == int(value) else b"%b" % f"{value:.4f}".rstrip("0").rstrip(".").encode()


@lru_cache(256)  # pages have few sizes
def box_text(values: tuple[float, ...]) -> bytes:
    """Return numbers as an array, such as those of a box."""
    return b"[%b]" % b" ".join(number_text(value) for value in values)
