"""Shows the chart that a directive in the text of a chapter draws, as it stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.document.chart_table import chart_table
from bookbuilder.document.nodes import Figure, Table
from bookbuilder.document.walk import plain
from bookbuilder.language_server.book_index import BookIndex, LocaleIndex
from bookbuilder.markdown.data_files.data_paths import data_paths
from bookbuilder.markdown.find_stored_files import stored_file

if TYPE_CHECKING:
    from bookbuilder.formats.book_charts import Charts

_OPENING = re.compile(r"[ \t>]*(:{3,})[ \t]*(chart)\b")
ROWS, LINES = 12, 400
"""Rows of data that are shown, and lines of a chapter that a chart may have."""
LARGEST = 60_000
"""Bytes of a drawing; editors cut a longer text, and in base64 a drawing is longer by a third."""


@dataclass(frozen=True, slots=True)
class ChartInText:
    """The text of the directive of a chart, and the place of its name."""

    text: str
    place: Extent


@dataclass(frozen=True, slots=True)
class ShownChart:
    """What is shown of a chart: its data in rows, its alternative text or why there is no drawing, and the drawing."""

    rows: tuple[tuple[str, str], ...]
    said: str
    drawing: bytes


def chart_at(chapter: ChapterIndex, line: int, column: int) -> ChartInText | None:
    """Return the chart whose name in its directive is at a position."""
    row = chapter.lines[line - 1] if 0 < line <= len(chapter.lines) else ""
    match = _OPENING.match(row)
    if match is None or not match.start(2) < column <= match.end(2) + 1:
        return None
    rest = chapter.lines[line : line + LINES]
    end = next((index for index, one in enumerate(rest) if one.strip(" \t>") == match[1]), len(rest))
    lines = [one.lstrip(" \t>") for one in (row, *rest[: end + 1])]
    place = extent(chapter.path, line, match.start(2) + 1, len(match[2]))
    return ChartInText("\n".join(lines) + "\n", place)


def shown_chart(index: BookIndex, chapter: ChapterIndex, chart: ChartInText) -> ShownChart:
    """Return what is shown of a chart, in the language of its chapter; without a drawing what is wrong with it."""
    from bookbuilder.pipeline.single_chart import single_charts  # few books have charts

    locale = index.locales.get(chapter.locale) or index.locales[index.project.source]
    findings = Findings()
    data = {path: stored_file(path, chapter.path, index.world) for path in data_paths(chart.text)}
    figures = single_charts(chart.text, chapter.path, locale.locale, findings, data, index.facts)
    figure = next(iter(figures), None)
    rows = _rows(figure) if figure else ()
    if figure is None or findings.failed:
        wrong = [one.message for one in findings.sorted() if one.severity == "error"]
        return ShownChart(rows, "\n".join(wrong), b"")
    return ShownChart(rows, figure.image.alt, _drawing(index, locale, figure))


def _rows(figure: Figure) -> tuple[tuple[str, str], ...]:
    """Return the first rows of the data of a chart, as they are printed."""
    table = chart_table(figure)
    if not isinstance(table, Table):
        return ()
    return tuple(
        (plain(row.cells[0].content), " · ".join(plain(cell.content) for cell in row.cells[1:]))
        for row in table.body[:ROWS]
    )


def _drawing(index: BookIndex, locale: LocaleIndex, figure: Figure) -> bytes:
    """Return the drawing of a chart; nothing if it is too large for an editor, or the theme cannot be used."""
    from bookbuilder.formats.book_charts import Charts
    from bookbuilder.pipeline.single_chart import chart_setting

    try:
        if locale not in _drawers:
            theme = index.project.theme
            _drawers[locale] = Charts(chart_setting(index.world, theme, locale.locale, Findings()))
    except BookbuilderError:
        return b""
    drawing = _drawers[locale].as_file(figure) or b""
    return drawing if len(drawing) <= LARGEST else b""


_drawers: WeakKeyDictionary[LocaleIndex, Charts] = WeakKeyDictionary()
"""What draws the charts of a locale, until the book is read again."""
