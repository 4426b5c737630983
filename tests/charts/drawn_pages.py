"""Finds the drawings in pages of the web."""

from __future__ import annotations

import re


def drawings(page: str) -> list[str]:
    """Return the drawings of charts and maps, those for a page and those for a phone."""
    return re.findall(r"<svg[^>]*class=\"(?:wide|narrow)\".*?</svg>", page, re.DOTALL)
