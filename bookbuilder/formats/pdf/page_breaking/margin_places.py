"""Decides where the notes in a margin stand: each beside its line, or as near below it as those before it leave room."""

from __future__ import annotations

from collections.abc import Sequence

GAP = 12.0
"""In points: between the text and a note in the margin."""


def margin_places(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float, gap: float
) -> list[float]:
    """Return the tops of notes, in their order, that are wanted at some places and so high.

    A note is pushed down by the one before it, from which it keeps a `gap`, and up where it would leave the page at its
    `bottom`; that pushes those before it up as well. Notes that are together higher than the page leave it at its bottom.

    >>> margin_places([10, 12, 90], [20, 20, 20], 0, 100, 2)
    [10, 32, 80]
    >>> margin_places([0, 0], [60, 60], 0, 100, 2)
    [0, 62]
    """
    places, low = [], top
    for place, height in zip(wanted, heights, strict=True):
        places.append(max(place, low))
        low = places[-1] + height + gap
    if sum(heights) + gap * (len(heights) - 1) > bottom - top:
        return places
    high = bottom
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], high - heights[index])
        high = places[index] - gap
    return places
