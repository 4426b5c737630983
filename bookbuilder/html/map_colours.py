"""The colours of the maps of print, from the settings of a theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookbuilder.html.chart_colours import text_colour

SHADES = ("first", "second", "third", "fourth", "fifth")
"""The settings of `[map]`, from the lowest numbers to the highest."""
SAME = {
    "second-route": "second_route",
    "unknown": "around",
    "hatch": "border",
    "disputed": "border",
    "outline": "muted",
    "place": "ink",
    "halo": "land",
    "country": "muted",
}
"""Colours of drawings that are those of a setting with another name."""


def map_colours(tokens: Mapping[str, Any]) -> dict[str, str]:
    """Return the colours of the drawings of print by their names."""
    settings = {name: str(value) for name, value in tokens["map"].items() if isinstance(value, str)}
    shades = {f"shade-{number}": settings[name] for number, name in enumerate(SHADES, 1)}
    on_shades = {f"on-{name}": text_colour(colour) for name, colour in shades.items()}
    same = {name: settings[other] for name, other in SAME.items()}
    return settings | same | shades | on_shades | {"caption": str(tokens["color"]["ink"])}
