"""A kind of chart: a file in `kinds/` that gives one as `KIND`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bookbuilder import discovery
from bookbuilder.charts.chart_data import ChartData, ChartSpec
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.drawing import ChartDrawing
from bookbuilder.locales import Locale

Draw = Callable[[ChartData, ChartSpec, ChartStyle, Locale], ChartDrawing]


@dataclass(frozen=True, slots=True)
class ChartRefusal:
    """Why a kind cannot show data (after "a bar chart cannot show this: "), and what can."""

    why: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChartKind:
    """A kind of chart: its name, its line in the manual, what draws it, and what says why it cannot show some data (None: it
    can). `stacks` are the ways in which it may put series onto one another."""

    name: str
    doc: str
    draw: Draw
    refusal: Callable[[ChartData, ChartSpec], ChartRefusal | None]
    stacks: tuple[str, ...] = ()


@cache
def chart_kinds() -> Mapping[str, ChartKind]:
    """Return every kind of chart by its name."""
    found = discovery.values("bookbuilder.charts.kinds", "KIND", ChartKind)
    return MappingProxyType({kind.name: kind for kind in found})
