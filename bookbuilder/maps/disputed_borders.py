"""The borders that are dashed unless a house has a list of its own: both sides by their codes, in either order."""

from __future__ import annotations

from collections.abc import Iterable

DISPUTED = (
    "CN IN",
    "CY CYN",
    "EH MA",
    "IL PS",
    "IL SY",
    "IN KAS",
    "IN PK",
    "KAS PK",
    "CN KAS",
    "RS XK",
    "SO SOL",
)
"""Lines that the data draw as they are held, and that one of both sides or the United Nations see otherwise. `CYN`, `SOL`
and `KAS` are areas of the data without a code in ISO 3166-1: the north of Cyprus, Somaliland, the Siachen glacier."""


def pairs(lines: Iterable[str] | None) -> frozenset[frozenset[str]]:
    """Return a list as pairs of codes; that of the program if there is none."""
    return frozenset(frozenset(line.split()) for line in (DISPUTED if lines is None else lines))
