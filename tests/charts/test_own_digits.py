"""Names that are numbers are written alike in a drawing, in the table below it and in its alternative text."""

from __future__ import annotations

import re

import pytest

from bookbuilder.diagnostics import Findings
from bookbuilder.document.chart_table import chart_table
from bookbuilder.document.nodes import Figure
from bookbuilder.document.walk import plain
from bookbuilder.formats.book_charts import Charts
from bookbuilder.formats.pdf.link.chart_files import _rows
from bookbuilder.locales import load
from bookbuilder.pipeline.single_chart import chart_setting, single_charts
from bookbuilder.world import World
from tests.cases.case import ROOT

CHART = """\
::: chart {kind=KIND note="A" at="2020" total="2020"}
| A    | 2021 | B 7 |
|------|-----:|----:|
| 2019 |   12 |  -3 |
| 2020 |   15 | 4.5 |

A.
:::
"""
WATERFALL = """\
::: chart {kind=waterfall note="A" at="2020" total="2020"}
| A    | 2021 |
|------|-----:|
| 2019 |   12 |
| 2020 |    – |

A.
:::
"""


def drawn(tag: str, text: str) -> tuple[Figure, str]:
    world, findings = World(ROOT), Findings()
    locale = load(tag, world)
    (figure,) = single_charts(text, "a.md", locale, findings, {}, {})
    assert not findings.failed, findings.sorted()
    charts = Charts(chart_setting(world, "dossier", locale, Findings()))
    return figure, str(charts.on_screen(figure))


@pytest.mark.parametrize(
    "text", [CHART.replace("KIND", kind) for kind in ("column", "line", "bar")] + [WATERFALL]
)
@pytest.mark.parametrize(("tag", "years"), [("ar-EG", "٢٠١٩ ٢٠٢٠ ٢٠٢١"), ("de-DE", "2019 2020 2021")])
def test_years_are_alike(tag: str, years: str, text: str) -> None:
    figure, drawing = drawn(tag, text)
    table = chart_table(figure)
    assert table is not None
    cells = [plain(row.cells[0].content) for row in table.body]
    assert [*cells, plain(table.head[0].cells[1].content)] == years.split()
    others = r"\b(?:2019|2020|2021)\b" if tag == "ar-EG" else "[٠-٩]"
    assert not re.search(others, "".join(re.findall(r"<text[^>]*>([^<]*)", drawing)) + figure.image.alt)
    assert all(year in drawing for year in years.split()[:2])
    assert ">A<" in drawing, "the remark has found its place"
    assert _rows(table).splitlines()[1].startswith("2019,12"), "machines get their own digits"
