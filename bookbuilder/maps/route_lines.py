"""How the lines of routes are told apart: by colour, and without colours by their dashes."""

from __future__ import annotations

MOST = 4
"""Routes that can be told apart."""
THICKNESS = 0.14
"""Of a route, in the size of the type."""
_DASHES: tuple[tuple[float, ...], ...] = ((), (0.75, 0.4), (0.2, 0.32), (0.9, 0.35, 0.2, 0.35))
"""In the size of the type."""


def route_colour(number: int) -> str:
    """Return the name of the colour of a route."""
    return "second-route" if number % 2 else "route"


def route_dashes(number: int, size: float) -> tuple[float, ...]:
    """Return the lengths of the dashes of a route and of what is between them; nothing for a whole line."""
    return tuple(length * size for length in _DASHES[number % MOST])
