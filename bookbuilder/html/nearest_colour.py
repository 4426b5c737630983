"""Finds the colour that is nearest to another one and has enough contrast: of the same hue, lighter or darker.

Computed in OKLCH, whose lightness is that of the eye (Björn Ottosson, "A perceptual color space for image processing", 2020;
CSS Color 4, 9.3).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from bookbuilder.html.contrast import (
    LEAST,
    luminance,
    luminance_of_channels,
    ratio_of_luminances,
    srgb_channels,
)

STEPS = 512
"""Steps of lightness that are tried, from black to white."""
_SLACK = 0.5 / 255
"""By so much a channel may be outside of 0 to 1: it is rounded to 0 or 1."""
Lch = tuple[float, float, float]
"""Lightness from 0 to 1, chroma, hue in radians."""


def nearest_colour(colour: object, grounds: Iterable[object], least: float = LEAST) -> str | None:
    """Return the nearest colour of the hue of `colour` that has a contrast of `least` on all `grounds`, as `#rrggbb`; None
    if there is none, or one of the colours is not known. The colour itself if it has it already.

    >>> nearest_colour("#c8a020", ["#ffffff"]), nearest_colour("#ffffff", ["#000000", "#ffffff"])
    ('#927200', '#767676')
    """
    channels, behind = srgb_channels(colour), [luminance(ground) for ground in grounds]
    if channels is None or (known := [light for light in behind if light is not None]) != behind:
        return None
    if _suffices(same := _hexadecimal(channels), known, least):
        return same
    if not _can_suffice(known, least):
        return None
    lightness, chroma, hue = _lch(channels)
    # Grey where no lightness of the hue is between two grounds.
    for tried_chroma in (chroma, 0.0):
        for step in range(1, STEPS + 1):
            for tried in (lightness - step / STEPS, lightness + step / STEPS):
                if -1 / STEPS < tried < 1 + 1 / STEPS:
                    made = _within_srgb((min(max(tried, 0), 1), tried_chroma, hue))
                    if _suffices(made, known, least):
                        return made
    return None


def _suffices(colour: str, grounds: Iterable[float], least: float) -> bool:
    """Whether a colour, as `#rrggbb`, has a contrast of `least` on grounds of these luminances."""
    light = luminance_of_channels([value / 255 for value in bytes.fromhex(colour[1:])])
    return all(ratio_of_luminances(light, ground) >= least for ground in grounds)


def _can_suffice(grounds: Sequence[float], least: float) -> bool:
    """Whether any luminance has a contrast of `least` on all grounds: black, white, or one that just has it on one."""
    ends = [
        end for ground in grounds for end in ((ground + 0.05) / least - 0.05, (ground + 0.05) * least - 0.05)
    ]
    lights = [light for light in (0.0, 1.0, *ends) if 0 <= light <= 1]
    slack = 1 - 1e-9  # of what is computed
    return any(all(ratio_of_luminances(light, one) >= least * slack for one in grounds) for light in lights)


def with_lightness(colour: object, lightness: float, most_chroma: float = 1) -> str | None:
    """Return a colour of the same hue with a lightness from 0 to 1, and at most so much chroma (0.04 is nearly grey).

    >>> with_lightness("#0b5d4c", 0.25, 0.04)
    '#082820'
    """
    channels = srgb_channels(colour)
    if channels is None:
        return None
    _, chroma, hue = _lch(channels)
    return _within_srgb((lightness, min(chroma, most_chroma), hue))


def mixed(one: object, other: object, share: float) -> str | None:
    """Return a colour with a `share` of another one mixed into it.

    >>> mixed("#000000", "#ffffff", 0.25)
    '#404040'
    """
    first, second = srgb_channels(one), srgb_channels(other)
    if first is None or second is None:
        return None
    return _hexadecimal(
        [(a or 0) * (1 - share) + (b or 0) * share for a, b in zip(first, second, strict=True)]
    )


def _hexadecimal(channels: Sequence[float | None]) -> str:
    return "#" + "".join(f"{round(min(max(value or 0, 0), 1) * 255):02x}" for value in channels)


def _lch(channels: Sequence[float | None]) -> Lch:
    red, green, blue = (_linear(min(max(value or 0, 0), 1)) for value in channels)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _linear_channels(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """Return red, green and blue of a colour of OKLab, before the transfer function of sRGB."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _within_srgb(colour: Lch) -> str:
    """Return a colour with as much of its chroma as sRGB has."""
    lightness, most, hue = colour
    cosine, sine, least = math.cos(hue), math.sin(hue), 0.0
    if _is_within_srgb(_linear_channels(lightness, most * cosine, most * sine)):
        least = most
    for _ in range(12 if least < most else 0):
        middle = (least + most) / 2
        if _is_within_srgb(_linear_channels(lightness, middle * cosine, middle * sine)):
            least = middle
        else:
            most = middle
    return _hexadecimal([_curved(one) for one in _linear_channels(lightness, least * cosine, least * sine)])


def _is_within_srgb(linear: tuple[float, float, float]) -> bool:
    """Whether sRGB has a colour. The transfer function grows, so its bounds are compared before it."""
    red, green, blue = linear
    return _LEAST <= red <= _MOST and _LEAST <= green <= _MOST and _LEAST <= blue <= _MOST


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curved(value: float) -> float:
    if value <= 0.0031308:
        return value * 12.92
    return float(1.055 * value ** (1 / 2.4) - 0.055)


_LEAST, _MOST = -_SLACK / 12.92, _linear(1 + _SLACK)
