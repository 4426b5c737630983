"""The colours of charts from the settings of a theme, with those of the text that stands on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder.html.contrast import ratio, srgb_channels

SERIES = ("first", "second", "third", "fourth", "fifth", "sixth")
"""The settings of `[chart]`, in the order of the series."""
_WHITE, _BLACK = "#ffffff", "#000000"


def text_colour(ground: object) -> str:
    """Return the colour of text on the colour of a series: white or black, which has more contrast.

    >>> text_colour("#083651"), text_colour("#f6bb5a")
    ('#ffffff', '#000000')
    """
    return _WHITE if (ratio(_WHITE, ground) or 0) >= (ratio(_BLACK, ground) or 0) else _BLACK


def series_colours(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the colours of series by their numbers, and those of text on them: `1`, `on-1` …"""
    colours = {str(number): str(settings[name]) for number, name in enumerate(SERIES, 1)}
    return {**colours, **{f"on-{number}": text_colour(colour) for number, colour in colours.items()}}


def print_colours(tokens: Mapping[str, Any]) -> dict[str, str]:
    """Return the colours of the drawings of print. The rules behind data are half as strong as those of a table."""
    table = tokens["color"]
    lines = {"ink": "ink", "muted": "muted", "rule": "line", "paper": "paper"}
    colours = {name: str(table[key]) for name, key in lines.items()}
    colours["rule"] = between(colours["rule"], colours["paper"])
    return colours | series_colours(tokens["chart"])


def between(one: str, other: str) -> str:
    """Return the colour in the middle of two opaque ones; the first one if that cannot be computed.

    >>> between("#000000", "#ffffff"), between("currentColor", "#fff")
    ('#808080', 'currentColor')
    """
    first, last = srgb_channels(one), srgb_channels(other)
    if first is None or last is None:
        return one
    middle = (round(((a or 0) + (b or 0)) / 2 * 255 + 0.001) for a, b in zip(first, last, strict=True))
    return "#" + "".join(f"{value:02x}" for value in middle)
