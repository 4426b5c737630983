"""Draws the icon of the web edition for the tab of a browser: a page in the colours of the cover."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

FILE = "favicon.svg"
MEDIA_TYPE = "image/svg+xml"
_DEFAULT = {"ground": "#16242e", "ink": "#f5f0e6", "accent": "#d9472f"}
"""For a theme that says no colour."""


def favicon(cover: Mapping[str, object]) -> bytes:
    """Return an SVG of 32 units; `cover` are the tokens `cover.…` of the theme, which are colours of CSS."""
    colour = {key: escape(str(cover.get(key, default))) for key, default in _DEFAULT.items()}
    lines = "".join(f'<path d="M9 {y}h{width}"/>' for y, width in ((10, 14), (14, 14), (18, 9)))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect x="4" y="2" width="24" height="28" rx="2" fill="{colour["ground"]}"/>'
        f'<g stroke="{colour["ink"]}" stroke-width="2">{lines}</g>'
        f'<path d="M4 24h24" stroke="{colour["accent"]}" stroke-width="3"/></svg>\n'
    ).encode()
