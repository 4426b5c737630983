"""Puts the names of places beside their dots: each where it meets no other name, no dot, and if that can be no line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.maps.clipping import Box, line_meets, meets
from bookbuilder.maps.name_boxes import CENTRE, LEFT, RIGHT, NameText, name_text

Point = tuple[float, float]
_AROUND = (
    (1, 0, 0.0),
    (1, -1, 0.6),
    (-1, 0, 1.0),
    (-1, -1, 1.4),
    (1, 1, 1.6),
    (-1, 1, 2.0),
    (0, -1, 2.4),
    (0, 1, 2.8),
)
"""The eight sides of a dot where its name may stand, from the best one on (Imhof, Die Anordnung der Namen in der Karte)."""
_GAP, _NEAR = 0.5, 0.28
"""Between a dot and its name, level and aslant, in the size of the type."""
DOT = 0.27
"""The radius of a dot."""
_RADII = (1.7, 2.6, 3.6, 4.8, 6.2, 8.0)
"""How far away a name with a line to its dot may be."""
_LINE, _ROUTE = 0.7, 20.0
"""What it costs that a border or a route runs through a name."""
_LEADER = 10.0
"""What it costs that a name has a line to its dot, besides the length of that."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name, its box, the side against which it is set, and the line from its dot (empty: it stands beside it)."""

    place: int
    text: NameText
    box: Box
    side: int
    leader: tuple[Point, ...] = ()
    cost: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What names have to keep clear of: the frame that they stay in, boxes that are taken, routes, and other lines."""

    frame: Box
    taken: Sequence[Box]
    routes: Sequence[Sequence[Point]]
    lines: Sequence[tuple[Box, Sequence[Point]]]


def place_names(
    dots: Sequence[Point], names: Sequence[str], around: Surroundings, style: ChartStyle
) -> tuple[PlacedName, ...]:
    """Return the names of places that have room; a place with the least choice chooses first, and each of them once more
    when all the others have their places."""
    widest = max(0.3 * (around.frame[2] - around.frame[0]), 6 * style.size)
    texts = [name_text(name, style, widest, 3) for name in names]
    radius = DOT * 1.5 * style.size
    discs = [(x - radius, y - radius, x + radius, y + radius) for x, y in dots]
    choices = []
    for place, dot in enumerate(dots):
        others = [disc for index, disc in enumerate(discs) if index != place]
        free = [
            one
            for one in _beside(place, dot, texts[place], around, style)
            if not any(meets(one.box, box) for box in (*others, *around.taken))
        ]
        if (
            min((one.cost for one in free), default=_LEADER) >= _LEADER
        ):  # a line may be better than a route through a name
            free += _away(place, dot, texts[place], around, others, style)
        choices.append(free)
    placed: dict[int, PlacedName] = {}
    order = sorted(range(len(dots)), key=lambda place: (len(choices[place]), place))
    for _ in range(3):
        for place in order:
            before = [one for index, one in placed.items() if index != place]
            free = [one for one in choices[place] if not any(_clash(one, other) for other in before)]
            if not free and not any(one.leader for one in choices[place]):
                others = [disc for index, disc in enumerate(discs) if index != place]
                away = _away(place, dots[place], texts[place], around, others, style)
                free = [one for one in away if not any(_clash(one, other) for other in before)]
            placed.pop(place, None)
            if free:
                placed[place] = min(free, key=lambda one: one.cost)
    return tuple(placed[place] for place in sorted(placed))


def _clash(one: PlacedName, other: PlacedName) -> bool:
    if meets(_wider(one.box), other.box):
        return True
    return bool(
        (one.leader and line_meets(one.leader, other.box))
        or (other.leader and line_meets(other.leader, one.box))
        or (one.leader and other.leader and _cross(one.leader, other.leader))
    )


def _wider(box: Box) -> Box:
    return box[0] - 1.5, box[1], box[2] + 1.5, box[3]


def _cross(one: Sequence[Point], other: Sequence[Point]) -> bool:
    (a, b), (c, d) = one, other

    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def _beside(
    place: int, dot: Point, text: NameText, around: Surroundings, style: ChartStyle
) -> Iterator[PlacedName]:
    size, (x, y) = style.size, dot
    for across, down, cost in _AROUND:
        gap = (_GAP if not down else _NEAR if across else 0.0) * size
        left = {1: x + gap, -1: x - gap - text.width, 0: x - text.width / 2}[across]
        top = {0: y - text.height / 2, -1: y - text.height - 0.05 * size, 1: y + 0.1 * size}[down]
        if not across:
            top += down * 0.32 * size
        box = (left, top, left + text.width, top + text.height)
        if _within(box, around.frame):
            side = {1: LEFT, -1: RIGHT, 0: CENTRE}[across]
            yield PlacedName(place, text, box, side, cost=cost + _crossed(box, around))


def _away(
    place: int, dot: Point, text: NameText, around: Surroundings, others: Sequence[Box], style: ChartStyle
) -> Iterator[PlacedName]:
    size, (x, y) = style.size, dot
    for radius in _RADII:
        for step in range(16):
            angle = pi / 8 * step
            across, down = cos(angle), sin(angle)
            end = (x + across * radius * size, y + down * radius * size)
            side = LEFT if across > 0.3 else RIGHT if across < -0.3 else CENTRE
            left = end[0] - {LEFT: -0.2 * size, CENTRE: text.width / 2, RIGHT: text.width + 0.2 * size}[side]
            if side == CENTRE:
                top = end[1] + 0.1 * size if down > 0 else end[1] - text.height - 0.1 * size
            else:
                top = end[1] - text.height / 2
            box = (left, top, left + text.width, top + text.height)
            away = hypot(end[0] - x, end[1] - y)
            start = (x + across * DOT * 1.3 * size, y + down * DOT * 1.3 * size)
            leader = (start, end)
            if not _within(box, around.frame) or any(meets(box, other) for other in (*others, *around.taken)):
                continue
            if any(line_meets(leader, other) for other in others):
                continue
            cost = _LEADER + away / size + _crossed(box, around)
            yield PlacedName(place, text, box, side, leader, cost)


def _within(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _crossed(box: Box, around: Surroundings) -> float:
    cost = sum(_ROUTE for route in around.routes if line_meets(route, box))
    return cost + sum(_LINE for edges, line in around.lines if meets(edges, box) and line_meets(line, box))
