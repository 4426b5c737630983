"""Finishes charts that are no part of a chapter yet: from the text of their directives to figures that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping

from bookbuilder.diagnostics import Report
from bookbuilder.document.chart_table import charts
from bookbuilder.document.chart_texts import with_chart_texts
from bookbuilder.document.localize import localize
from bookbuilder.document.nodes import Figure
from bookbuilder.facts import FactValue
from bookbuilder.formats.book_charts import ChartSetting
from bookbuilder.html.fonts import fonts
from bookbuilder.html.theme import theme
from bookbuilder.locales import Locale
from bookbuilder.markdown.data_files import StoredFile
from bookbuilder.markdown.dialect import Dialect
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import Reader

_TITLE = "# -\n\n"
"""A chapter has one."""


def single_charts(
    text: str,
    path: str,
    locale: Locale,
    report: Report,
    data: Mapping[str, StoredFile],
    facts: Mapping[str, FactValue],
) -> tuple[Figure, ...]:
    """Return the figures of the charts in a text, with their facts printed and their alternative texts; `data` are the files
    that they name. Reports what a build would report of them."""
    chapter = parse_chapter(_TITLE + text, path, directives(), report, dialect=Dialect(data=data))
    return tuple(charts(with_chart_texts(localize(chapter, facts, locale, report), locale, report)))


def chart_setting(world: Reader, name: str, locale: Locale, report: Report) -> ChartSetting:
    """Return the setting of charts in a theme. Reports `fonts.*`, `theme.*`; raises `BookbuilderError` for a theme that is
    not there."""
    usable = fonts(world, report)
    return ChartSetting(usable, theme(world, name, usable, locale.script, (), report), locale, world)
