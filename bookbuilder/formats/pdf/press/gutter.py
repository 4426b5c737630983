"""Widens the inner margin of a theme to what a printer asks for in a book of so many pages."""

from __future__ import annotations

from dataclasses import replace

from bookbuilder.formats.pdf.units import MM
from bookbuilder.html.environment import points
from bookbuilder.html.theme import Theme

SLACK = 0.01
"""In points: what rounding leaves over."""


def widened(theme: Theme, inner: float) -> Theme | None:
    """Return the theme with an inner margin of `inner` mm; None if it has that much already, or says no length."""
    page = theme.tokens.get("page", {})
    try:
        has = points(page.get("inner"))
    except ValueError:
        return None
    if has >= inner * MM - SLACK:
        return None
    return replace(theme, tokens={**theme.tokens, "page": {**page, "inner": f"{inner:g}mm"}})
