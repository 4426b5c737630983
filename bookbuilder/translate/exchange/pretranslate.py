"""Pre-translates untranslated blocks from translation memories; a person has to review each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.project import Project
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import chapters, translated_locales
from bookbuilder.translate.exchange.changed_files import ChangedFiles
from bookbuilder.translate.exchange.code_problems import code_problems, restore_codes
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit, exchange_chapter
from bookbuilder.translate.exchange.fact_printer import fact_printer
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, coded_text
from bookbuilder.translate.exchange.language_tags import LANGUAGE, locale_of, tag_of
from bookbuilder.translate.exchange.partial_write_back import write_back_most
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.tmx import MemoryEntry
from bookbuilder.translate.exchange.write_back import write_back
from bookbuilder.translate.exchange.write_back_metadata import write_back_metadata
from bookbuilder.translate.exchange.write_segment import trim_emphasis
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class _MemoryPair:
    """The translation of a memory entry; codes have the numbers that they have in the source by order of appearance."""

    target: CodedText
    chapter: str


def memory_pairs(
    memory: Sequence[MemoryEntry], source: str, target: str
) -> dict[CodedText, list[_MemoryPair]]:
    """Return a memory's pairs for two languages: source text (codes numbered by order of appearance) → translations. Pairs
    with different codes are left out."""
    result: dict[CodedText, list[_MemoryPair]] = {}
    for entry in memory:
        first, second = tag_of(source, entry.texts), tag_of(target, entry.texts)
        if first is None or second is None or first == second:
            continue
        text, numbers = renumber_codes(entry.texts[first])
        sentence = entry.texts[second]
        if all(isinstance(piece, str) or piece[1] in numbers for piece in sentence):
            new = tuple(
                piece if isinstance(piece, str) else (piece[0], numbers[piece[1]]) for piece in sentence
            )
            result.setdefault(text, []).append(_MemoryPair(new, entry.chapter))
    return result


def renumber_codes(segment: CodedText) -> tuple[CodedText, dict[int, int]]:
    """Return a text with its codes renumbered by order of appearance, and old number → new number."""
    numbers: dict[int, int] = {}
    for piece in segment:
        if not isinstance(piece, str) and piece[0] is not CodeRole.CLOSE:
            numbers.setdefault(piece[1], len(numbers) + 1)
    return tuple(p if isinstance(p, str) else (p[0], numbers.get(p[1], 0)) for p in segment), numbers


@dataclass(slots=True)
class Pretranslation:
    """The result of pre-translation: new file contents by path, and filled blocks by locale."""

    files: dict[str, bytes]
    units: dict[str, int]


def pretranslate(
    world: Workspace, project: Project, memories: Mapping[str, Sequence[MemoryEntry]], findings: Findings
) -> Pretranslation:
    """Return a book with exact matches from memories (by file) filled in for untranslated blocks. Nothing is recorded:
    `status` still counts them as missing."""
    work = ChangedFiles(world)
    units: dict[str, int] = {}
    source = project.locales[project.source].tag
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    for path, memory in memories.items():
        spoken = dict.fromkeys(tag for entry in memory for tag in entry.texts)
        names = dict.fromkeys(name for tag in spoken if (name := locale_of(tag, tags)))
        if memory and not (names and tag_of(source, dict.fromkeys(spoken))):
            findings(
                LANGUAGE, Span(path), hint=f"its texts are in {', '.join(spoken)}", tag=", ".join(spoken)
            )
        for name in names:
            pairs = memory_pairs(memory, source, project.locales[name].tag)
            units[name] = units.get(name, 0) + _locale(work, project, name, pairs, findings, path)
    return Pretranslation(work.result(), units)


def _locale(
    work: ChangedFiles,
    project: Project,
    name: str,
    pairs: Mapping[CodedText, Sequence[_MemoryPair]],
    findings: Findings,
    path: str,
) -> int:
    print_fact = fact_printer(work.world, project, name)
    count = 0
    for paths in chapters(work.world, project, name):
        if not paths.source:
            continue
        unread = Findings()
        chapter = exchange_chapter(ChapterReader(work.world, unread), paths, print_fact)
        if unread.failed:
            findings.extend(unread.sorted())
            continue
        taken = [
            AcceptedUnit(unit, trim_emphasis(restore_codes(unit, target)), Span(path))
            for unit in chapter.units
            if (target := _found(unit, paths.source, pairs)) is not None
        ]
        place = partial(write_back_metadata if chapter.loaded.is_metadata else write_back, chapter)
        new, unplaced = write_back_most(taken, place) if taken else (None, ())
        if new is not None:
            work.put(chapter, new, recorded=False)
            count += len(taken) - len(unplaced)
    return count


def _found(
    unit: ExchangeUnit, chapter: str, pairs: Mapping[CodedText, Sequence[_MemoryPair]]
) -> CodedText | None:
    """Return the memory's translation of a unit: the latest one, preferably of the same chapter."""
    if unit.unit.status is not BlockStatus.MISSING or not unit.copied or not unit.has_words or unit.locked:
        return None
    text, numbers = renumber_codes(coded_text(unit.source))
    back = {turn: number for number, turn in numbers.items()}
    result = sorted(pairs.get(text, ()), key=lambda entry: entry.chapter == chapter)
    for one in reversed(result):
        target = tuple(p if isinstance(p, str) else (p[0], back.get(p[1], 0)) for p in one.target)
        if target != coded_text(unit.source) and not list(code_problems(unit, target)):
            return target
    return None
