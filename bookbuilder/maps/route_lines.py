"""How the lines of routes are told apart: by colour, and without colours by their dashes."""

from __future__ import annotations

MOST = 4
"""Routes that can be told apart."""
THICKNESS = 0.14
"""Of a route, in the size of the type."""
_DASHES: tuple[tuple[float, ...], ...] = ((), (0.65, 0.375), (0.2, 0.3), (0.9, 0.35, 0.2, 0.35))
"""In the size of the type. Each pattern ends with a dash after `SAMPLE`."""
SAMPLE = 2.7
"""The length of a line in a key."""


def route_colour(number: int) -> str:
    """Return the name of the colour of a route."""
    return "second-route" if number % 2 else "route"


def route_dashes(number: int, size: float) -> tuple[float, ...]:
    """Return the lengths of the dashes of a route and of what is between them; nothing for a whole line."""
    return tuple(length * size for length in _DASHES[number % MOST])
