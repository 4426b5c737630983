"""Puts the names of places beside their dots: each where it meets no other name, no dot, and if that can be no line. Where
there is no room for a name, there is for a number."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, pi, sin

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.wrapped_text import is_cut
from bookbuilder.maps.clipping import Box, line_meets, meets, stroke_meets
from bookbuilder.maps.crossings import Crossings
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
_FARTHER = (10.0, 12.5)
"""The same where there is little room."""
_DIRECTIONS = tuple((cos(pi / 16 * step), sin(pi / 16 * step)) for step in range(32))
_CLEAR, _THIN = 1.5, 1.15
"""How far other names keep clear of a dot, and lines to dots, in its radius."""
SMALL, _SMALLER = 0.86, 6.0
"""The size of the type in which a name is tried where there is little room, and of numbers; what it costs."""
_LONGEST = 120
"""Letters of a name that may stand on a map."""
_ROUNDS, _IDLE, _WORK = 24, 5, 480
"""How often places without a name are tried again, and how often so if no more of them have found room; how many places
all tries together may have."""
_LINE, _ROUTE = 0.7, 20.0
"""What it costs that a border or a route runs through a name."""
_UPON = 40.0
"""What it costs that a number stands where the dot would be."""
_LEADER = 10.0
"""What it costs that a name has a line to its dot, besides the length of that."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name, its box, the side against which it is set, and the line from its dot (empty: it stands beside it). `number`:
    it is this number, and a key says the name (0: it is the name itself)."""

    place: int
    text: NameText
    box: Box
    side: int
    leader: tuple[()] | tuple[Point, Point] = ()
    cost: float = 0.0
    number: int = 0

    def hides(self, dot: Point) -> bool:
        """Whether the name stands where the dot would be."""
        return _holds(self.box, dot)


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What names have to keep clear of: the frame that they stay in, boxes that are taken, routes, and other lines."""

    frame: Box
    taken: Sequence[Box]
    routes: Sequence[Sequence[Point]]
    lines: Sequence[Sequence[Point]]


