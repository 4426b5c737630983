"""Checks the colour contrast of a theme, for text on its backgrounds, light and dark (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tinycss2.color4 import parse_color

LEAST = 4.5
"""The least ratio for text of any size (WCAG 2.1, 1.4.3)."""
GRAPHICS = 3.0
"""The least ratio for lines and areas that say something, and for large type (WCAG 2.1, 1.4.11, 1.4.3)."""

Keys = tuple[str, ...]
"""The path of a setting in theme.toml: `("web", "dark", "ink")`."""

GROUNDS = {
    ("color",): (("ink", "muted", "accent"), ("paper", "tint")),
    ("cover",): (("ink", "quiet"), ("ground",)),
    ("web",): (("ink", "muted", "accent", "second"), ("paper", "tint")),
    ("web", "dark"): (("ink", "muted", "accent", "second"), ("paper", "tint")),
    ("web", "sepia"): (("ink", "muted", "accent", "second"), ("paper", "tint")),
}
"""For each table the settings of text colours, and of backgrounds."""


def low_contrast(tokens: Mapping[str, Any]) -> Iterator[tuple[Keys, Keys, float]]:
    """Yield text settings with too little contrast, the background setting, and the ratio."""
    for table, (texts, grounds) in GROUNDS.items():
        colours: Any = tokens
        for key in table:
            colours = colours.get(key, {}) if isinstance(colours, Mapping) else {}
        for text in texts:
            for ground in grounds:
                colour_ratio = ratio(colours.get(text), colours.get(ground))
                if colour_ratio is not None and colour_ratio < LEAST:
                    yield (*table, text), (*table, ground), colour_ratio


def ratio(one: object, other: object) -> float | None:
    """Return the contrast of two CSS colours, from 1 to 21 (WCAG 2.1, contrast ratio); None unless both are opaque.

    >>> round(ratio("#000", "white"), 1), round(ratio("#777777", "#fff"), 2), ratio("#fff", "currentColor")
    (21.0, 4.48, None)
    """
    first, second = luminance(one), luminance(other)
    return None if first is None or second is None else ratio_of_luminances(first, second)


def ratio_of_luminances(one: float, other: float) -> float:
    """Return the contrast of two relative luminances, from 1 to 21 (WCAG 2.1, contrast ratio)."""
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


def srgb_channels(colour: object) -> Sequence[float | None] | None:
    """Return red, green and blue of an opaque colour of CSS, from 0 to 1; None if it has none that are known."""
    parsed = parse_color(colour) if isinstance(colour, str) else None
    if parsed is None or parsed == "currentcolor" or parsed.alpha != 1:
        return None
    try:
        channels: Sequence[float | None] = parsed.to("srgb").coordinates
    except NotImplementedError:  # tinycss2 parses lab() and the like, but cannot convert them
        return None
    return channels


def luminance(colour: object) -> float | None:
    """Return the relative luminance of a colour of CSS (WCAG 2.1), from 0 to 1; None unless it is opaque."""
    return _luminance(colour) if isinstance(colour, str) else None


@lru_cache(maxsize=256)  # each colour of a theme is compared with several others, for each edition
def _luminance(colour: str) -> float | None:
    channels = srgb_channels(colour)
    return None if channels is None else luminance_of_channels(channels)


def luminance_of_channels(channels: Sequence[float | None]) -> float:
    """Return the relative luminance of red, green and blue of sRGB, from 0 to 1 (WCAG 2.1)."""
    linear = [_linear(min(max(float(value or 0), 0), 1)) for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
