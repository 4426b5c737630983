"""Puts the names of countries inside them, where they have room and keep clear of everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.maps.clipping import Box, line_meets
from bookbuilder.maps.name_boxes import NameText, name_text

Point = tuple[float, float]
_SIZE = 0.88
"""The size of names of countries, in that of names of places."""
_CLEAR = 0.3
"""Between a name and others above and below it, in the size of the type."""
_ROWS = 4
"""Level lines through a name, all of which have to be inside its country."""


@dataclass(frozen=True, slots=True)
class PlacedCountry:
    """The name of a country in its box."""

    text: NameText
    box: Box


def country_name(
    name: str,
    rings: Sequence[Sequence[Point]],
    taken: Sequence[Box],
    routes: Sequence[Sequence[Point]],
    frame: Box,
    style: ChartStyle,
) -> PlacedCountry | None:
    """Return the name of a country where it stands inside its rings; in one line, else in two or three. None if it has no
    room anywhere."""
    boxes = [_box(ring) for ring in rings]
    tall, wide = max(box[3] - box[1] for box in boxes), max(box[2] - box[0] for box in boxes)
    if tall < 1.1 * style.size or wide < 1.5 * style.size:
        return None
    tried = set[tuple[str, ...]]()
    whole = style.text(name) * style.smaller(_SIZE)
    for most in (1, 2, 3):
        widest = whole if most == 1 else max(whole / most * 1.25, 2 * style.size)
        text = name_text(name, style, widest, most, factor=style.smaller(_SIZE))
        if text.lines in tried or not _whole_words(name, text.lines):
            continue
        tried.add(text.lines)
        if text.width > wide or text.height > tall:
            continue
        best = max(
            _candidates(text, rings, taken, routes, frame, style), key=lambda one: one[0], default=None
        )
        if best is not None:
            return PlacedCountry(text, best[1])
    return None


_BETWEEN = re.compile(r"[\s\-・]")
"""Where the name of a country may be parted: between words; names in Chinese and Japanese are not parted elsewhere."""


def _whole_words(name: str, lines: Sequence[str]) -> bool:
    """Whether lines are all of a name, parted between words.

    >>> _whole_words("Vereinigte Staaten", ("Vereinigte", "Staaten")), _whole_words("フィンランド", ("フィン", "ランド"))
    (True, False)
    """
    words = list(filter(None, _BETWEEN.split(name)))
    parts = [list(filter(None, _BETWEEN.split(line))) for line in lines]
    return [word for part in parts for word in part] == words


def _candidates(
    text: NameText,
    rings: Sequence[Sequence[Point]],
    taken: Sequence[Box],
    routes: Sequence[Sequence[Point]],
    frame: Box,
    style: ChartStyle,
) -> Iterator[tuple[float, Box]]:
    """Yield boxes inside a country, each with how good it is: with room at its sides, and near to the middle."""
    size = style.size
    boxes = [_box(ring) for ring in rings]
    largest = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    top, bottom = max(min(box[1] for box in boxes), frame[1]), min(max(box[3] for box in boxes), frame[3])
    middle = ((largest[0] + largest[2]) / 2, (largest[1] + largest[3]) / 2)
    height, need, room = text.height, text.width + 0.5 * size, 0.1 * size
    row = (height + 2 * room) / _ROWS
    rows = [_spans(rings, top + number * row) for number in range(int((bottom - top) / row) + 1)]
    for number in range(len(rows) - _ROWS):
        y = top + number * row + room
        spans = [(frame[0], frame[2])]
        for level in rows[number : number + _ROWS + 1]:
            spans = _common(spans, level)
        for box in taken:
            if box[1] < y + height + _CLEAR * size and y - _CLEAR * size < box[3]:
                spans = _without(spans, box[0] - 0.3 * size, box[2] + 0.3 * size)
        for start, end in spans:
            if end - start < need:
                continue
            x = min(max(middle[0], start + need / 2), end - need / 2)
            for at in dict.fromkeys((x, (start + end) / 2, start + need / 2, end - need / 2)):
                placed = (at - text.width / 2, y, at + text.width / 2, y + height)
                if any(line_meets(route, placed) for route in routes):
                    continue
                spare = min(end - at, at - start) - need / 2
                away = abs(at - middle[0]) * 0.6 + abs(y + height / 2 - middle[1])
                yield min(spare, 2 * size) - 0.5 * away, placed


def _spans(rings: Sequence[Sequence[Point]], level: float) -> list[tuple[float, float]]:
    """Return the parts of a level line inside rings."""
    crossings = []
    for ring in rings:
        before = ring[-1]
        for point in ring:
            if (before[1] > level) != (point[1] > level):
                share = (level - before[1]) / (point[1] - before[1])
                crossings.append(before[0] + share * (point[0] - before[0]))
            before = point
    crossings.sort()
    return list(zip(crossings[0::2], crossings[1::2], strict=False))


def _common(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    return [
        (max(start, first), min(end, last))
        for start, end in one
        for first, last in other
        if max(start, first) < min(end, last)
    ]


def _without(spans: Sequence[tuple[float, float]], start: float, end: float) -> list[tuple[float, float]]:
    result = []
    for first, last in spans:
        result += [part for part in ((first, min(last, start)), (max(first, end), last)) if part[0] < part[1]]
    return result


def _box(ring: Sequence[Point]) -> Box:
    across, down = zip(*ring, strict=True)
    return min(across), min(down), max(across), max(down)
