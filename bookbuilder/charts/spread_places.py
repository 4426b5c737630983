"""Moves places along a line apart until there is room between them, and no further than that takes."""

from __future__ import annotations

from collections.abc import Sequence


def spread(places: Sequence[float], rooms: Sequence[float], low: float, high: float) -> list[float]:
    """Return places, each with its room around it, that do not overlap, lie between two ends if there is room at all, and
    are as near to their own as can be (pooling of neighbours; Robertson, Wright and Dykstra, 1988).

    >>> spread([1, 1, 9], [2, 2, 2], 0, 10)
    [1.0, 3.0, 9.0]
    >>> spread([5, 5], [2, 2], 0, 10)
    [4.0, 6.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[tuple[list[int], float, float]] = []  # the members, the top of all, the room of all
    for index in order:
        members, room = [index], rooms[index]
        top = _clamped(places[index] - room / 2, room, low, high)
        while groups and groups[-1][1] + groups[-1][2] > top:
            members, room = groups[-1][0] + members, groups[-1][2] + room
            groups.pop()
            top = _clamped(_best_top(members, places, rooms), room, low, high)
        groups.append((members, top, room))
    result = [0.0] * len(places)
    for members, top, _ in groups:
        for index in members:
            result[index] = top + rooms[index] / 2
            top += rooms[index]
    return result


def _best_top(members: Sequence[int], places: Sequence[float], rooms: Sequence[float]) -> float:
    """Return where a group begins so that its members are on the whole nearest to their places."""
    offset = total = 0.0
    for index in members:
        total += places[index] - offset - rooms[index] / 2
        offset += rooms[index]
    return total / len(members)


def _clamped(top: float, room: float, low: float, high: float) -> float:
    return float(max(low, min(top, high - room)))
