"""Finds the chapter that a part of an exchanged file is of, by the source that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bookbuilder.diagnostics import Findings
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import SETTINGS, ChapterPaths, chapters, is_data
from bookbuilder.translate.exchange.data_units import data_chapters
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter, exchange_chapter
from bookbuilder.translate.exchange.fact_printer import FactPrinter, fact_printer
from bookbuilder.translate.exchange.settings_units import settings_chapters
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.world import Workspace


@dataclass(frozen=True)
class ChaptersBySource:
    """What a locale translates: chapters, settings and data files, each read when it is asked for. Raises
    `BookbuilderError` if a folder of chapters cannot be read."""

    world: Workspace
    project: Project
    locale: str

    @cached_property
    def print_fact(self) -> FactPrinter:
        """How facts are printed in the locale."""
        return fact_printer(self.world, self.project, self.locale)

    @cached_property
    def paths(self) -> Mapping[str, ChapterPaths]:
        """The files of the chapters by their sources."""
        found = chapters(self.world, self.project, self.locale)
        return {paths.source: paths for paths in found if paths.source}

    @cached_property
    def _settings(self) -> Mapping[str, ExchangeChapter]:
        found = settings_chapters(self.world, self.project, self.locale)
        return {chapter.paths.source: chapter for chapter in found}

    @cached_property
    def _data(self) -> Mapping[str, ExchangeChapter]:
        found = data_chapters(self.world, self.project, self.locale, self.print_fact)
        return {chapter.paths.source: chapter for chapter in found}

    def get(self, source: str, findings: Findings) -> ExchangeChapter | None:
        """Return the chapter with a source; None if the locale translates none of that name. Files that cannot be read are
        reported to `findings`."""
        special = self._settings if source in SETTINGS else self._data if is_data(source) else {}
        if source in special or source not in self.paths:
            return special.get(source)
        return exchange_chapter(ChapterReader(self.world, findings), self.paths[source], self.print_fact)
