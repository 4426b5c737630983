"""Finds places by their keys: those of names.toml that say where they are, and cities that the program knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bookbuilder.names.coordinates import Coordinates
from bookbuilder.names.name import Name

ASSET = "package/maps/cities.tsv"
"""The cities of the program, made by scripts/map_borders.py."""


@dataclass(frozen=True, slots=True)
class KnownCity:
    """A city of the program: where it is, and the time zone after which CLDR names it (empty: a book has to name it)."""

    at: Coordinates
    zone: str


@lru_cache(2)
def known_cities(data: bytes) -> dict[str, KnownCity]:
    """Return the cities of the program by key (`ASSET`)."""
    rows = (line.split("\t") for line in data.decode().splitlines())
    return {key: KnownCity(Coordinates(float(north), float(east)), zone) for key, north, east, zone in rows}


def known_places(names: Iterable[Name], cities: bytes) -> dict[str, Coordinates]:
    """Return all places that a map can name, by key: for completion in editors."""
    of_program = known_cities(cities)
    named = {name.key: name for name in names}
    found = {key: city.at for key, city in of_program.items() if city.zone or key in named}
    return found | {key: name.at for key, name in named.items() if name.at}
