"""Finds out whether a file for translators holds work that the book does not have, before it is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bookbuilder.diagnostics import Findings, Rule
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import SETTINGS, chapters, is_data, translated_locales
from bookbuilder.translate.exchange import tbx, tmx
from bookbuilder.translate.exchange.data_units import data_chapters
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit, exchange_chapter
from bookbuilder.translate.exchange.exported_target import is_sealed, is_untouched
from bookbuilder.translate.exchange.fact_printer import fact_printer
from bookbuilder.translate.exchange.inline_codes import coded_text, segment_words
from bookbuilder.translate.exchange.language_tags import locale_of
from bookbuilder.translate.exchange.returned_units import ReturnedChapter, ReturnedUnit
from bookbuilder.translate.exchange.settings_units import settings_chapters
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.world import Workspace

UNIMPORTED = Rule(
    "exchange.unimported",
    "this file exists, and holds {work}",
    "An export does not overwrite what a translator has done and nobody has imported. A file whose translations are all in"
    " the book is replaced without asking.",
)


def unimported_work(world: Workspace, project: Project, path: str, old: bytes, new: bytes) -> str:
    """Return what would be lost if the file `path` (`old`) were replaced by `new`, as the end of `UNIMPORTED`; empty if
    nothing would.

    What a file holds is compared with the translations of the book; its time says nothing.
    """
    if old == new or not old.strip() or is_sealed(old):
        return ""
    unread = Findings()
    if path.endswith(tmx.SUFFIX):
        known = set(map(_memory_key, tmx.read(new, path, unread)))
        lost = sum(_memory_key(entry) not in known for entry in tmx.read(old, path, unread))
        return _said(lost, "text", "that the new one has not", unread)
    if path.endswith(tbx.SUFFIX):
        terms = set(tbx.read(new, path, unread))
        lost = sum(concept not in terms for concept in tbx.read(old, path, unread))
        return _said(lost, "term", "that the new one has not", unread)
    returned = read_returned(path, old, unread)
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    by_locale: dict[str | None, list[ReturnedChapter]] = {}
    for chapter in returned:
        by_locale.setdefault(locale_of(chapter.language, tags), []).append(chapter)
    count = 0
    for name, some in by_locale.items():
        units = _units(world, project, name, {one.source for one in some}) if name else {}
        count += sum(_unimported(one, units.get(one.source, ())) if name else len(one.units) for one in some)
    return _said(count, "translation", "that have not been imported", unread)


def _said(count: int, what: str, why: str, unread: Findings) -> str:
    if unread.sorted():
        return "something else than what was exported"
    why = why if count != 1 else why.replace("have", "has", 1)
    return f"{count} {what}{'' if count == 1 else 's'} {why}" if count else ""


def _memory_key(entry: tmx.MemoryEntry) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(entry.texts.items()))


def _units(
    world: Workspace, project: Project, locale: str, sources: Collection[str]
) -> dict[str, Sequence[ExchangeUnit]]:
    """Return the units of a translation as they are in the book, by the source of their chapter."""
    reader, print_fact = ChapterReader(world, Findings()), fact_printer(world, project, locale)
    found: dict[str, Sequence[ExchangeUnit]] = {
        paths.source: exchange_chapter(reader, paths, print_fact).units
        for paths in chapters(world, project, locale)
        if paths.source in sources
    }
    if not set(SETTINGS).isdisjoint(sources):
        found |= {one.paths.source: one.units for one in settings_chapters(world, project, locale)}
    if any(map(is_data, sources)):
        found |= {one.paths.source: one.units for one in data_chapters(world, project, locale, print_fact)}
    return found


def _unimported(returned: ReturnedChapter, units: Sequence[ExchangeUnit]) -> int:
    known = {unit.id: unit for unit in units}
    words = {segment_words(unit.target) for unit in units if not unit.copied}
    return sum(_is_new(unit, known.get(unit.id), words) for unit in returned.units)


def _is_new(returned: ReturnedUnit, unit: ExchangeUnit | None, words: set[str]) -> bool:
    target = returned.target or returned.unsure
    if (
        returned.locked
        or not target
        or is_untouched(target, returned.target_digest, finished=returned.finished)
    ):
        return False
    if unit is not None and returned.source == coded_text(unit.source):
        if target == coded_text(unit.target):
            return unit.open and returned.finished  # somebody says that it is right
        return target != returned.source or returned.finished
    # The block has changed since: its translation may be there all the same.
    same = target == returned.source and not returned.finished
    return not same and segment_words(target) not in words
