"""The names of categories below standing bars: in a line, in a few, or only some of them."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import END, MIDDLE, START, ChartLabel
from bookbuilder.charts.scales import BandScale
from bookbuilder.charts.wrapped_text import is_cut, wrapped

MOST_LINES = 3
_GAP = 0.5
"""Between two names, in the size of the type."""

NamedLines = tuple[tuple[str, ...], ...]


def names_below(names: Sequence[str], band: float, style: ChartStyle) -> NamedLines | None:
    """Return the lines of each name that fit into a band without cutting or parting a word; None if they do not."""
    room = band - _GAP * style.size
    if room < style.size:
        return None
    lines = tuple(wrapped(name, room, style, MOST_LINES) for name in names)
    if any(is_cut(name, parts) for name, parts in zip(names, lines, strict=True)):
        return None
    return lines


def are_ordered(names: Sequence[str]) -> bool:
    """Whether names count on, so that some of them say what the others are: years, days, numbers."""
    return all(name[:1].isdecimal() or name[-1:].isdecimal() for name in names)


def some_names(names: Sequence[str], bands: BandScale, style: ChartStyle) -> NamedLines:
    """Return each name as a line, or only every second one, or third …, so that they do not meet."""
    widest = max(map(style.text, names)) + _GAP * style.size
    every = next(
        number for number in range(1, len(names) + 2) if bands.band * number >= widest or number > len(names)
    )
    return tuple((name,) if index % every == 0 else () for index, name in enumerate(names))


def name_labels(lines: NamedLines, bands: BandScale, top: float, style: ChartStyle) -> list[ChartLabel]:
    """Return the labels of names below a line. One at an edge stays inside the drawing."""
    labels = []
    for index, parts in enumerate(lines):
        for number, text in enumerate(parts):
            width, middle = style.text(text), bands.middle(index)
            x, anchor = middle, MIDDLE
            if middle - width / 2 < 0:
                x, anchor = 0.0, START
            elif middle + width / 2 > style.width:
                x, anchor = style.width, END
            y = top + (1.42 + number * style.line) * style.size
            labels.append(ChartLabel(text, x, y, style.size, width, anchor, rank=2 if number == 0 else 3))
    return labels


def lines_high(lines: NamedLines, style: ChartStyle) -> float:
    """Return the height of names below a line."""
    return (0.75 + style.line * max(map(len, lines), default=0)) * style.size
