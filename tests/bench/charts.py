"""Measures what a chart costs, by turns with matplotlib and Vega-Lite (vl-convert), each as SVG in a process that is warm.

    pip install --target DIR matplotlib vl-convert-python
    python -m tests.bench.charts [--peers DIR] [--rounds 15]

prints the processor time of a chart, and that of a whole book, first and again. Programs that are missing are left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from bookbuilder.charts.chart_data import ChartData, ChartSpec, DataSeries, NumberUnit
from bookbuilder.charts.chart_style import ChartStyle
from bookbuilder.charts.draw_chart import draw_chart
from bookbuilder.charts.svg import standalone_svg
from bookbuilder.diagnostics import Findings
from bookbuilder.html.chart_colours import print_colours
from bookbuilder.html.chart_typeface import BookTypeface
from bookbuilder.locales import load
from bookbuilder.pipeline.single_chart import chart_setting
from bookbuilder.world import World
from tests.bench.corpus import SETTINGS
from tests.bench.measure import Cost, run

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from bookbuilder.cli import main; sys.exit(main())"
ROUNDS, CHARTS = 15, 20
NAMES = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober")
KINDS = ("bar", "column", "line")
MARKS = {"bar": "bar", "column": "bar", "line": "line"}

Draw = Callable[[str, int], None]


def values(shift: int) -> tuple[tuple[int, ...], ...]:
    """Return two series of numbers that are others for each chart, so that nothing is drawn twice."""
    return tuple(
        tuple((index * 37 + shift * 11 + series * 53) % 400 + 20 for index in range(len(NAMES)))
        for series in range(2)
    )


def ours() -> Draw:
    """Return what draws a chart with bookbuilder."""
    locale = load("de-DE", World(ROOT))
    setting = chart_setting(World(ROOT), "dossier", locale, Findings())
    family, colours = setting.theme.stacks["sans"], print_colours(setting.theme.tokens)

    def draw(kind: str, shift: int) -> None:
        series = tuple(
            DataSeries(name, tuple(map(Decimal, numbers)))
            for name, numbers in zip(("2021", "2022"), values(shift), strict=True)
        )
        # The typeface is new each time: it remembers the width of each text.
        style = ChartStyle(340.0, 500.0, 8.0, BookTypeface(setting.fonts, family))
        data = ChartData(NAMES, series, NumberUnit("money", "EUR"))
        drawing = draw_chart(data, ChartSpec(kind), style, locale)
        assert standalone_svg(drawing, colours, family, 500.0)

    return draw


def matplotlib() -> Draw:
    """Return what draws a chart with matplotlib."""
    library = import_module("matplotlib")
    library.use("svg")
    plt = import_module("matplotlib.pyplot")

    def draw(kind: str, shift: int) -> None:
        figure, axes = plt.subplots(figsize=(4.7, 2.6))
        places = range(len(NAMES))
        for number, (name, numbers) in enumerate(zip(("2021", "2022"), values(shift), strict=True)):
            moved = [place + number * 0.4 for place in places]
            match kind:
                case "bar":
                    axes.barh(moved, numbers, height=0.4, label=name)
                    axes.set_yticks(list(places), NAMES)
                case "column":
                    axes.bar(moved, numbers, width=0.4, label=name)
                    axes.set_xticks(list(places), NAMES)
                case _:
                    axes.plot(NAMES, numbers, label=name)
        axes.set_title("Euro")
        axes.legend()
        figure.savefig(io.StringIO(), format="svg")
        plt.close(figure)

    return draw


def vega_lite() -> Draw:
    """Return what draws a chart with Vega-Lite."""
    vl_convert = import_module("vl_convert")

    def draw(kind: str, shift: int) -> None:
        rows = [
            {"name": name, "series": series, "value": value}
            for series, numbers in zip(("2021", "2022"), values(shift), strict=True)
            for name, value in zip(NAMES, numbers, strict=True)
        ]
        name: dict[str, Any] = {"field": "name", "type": "nominal", "sort": None}
        value = {"field": "value", "type": "quantitative", "title": "Euro"}
        x, y = (value, name) if kind == "bar" else (name, value)
        offset = {} if kind == "line" else {("yOffset" if kind == "bar" else "xOffset"): {"field": "series"}}
        spec = {
            "data": {"values": rows},
            "mark": MARKS[kind],
            "width": 340,
            "encoding": {"x": x, "y": y, "color": {"field": "series"}, **offset},
        }
        assert vl_convert.vegalite_to_svg(json.dumps(spec))

    return draw


PROGRAMS = {
    "bookbuilder": ("", ours),
    "matplotlib": ("matplotlib", matplotlib),
    "Vega-Lite": ("vl_convert", vega_lite),
}
"""What is measured, with the module that it needs."""


def lines(rounds: int) -> Iterator[str]:
    """Yield the rows of a table: milliseconds of the processor for a chart, the median and the longest of the rounds, and
    how many times as long as ours."""
    drawing = {
        name: begin()
        for name, (module, begin) in PROGRAMS.items()
        if not module or importlib.util.find_spec(module)
    }
    costs: dict[str, list[float]] = {name: [] for name in drawing}
    for number in range(rounds + 2):
        for name, draw in drawing.items():
            for kind in KINDS:
                started = time.process_time()
                draw(kind, number)
                if number >= 2:  # fonts and patterns are loaded then
                    costs[name].append((time.process_time() - started) * 1000)
    yield "| program | CPU ms a chart, median | longest | times as long |"
    yield "| --- | --: | --: | --: |"
    least = statistics.median(costs["bookbuilder"])
    for name, found in costs.items():
        median = statistics.median(found)
        yield f"| {name} | {median:.1f} | {max(found):.1f} | {median / least:.1f} |"


def book(folder: Path, charts: int) -> Path:
    """Write a book with so many charts into a folder, or with as many tables for none."""
    home = folder / "chapters" / "de"
    home.mkdir(parents=True)
    parts = ["# Diagramme"]
    for number in range(CHARTS):
        rows = "\n".join(
            f"| {name} | {one} | {two} |" for name, one, two in zip(NAMES, *values(number), strict=True)
        )
        table = f"| Monat | 2021 | 2022 |\n| --- | --: | --: |\n{rows}"
        opening = f"::: chart {{kind={KINDS[number % 3]}}}" if charts else "::: table"
        parts.append(f"{opening}\n{table}\n\nNummer {number}.\n:::")
    (folder / "book.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "01-a.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return folder


def builds() -> Iterator[str]:
    """Yield what a PDF costs with charts, with tables instead, and again when nothing has changed."""
    command = [sys.executable, "-c", BUILD, "build", "--jobs", "1", "-e", "pdf"]
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        for name, charts in ((f"{CHARTS} charts", CHARTS), (f"{CHARTS} tables", 0)):
            root = book(Path(temporary, str(charts)), charts)
            costs: list[Cost] = [run([*command, root], ROOT) for _ in range(2)]
            yield f"{name}: {costs[0].cpu:.2f} s of CPU, again {costs[1].cpu:.2f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default="", help="a folder with the other programs")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    if asked.peers:
        sys.path.append(asked.peers)
    print("\n".join(lines(asked.rounds)))
    print("\n".join(builds()))