def place_names(
    dots: Sequence[Point],
    names: Sequence[str],
    around: Surroundings,
    style: ChartStyle,
    numerals: Sequence[str] = (),
) -> tuple[PlacedName, ...]:
    """Return the names of places that have room, and numbers for those that have none (`number` says which of `numerals`):
    a place with the least choice chooses first, and each of them once more when all the others have their places. What
    finds no room is tried in smaller type, then as a number, and at last its neighbours give way in the same manner."""
    forms = [_forms(name, around, style, numerals) for name in names]
    steps = [0] * len(dots)
    crossings = Crossings(around.lines, style.size)
    discs = [disc(dot, style) for dot in dots]
    tried: dict[tuple[int, int], list[_Choice]] = {}

    def choices(place: int) -> list[_Choice]:
        key = place, steps[place]
        if key not in tried:
            others = [one for index, one in enumerate(discs) if index != place]
            form = forms[place][steps[place]]
            found = _choices(place, dots[place], form, others, around, crossings, style)
            tried[key] = [(replace(one, number=int(form.numeral)), _reach(one)) for one in found]
        return tried[key]

    best: dict[int, PlacedName] = {}
    failures, idle = [0] * len(dots), 0
    for _ in range(min(_ROUNDS, 1 + _WORK // max(len(dots), 1))):
        placed = _placed([choices(place) for place in range(len(dots))], failures)
        idle = 0 if len(placed) > len(best) else idle + 1
        best = placed if len(placed) >= len(best) else best
        missing = [place for place in range(len(dots)) if place not in placed]
        if not missing or idle > _IDLE:
            break
        for place in missing:
            failures[place] += 1
            if steps[place] < len(forms[place]) - 1:
                steps[place] += 1
                continue
            near = (other for other in range(len(dots)) if steps[other] < len(forms[other]) - 1)
            for other in sorted(near, key=lambda one: (hypot(*_from(dots[place], dots[one])), one))[:2]:
                steps[other] += 1
    return _counted([best[place] for place in sorted(best)], numerals, style)


def _from(one: Point, other: Point) -> Point:
    return other[0] - one[0], other[1] - one[1]


def disc(dot: Point, style: ChartStyle) -> Box:
    """Return the box around a dot that the names of other places keep clear of."""
    radius = DOT * _CLEAR * style.size
    return dot[0] - radius, dot[1] - radius, dot[0] + radius, dot[1] + radius


@dataclass(frozen=True, slots=True)
class NameForm:
    """How a name is tried: its texts with what each of them costs; `far`: with lines, too, even if it has room beside its
    dot; `numeral`: it is a number."""

    texts: tuple[tuple[NameText, float], ...] = ()
    far: bool = True
    numeral: bool = False


def _forms(name: str, around: Surroundings, style: ChartStyle, numerals: Sequence[str]) -> list[NameForm]:
    """Return the forms of a name, each to be tried if those before it find no room: in its size, in a smaller one, and as a
    number. One that is too long for a map is a number at once."""
    room, size = around.frame[2] - around.frame[0], style.size
    forms: list[NameForm] = []
    if len(name) <= _LONGEST:
        wide = (name_text(name, style, max(0.3 * room, 6 * size), 3), name_text(name, style, 0.5 * room, 4))
        whole = next((text for text in wide if not is_cut(name, text.lines)), None)
        if whole is not None:
            forms += [NameForm(((whole, 0.0),), far=False), NameForm(((whole, 0.0),))]
            small = [
                name_text(name, style, widest, 4, factor=style.smaller(SMALL))
                for widest in (whole.width, max(0.2 * room, 4 * size))
            ]
            kept = dict.fromkeys(text for text in small if not is_cut(name, text.lines))
            forms.append(NameForm(((whole, 0.0), *((text, _SMALLER) for text in kept))))
    if numerals:
        forms.append(NameForm(((_numeral(max(numerals, key=style.text), style), 0.0),), numeral=True))
    return forms or [NameForm()]


def _numeral(text: str, style: ChartStyle) -> NameText:
    small = style.smaller(SMALL)
    return NameText((text,), (style.text(text, bold=True) * small,), style.size * small, bold=True)


def _choices(
    place: int,
    dot: Point,
    form: NameForm,
    others: Sequence[Box],
    around: Surroundings,
    crossings: Crossings,
    style: ChartStyle,
) -> list[PlacedName]:
    """Return the boxes in which a name may stand, from the best one on. A line may be better than a route through a name."""
    taken, found = [*others, *around.taken], list[PlacedName]()
    for text, cost in form.texts:

        def free(one: PlacedName, cost: float = cost) -> PlacedName:
            routes = sum(_ROUTE for route in around.routes if line_meets(route, one.box))
            return replace(one, cost=one.cost + cost + routes + _LINE * crossings.count(one.box))

        found += [
            free(one)
            for one in _beside(place, dot, text, around, style)
            if not any(meets(one.box, box) for box in taken)
        ]
        if form.far or min((one.cost for one in found), default=_LEADER) >= _LEADER:
            found += [
                free(one) for one in _away(place, dot, text, taken, others, around.frame, style, far=form.far)
            ]
        if form.numeral:
            found += [
                one
                for one in _number_on_dot(place, dot, text, around.frame)
                if not any(meets(one.box, box) for box in taken)
            ]
    return sorted(found, key=lambda one: one.cost)


def _number_on_dot(place: int, dot: Point, text: NameText, frame: Box) -> Iterator[PlacedName]:
    """Yield a number in the place of its dot."""
    (x, y), wide, high = dot, text.width / 2, text.height / 2
    box = (x - wide, y - high, x + wide, y + high)
    if _within(box, frame):
        yield PlacedName(place, text, box, CENTRE, cost=_UPON)


_Choice = tuple[PlacedName, Box]
"""A name where it may stand, and its reach."""


def _placed(choices: Sequence[Sequence[_Choice]], failures: Sequence[int]) -> dict[int, PlacedName]:
    """Return the names of as many places as have room, each the best of its choices that meets no other. Those that found
    none before choose first."""
    placed: dict[int, _Choice] = {}
    order = sorted(range(len(choices)), key=lambda place: (-failures[place], len(choices[place]), place))
    for _ in range(3):
        for place in order:
            placed.pop(place, None)
            before = list(placed.values())
            free = next((one for one in choices[place] if not _clashes(one, before)), None)
            if free is not None:
                placed[place] = free
    return {place: name for place, (name, _) in placed.items()}


def _counted(
    names: Sequence[PlacedName], numerals: Sequence[str], style: ChartStyle
) -> tuple[PlacedName, ...]:
    """Return names whose numbers count from the first one of them on."""
    count, result = itertools.count(1), []
    for name in names:
        number = next(count) if name.number else 0
        text = _numeral(numerals[number - 1], style) if number else name.text
        result.append(replace(name, text=text, number=number))
    return tuple(result)


def _reach(name: PlacedName) -> Box:
    """Return the box around a name and its line, with the room that it keeps clear."""
    (left, top, right, bottom), leader = _wider(name.box), name.leader
    if not leader:
        return left, top, right, bottom
    across, down = zip(*leader, strict=True)
    return min(left, *across), min(top, *down), max(right, *across), max(bottom, *down)


def _clashes(choice: _Choice, others: Sequence[_Choice]) -> bool:
    one, (left, top, right, bottom) = choice
    return any(
        left <= reach[2]
        and reach[0] <= right
        and top <= reach[3]
        and reach[1] <= bottom
        and _clash(one, other)
        for other, reach in others
    )


def _clash(one: PlacedName, other: PlacedName) -> bool:
    if meets(_wider(one.box), other.box):
        return True
    return bool(
        (one.leader and stroke_meets(*one.leader, (other.box,)))
        or (other.leader and stroke_meets(*other.leader, (one.box,)))
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
            yield PlacedName(place, text, box, side, cost=cost)


def _away(
    place: int,
    dot: Point,
    text: NameText,
    taken: Sequence[Box],
    others: Sequence[Box],
    frame: Box,
    style: ChartStyle,
    *,
    far: bool,
) -> Iterator[PlacedName]:
    size, (x, y) = style.size, dot
    # A line may pass near another place, and begin in the disc of one that lies upon this one.
    inner = (_CLEAR - _THIN) * DOT * size
    dots = [(left + inner, top + inner, right - inner, foot - inner) for left, top, right, foot in others]
    apart = [*taken[len(others) :], *(box for box in dots if not _holds(box, dot))]
    for radius in (*_RADII, *_FARTHER) if far else _RADII:
        for across, down in _DIRECTIONS[:: 1 if far else 2]:
            end = (x + across * radius * size, y + down * radius * size)
            side = LEFT if across > 0.3 else RIGHT if across < -0.3 else CENTRE
            left = end[0] - {LEFT: -0.2 * size, CENTRE: text.width / 2, RIGHT: text.width + 0.2 * size}[side]
            if side == CENTRE:
                top = end[1] + 0.1 * size if down > 0 else end[1] - text.height - 0.1 * size
            else:
                top = end[1] - text.height / 2
            box = (left, top, left + text.width, top + text.height)
            if not _within(box, frame) or any(meets(box, other) for other in taken):
                continue
            start = (x + across * DOT * 1.3 * size, y + down * DOT * 1.3 * size)
            if not stroke_meets(start, end, apart):
                yield PlacedName(place, text, box, side, (start, end), _LEADER + radius)


def _within(box: Box, frame: Box) -> bool:
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _holds(box: Box, point: Point) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]
