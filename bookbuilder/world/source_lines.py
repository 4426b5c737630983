"""Splits the text of a source file into lines, as places in it count them."""

from __future__ import annotations

from functools import lru_cache


def with_line_feeds(text: str) -> str:
    """Return a text the lines of which end with line feeds alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=32)
def lines_of(text: bytes) -> tuple[str, ...]:
    """Return the lines of a text as places count them, which only a line feed ends; those of the last few texts are kept."""
    return tuple(with_line_feeds(text.decode("utf-8-sig", "replace")).removesuffix("\n").split("\n"))
