"""Finds out whether a file for translators holds work that the book does not have, before it is overwritten."""

from __future__ import annotations

from collections.abc import Sequence

from bookbuilder.diagnostics import Findings, Rule
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import translated_locales
from bookbuilder.translate.exchange import tbx, tmx
from bookbuilder.translate.exchange.chapters_by_source import ChaptersBySource
from bookbuilder.translate.exchange.exchange_formats import read_returned
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit
from bookbuilder.translate.exchange.exported_target import is_sealed, is_untouched
from bookbuilder.translate.exchange.inline_codes import coded_text, segment_words
from bookbuilder.translate.exchange.language_tags import locale_of
from bookbuilder.translate.exchange.returned_units import ReturnedChapter, ReturnedUnit
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
        if name is None:
            count += sum(len(one.units) for one in some)
            continue
        of_locale = ChaptersBySource(world, project, name)
        for one in some:
            in_book = of_locale.get(one.source, Findings())
            count += _unimported(one, in_book.units if in_book else ())
    return _said(count, "translation", "that have not been imported", unread)


def _said(count: int, what: str, why: str, unread: Findings) -> str:
    if unread.sorted():
        return "something else than what was exported"
    why = why if count != 1 else why.replace("have", "has", 1)
    return f"{count} {what}{'' if count == 1 else 's'} {why}" if count else ""


def _memory_key(entry: tmx.MemoryEntry) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(entry.texts.items()))


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
