"""Says how each block of a chapter stands with its translation, and records that one is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mdit_py_plugins.attrs.parse import ParseError, parse

from bookbuilder import api
from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.markdown.attributes import FACT_KEYS, braces
from bookbuilder.project import Project
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import ChapterPaths, chapters, translated_locales
from bookbuilder.translate.chapter_status import chapter_statuses
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.exchange.fact_printer import FactPrinter, fact_printer
from bookbuilder.translate.glossary_notes import glossary_notes, load_glossary
from bookbuilder.translate.load_chapter import ChapterReader, LoadedChapter
from bookbuilder.translate.state import state_artifacts
from bookbuilder.translate.update_state import sync_chapter
from bookbuilder.translate.word_diff import WordChange, diff
from bookbuilder.world import World


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations of a book. Problems of its files are reported by its builds, not here."""

    world: World

    def locales(self) -> list[dict[str, Any]]:
        """Return each translation with its chapters and how much of them is done."""
        project = self._project()
        if project is None:
            return []
        found = chapter_statuses(self.world, project, translated_locales(project))
        tag = project.locales[project.source].tag
        return [
            {
                "locale": name,
                "source_tag": tag,
                "tag": project.locales[name].tag,
                "chapters": [
                    {"stem": one.stem, "share": round(one.share, 4), "open": len(one.open)}
                    for one in found
                    if one.locale == name
                ],
            }
            for name in translated_locales(project)
        ]

    def blocks(self, locale: str, stem: str) -> dict[str, Any]:
        """Return the blocks of a chapter, source and translation. Raises `KeyError` if there is no such chapter."""
        project, loaded = self._chapter(locale, stem)
        glossary, printer = load_glossary(self.world, project), fact_printer(self.world, project, locale)
        tag = project.locales[locale].tag
        return {
            "source": loaded.paths.source,
            "translation": loaded.paths.target,
            "source_tag": project.locales[project.source].tag,
            "tag": tag,
            "blocks": [
                {
                    **_block(unit),
                    "terms": glossary_notes(glossary, unit.sources, (locale, tag)),
                    "facts": _facts(unit, printer),
                }
                for unit in loaded.units(quick=True)
                if not unit.block.locked
            ],
        }

    def counterpart(self, span: Span, languages: str) -> Span | None:
        """Return where the block at a place of a chapter begins in the leading one of some languages (`de-en`); None if that
        is the chapter's own, or nothing is known to translate it."""
        project = self._project()
        if project is None:
            return None
        wanted = max((name for name in project.locales if f"{languages}-".startswith(f"{name}-")), default="")
        folders = span.path.split("/")
        own = folders[1] if len(folders) > 1 else ""
        if not wanted or wanted == own:
            return None
        in_source = span if own == project.source else self._paired(project, own, span, back=True)
        if in_source is None or wanted == project.source:
            return in_source
        return self._paired(project, wanted, in_source, back=False)

    def _paired(self, project: Project, locale: str, span: Span, *, back: bool) -> Span | None:
        """Return where the block begins that is paired with the one at a place: in a translation, or in the source."""
        for paths in chapters(self.world, project, locale) if locale in translated_locales(project) else ():
            here, there = (paths.target, paths.source) if back else (paths.source, paths.target)
            if here != span.path:
                continue
            pairs = [
                (Span(here, block.line, block.column), others)
                for unit in _loaded(self.world, paths).units(quick=True)
                for side, others in ((unit.targets, unit.sources) if back else (unit.sources, unit.targets),)
                for block in side
            ]
            _, found = max(
                (pair for pair in pairs if pair[0] <= span), key=lambda pair: pair[0], default=(span, ())
            )
            return Span(there, found[0].line, found[0].column) if found else None
        return None

    def record(self, locale: str, stem: str, line: int, column: int) -> bool:
        """Record that the translation of a source block is up to date (`translate sync`); return whether there is one.
        Raises `KeyError` if there is no such chapter, and `OSError` if nothing can be written."""
        _, loaded = self._chapter(locale, stem)
        result = sync_chapter(loaded, {(line, column)}, same=True)
        if not result.changed:
            return False
        self.world.publish(".", state_artifacts(locale, {stem: result.entries}))
        return True

    def _project(self) -> Project | None:
        project, _ = api.load(self.world)
        return project

    def _chapter(self, locale: str, stem: str) -> tuple[Project, LoadedChapter]:
        project = self._project()
        if project is None or locale not in translated_locales(project):
            raise KeyError(locale)
        paths = {one.stem: one for one in chapters(self.world, project, locale)}[stem]
        return project, _loaded(self.world, paths)


def _loaded(world: World, paths: ChapterPaths) -> LoadedChapter:
    findings = Findings()
    loaded = ChapterReader(world, findings).load(paths)
    if loaded.entries is None:  # a broken record must not be written over
        raise BookbuilderError(*findings.sorted())
    return loaded


def _block(unit: Unit) -> dict[str, Any]:
    now = "\n".join(block.text for block in unit.sources)
    before = "\n".join(entry.text for entry in unit.entries)
    changed = unit.status is BlockStatus.OUTDATED
    pieces = diff(before, now) if changed else ((WordChange.KEPT, now),) if now else ()
    return {
        "status": unit.status.value,
        "kind": unit.block.kind.rpartition(" ")[2],
        "source": [[change.value, text] for change, text in pieces],
        "line": unit.sources[0].line if unit.sources else 0,
        "column": unit.sources[0].column if unit.sources else 0,
        "translation": "\n".join(block.text for block in unit.targets),
        "target_line": unit.targets[0].line if unit.targets else 0,
        "target_column": unit.targets[0].column if unit.targets else 0,
    }


def _facts(unit: Unit, printer: FactPrinter) -> list[list[str]]:
    """Return the facts of a source block: their words in it, and what the translation prints for them."""
    return [list(pair) for block in unit.sources for pair in _printed(block.text, printer)]


def _printed(text: str, printer: FactPrinter) -> Iterator[tuple[str, str]]:
    for start, end in braces(text):
        try:
            _, options = parse(text[start:end])
        except ParseError:
            continue
        words = _IN_BRACKETS.search(text[:start])
        if words and FACT_KEYS & options.keys():
            yield words[1], printer(options, words[1])


_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]\Z")
