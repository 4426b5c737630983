"""Puts translations of a memory into what a book has not translated yet; a person has to look at each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.project import Project
from bookbuilder.translate.chapters import chapters, translations
from bookbuilder.translate.exchange.code_problems import code_problems, filled
from bookbuilder.translate.exchange.codes import Bare, Sign, bare
from bookbuilder.translate.exchange.compared import Taken
from bookbuilder.translate.exchange.fitted import fitted
from bookbuilder.translate.exchange.languages import LANGUAGE, locale_of, tag_of
from bookbuilder.translate.exchange.placed import placed
from bookbuilder.translate.exchange.placed_texts import placed_texts
from bookbuilder.translate.exchange.prints import prints
from bookbuilder.translate.exchange.tmx import Memorized
from bookbuilder.translate.exchange.units import Exchanged, chapter
from bookbuilder.translate.exchange.writing import Writing
from bookbuilder.translate.exchange.written import tidied
from bookbuilder.translate.load import Reader
from bookbuilder.translate.standing import Standing
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class _Known:
    """A text and its translation, with the numbers that codes have in the text by their turn."""

    target: Bare
    chapter: str


def known(memory: Sequence[Memorized], source: str, target: str) -> dict[Bare, list[_Known]]:
    """Return the pairs of a memory for two languages: each text, with codes numbered by their turn, and what it is in the
    other language. Pairs whose translation has other codes than its text are left out."""
    found: dict[Bare, list[_Known]] = {}
    for one in memory:
        first, second = tag_of(source, one.texts), tag_of(target, one.texts)
        if first is None or second is None or first == second:
            continue
        text, numbers = by_turn(one.texts[first])
        said = one.texts[second]
        if all(isinstance(piece, str) or piece[1] in numbers for piece in said):
            new = tuple(piece if isinstance(piece, str) else (piece[0], numbers[piece[1]]) for piece in said)
            found.setdefault(text, []).append(_Known(new, one.chapter))
    return found


def by_turn(segment: Bare) -> tuple[Bare, dict[int, int]]:
    """Return a text with its codes numbered by their turn, and these numbers by those that they had."""
    numbers: dict[int, int] = {}
    for piece in segment:
        if not isinstance(piece, str) and piece[0] is not Sign.CLOSE:
            numbers.setdefault(piece[1], len(numbers) + 1)
    return tuple(p if isinstance(p, str) else (p[0], numbers.get(p[1], 0)) for p in segment), numbers


@dataclass(slots=True)
class Filling:
    """What memories make of a book: files with what they will hold, and how many blocks of each locale were filled in."""

    files: dict[str, bytes]
    units: dict[str, int]


def prefilled(
    world: Workspace, project: Project, memories: Mapping[str, Sequence[Memorized]], findings: Findings
) -> Filling:
    """Return a book with translations of memories (by their files) for blocks that nothing translates yet and whose text
    a memory has, letter by letter and code by code. Nothing is recorded: `status` goes on calling them missing."""
    work = Writing(world)
    units: dict[str, int] = {}
    source = project.locales[project.source].tag
    tags = {project.locales[name].tag: name for name in translations(project)}
    for path, memory in memories.items():
        spoken = dict.fromkeys(tag for one in memory for tag in one.texts)
        names = dict.fromkeys(name for tag in spoken if (name := locale_of(tag, tags)))
        if memory and not (names and tag_of(source, dict.fromkeys(spoken))):
            findings(
                LANGUAGE, Span(path), hint=f"its texts are in {', '.join(spoken)}", tag=", ".join(spoken)
            )
        for name in names:
            pairs = known(memory, source, project.locales[name].tag)
            units[name] = units.get(name, 0) + _locale(work, project, name, pairs, findings, path)
    return Filling(work.result(), units)


def _locale(
    work: Writing,
    project: Project,
    name: str,
    pairs: Mapping[Bare, Sequence[_Known]],
    findings: Findings,
    path: str,
) -> int:
    said = prints(work.world, project, name)
    count = 0
    for paths in chapters(work.world, project, name):
        if not paths.source:
            continue
        unread = Findings()
        one = chapter(Reader(work.world, unread), paths, said)
        if unread.failed:
            findings.extend(unread.sorted())
            continue
        taken = [
            Taken(unit, tidied(filled(unit, target)), Span(path))
            for unit in one.units
            if (target := _found(unit, paths.source, pairs)) is not None
        ]
        place = partial(placed_texts if one.loaded.whole else placed, one)
        new, unplaced = fitted(taken, place) if taken else (None, ())
        if new is not None:
            work.put(one, new, recorded=False)
            count += len(taken) - len(unplaced)
    return count


def _found(unit: Exchanged, chapter: str, pairs: Mapping[Bare, Sequence[_Known]]) -> Bare | None:
    """Return the translation of a unit that a memory has: the last one, if there are several, of the same chapter."""
    if unit.unit.standing is not Standing.MISSING or not unit.copied or not unit.worded or unit.fixed:
        return None
    text, numbers = by_turn(bare(unit.source))
    back = {turn: number for number, turn in numbers.items()}
    found = sorted(pairs.get(text, ()), key=lambda one: one.chapter == chapter)
    for one in reversed(found):
        target = tuple(p if isinstance(p, str) else (p[0], back.get(p[1], 0)) for p in one.target)
        if target != bare(unit.source) and not list(code_problems(unit, target)):
            return target
    return None
