"""The names of rows: before them in a few lines, or above them if they are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartLabel
from bookbuilder.charts.wrapped_text import is_cut, wrapped

_WIDEST = 0.36
"""The share of a chart that names before their rows may take."""
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class RowNames:
    """The names of rows as lines: `width` is the room before the rows with the gap behind it, `lines` are the most before a
    row, `above` the most above one."""

    texts: tuple[tuple[str, ...], ...]
    width: float
    lines: int
    above: int

    def labels(
        self, lines: Sequence[str], middle: float, top: float, style: ChartStyle
    ) -> Iterator[ChartLabel]:
        """Yield the lines of a name, around the middle of its row, or from its top."""
        size = style.size
        y = top + 0.9 * size if self.above else middle + (0.32 - (len(lines) - 1) * style.line / 2) * size
        for number, line in enumerate(lines):
            yield ChartLabel(line, 0, y + number * style.line * size, size, style.text(line))


def row_names(names: Sequence[str], style: ChartStyle, *, above: bool = False) -> RowNames:
    """Return the names of rows: above them if that is asked for, or if before them one would have to be cut."""
    widest = min(max(map(style.text, names)), _WIDEST * style.width)
    texts = tuple(wrapped(name, widest, style, _MOST_LINES) for name in names)
    if above or any(is_cut(name, lines) for name, lines in zip(names, texts, strict=True)):
        texts = tuple(wrapped(name, style.width, style, _MOST_LINES) for name in names)
        return RowNames(texts, 0.0, 0, max(map(len, texts)))
    width = max(style.text(line) for lines in texts for line in lines)
    return RowNames(texts, width + 0.7 * style.size if width else 0.0, max(map(len, texts)), 0)
