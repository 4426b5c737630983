"""Reads where a place is: `50.45 N, 30.52 E`, `50°27′ N, 30°31′ E` or `50.45, 30.52`."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place on the earth in degrees (WGS 84): latitude to the north, longitude to the east."""

    latitude: float
    longitude: float


_MINUTES = r"(\d{{1,2}}(?:\.\d{{1,9}})?)\s*['′]\s*(?:(\d{{1,2}})\s*[\"″]\s*)?"
_ANGLE = rf"([+-]?\d{{{{1,3}}}}(?:\.\d{{{{1,9}}}})?)\s*(?:°\s*(?:{_MINUTES})?)?([{{0}}])?"
_PAIR = re.compile(_ANGLE.format("NS") + r"\s*[,;\s]\s*" + _ANGLE.format("EW"))


def coordinates(text: str) -> Coordinates | None:
    """Return the place that a text says; None if it says none.

    >>> coordinates("50.45 N, 30.52 E"), coordinates("34°36′S 58°23′W")
    (Coordinates(latitude=50.45, longitude=30.52), Coordinates(latitude=-34.6, longitude=-58.383333))
    >>> coordinates("91 N, 0 E"), coordinates("Kyiv")
    (None, None)
    """
    match = _PAIR.fullmatch(text.strip())
    if match is None:
        return None
    north, east = _degrees(*match.groups()[:4]), _degrees(*match.groups()[4:])
    return Coordinates(north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def _degrees(whole: str, minutes: str | None, seconds: str | None, side: str | None) -> float:
    value = abs(float(whole)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return round(-value if (side in ("S", "W")) != whole.startswith("-") else value, 6)
