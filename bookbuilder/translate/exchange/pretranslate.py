"""Pre-translates untranslated blocks from translation memories; a person has to review each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bookbuilder.diagnostics import Findings, Rule, Severity, Span
from bookbuilder.locales.sentence_breaks import Breaks, usual_breaks
from bookbuilder.phrases import Phrase, counted
from bookbuilder.project import Project
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import chapters, translated_locales
from bookbuilder.translate.exchange.changed_files import ChangedFiles
from bookbuilder.translate.exchange.code_problems import code_problems, restore_codes
from bookbuilder.translate.exchange.exchange_units import ExchangeUnit, exchange_chapter
from bookbuilder.translate.exchange.fact_printer import fact_printer
from bookbuilder.translate.exchange.inline_codes import CodedText, CodeRole, coded_text, has_words
from bookbuilder.translate.exchange.language_tags import LANGUAGE, locale_of, tag_of
from bookbuilder.translate.exchange.memory_sentences import memory_key, translate_sentences
from bookbuilder.translate.exchange.partial_write_back import write_back_most
from bookbuilder.translate.exchange.review_units import AcceptedUnit
from bookbuilder.translate.exchange.tmx import MemoryEntry
from bookbuilder.translate.exchange.write_back import write_back
from bookbuilder.translate.exchange.write_back_metadata import write_back_metadata
from bookbuilder.translate.exchange.write_segment import trim_emphasis
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.world import Workspace

PROPOSED = Rule(
    "exchange.proposed",
    "{blocks} put together from sentences of {memory}: lines {lines}",
    "A memory of single sentences fills a block if it has each of them. Whether they fit together only a reader can tell, so"
    " these blocks are proposals: they count as missing until somebody has recorded them (`translate sync`), and an exported"
    " file gives them to the translator for review.",
    Severity.NOTICE,
)


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
        text, numbers = renumber_codes(memory_key(entry.texts[first]))
        sentence = entry.texts[second]
        if has_words(entry.texts[first]) and not has_words(sentence):
            continue  # some programs write what is not translated yet
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
    world: Workspace,
    project: Project,
    memories: Mapping[str, Sequence[MemoryEntry]],
    findings: Findings,
    breaks: Breaks | None = None,
) -> Pretranslation:
    """Return a book with exact matches from memories (by file) filled in for untranslated blocks: of the whole block, or of
    each of its sentences (`exchange.proposed`). `breaks` says where sentences may begin; None: where they usually do.

    Nothing is recorded: `status` still counts these blocks as missing. Raises what `breaks` raises.
    """
    work = ChangedFiles(world)
    units: dict[str, int] = {}
    source = project.locales[project.source].tag
    breaks = breaks or usual_breaks(source)
    tags = {project.locales[name].tag: name for name in translated_locales(project)}
    for path, memory in memories.items():
        spoken = dict.fromkeys(tag for entry in memory for tag in entry.texts)
        names = dict.fromkeys(name for tag in spoken if (name := locale_of(tag, tags)))
        if memory and not (names and tag_of(source, dict.fromkeys(spoken))):
            findings(
                LANGUAGE,
                Span(path),
                hint=Phrase("its texts are in {spoken}", spoken=", ".join(spoken)),
                tag=", ".join(spoken),
            )
        for name in names:
            pairs = memory_pairs(memory, source, project.locales[name].tag)
            matcher = _Matcher(pairs, breaks)
            units[name] = units.get(name, 0) + _locale(work, project, name, matcher, findings, path)
    return Pretranslation(work.result(), units)


def _locale(
    work: ChangedFiles,
    project: Project,
    name: str,
    matcher: _Matcher,
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
        found = {unit.id: matcher.find(unit, paths.source) for unit in chapter.units}
        taken = [
            AcceptedUnit(unit, trim_emphasis(restore_codes(unit, match.target)), Span(path))
            for unit in chapter.units
            if (match := found[unit.id]) is not None
        ]
        place = partial(write_back_metadata if chapter.loaded.is_metadata else write_back, chapter)
        new, unplaced = write_back_most(taken, place) if taken else (None, ())
        if new is not None:
            work.put(chapter, new, recorded=False)
            count += len(taken) - len(unplaced)
            lost = {id(left.taken) for left in unplaced}
            _report_proposals(
                [one.exchanged for one in taken if id(one) not in lost], found, paths.source, findings, path
            )
    return count


@dataclass(frozen=True, slots=True)
class _Match:
    """A translation from a memory; `sentences`: it was put together from several entries."""

    target: CodedText
    sentences: bool


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Looks for translations of units in the pairs of a memory."""

    pairs: Mapping[CodedText, Sequence[_MemoryPair]]
    breaks: Breaks

    def find(self, unit: ExchangeUnit, chapter: str) -> _Match | None:
        """Return the translation of a unit that nobody has translated; that of the whole block takes precedence."""
        if (
            unit.unit.status is not BlockStatus.MISSING
            or not unit.copied
            or not unit.has_words
            or unit.locked
            or not self.pairs
        ):
            return None
        text = coded_text(unit.source)
        for target in self._targets(text, chapter):
            if target != text and not list(code_problems(unit, target)):
                return _Match(target, sentences=False)
        whole = translate_sentences(text, self.breaks, lambda part: next(self._targets(part, chapter), None))
        if whole is None or whole == text or list(code_problems(unit, whole)):
            return None
        return _Match(whole, sentences=True)

    def _targets(self, text: CodedText, chapter: str) -> Iterator[CodedText]:
        """Yield the translations of a text with its own codes: the latest first, but those of the same chapter before."""
        key, numbers = renumber_codes(memory_key(text))
        back = {turn: number for number, turn in numbers.items()}
        entries = sorted(self.pairs.get(key, ()), key=lambda entry: entry.chapter == chapter)
        for one in reversed(entries):
            yield tuple(p if isinstance(p, str) else (p[0], back.get(p[1], 0)) for p in one.target)


LISTED = 8
"""The most lines that a notice names."""


def _report_proposals(
    units: Sequence[ExchangeUnit],
    found: Mapping[str, _Match | None],
    source: str,
    findings: Findings,
    path: str,
) -> None:
    """Report which blocks of a chapter were put together from sentences."""
    lines = [
        unit.unit.block.line
        for unit in units
        if (match := found.get(unit.id)) is not None and match.sentences
    ]
    if lines:
        named = ", ".join(map(str, lines[:LISTED])) + (" …" if len(lines) > LISTED else "")
        blocks = counted(len(lines), "1 block was", "{count} blocks were")
        findings(PROPOSED, Span(source, lines[0]), blocks=blocks, memory=path, lines=named)
