"""Turns a chapter and its translation into translation units with stable ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.markdown import front_matter
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_paths import ChapterPaths, new_target
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.exchange.fact_printer import FactPrinter
from bookbuilder.translate.exchange.inline_codes import (
    BREAK,
    CodeRole,
    InlineCode,
    Segment,
    has_words,
    join_segments,
    number_codes,
    segment_words,
)
from bookbuilder.translate.exchange.parse_segment import Env, parse_segment, parser_env
from bookbuilder.translate.load_chapter import ChapterReader, LoadedChapter


@dataclass(frozen=True, slots=True)
class ExchangeUnit:
    """A translation unit: `id` is the hash of its source block, with a number if several are equal.

    The codes of `source` and `target` share their numbers. An untranslated block has its source as target, as has an
    untouched copy (`copied`). `before` is the source as translated, if outdated; `terms` are lines from the
    glossary, `names` what each name prints.
    """

    id: str
    unit: Unit
    source: Segment
    target: Segment
    copied: bool
    heading: str = ""
    before: Segment = ()
    terms: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it has to be translated."""
        return self.unit.status is BlockStatus.OUTDATED or (
            self.unit.status is BlockStatus.MISSING and self.has_words
        )

    @property
    def has_words(self) -> bool:
        """Whether it has words or figures; a cell with only a fact has none."""
        return has_words(self.source)

    @property
    def locked(self) -> bool:
        """Whether it is not to be translated; it is exported as context."""
        return self.unit.locked

    @property
    def target_digest(self) -> str:
        """A hash of the current translation, to detect that it was edited after the export."""
        return "-".join(block.digest for block in self.unit.targets) or "none"

    @property
    def block_count(self) -> int:
        """The number of blocks in the translation."""
        return max(len(self.unit.targets), 1)


@dataclass(frozen=True, slots=True)
class ExchangeChapter:
    """A chapter and its units in source order. `base` is the text to write into: the translation's file, or a copy of the
    source if there is none (`new`). `env` and `base_env` are the parser environments of source and base."""

    loaded: LoadedChapter
    units: tuple[ExchangeUnit, ...]
    source: str
    base: str
    new: bool
    env: Env
    base_env: Env

    @property
    def paths(self) -> ChapterPaths:
        """The files of the chapter."""
        return self.loaded.paths


Terms = Callable[[Sequence[Block]], tuple[str, ...]]
"""Returns glossary lines for source blocks."""


def exchange_chapter(
    reader: ChapterReader, paths: ChapterPaths, print_fact: FactPrinter, terms: Terms = lambda blocks: ()
) -> ExchangeChapter:
    """Return a chapter with its units; files that cannot be read go to the reader's findings."""
    loaded = reader.load(paths)
    if loaded.is_metadata:
        text_ = reader.text(paths.source)
        units = tuple(
            _UnitBuilder({}, {}, print_fact, terms, literal=True).units(
                loaded.units() if loaded.entries is not None else ()
            )
        )
        return ExchangeChapter(loaded, units, text_, text_, new=False, env={}, base_env={})
    new = not paths.target
    if new:
        place = new_target(paths)
        loaded = LoadedChapter(replace(paths, target=place), loaded.sources, loaded.sources, ())
    source = reader.text(paths.source) if paths.source else ""
    base = source if new else reader.text(paths.target)
    envs = parser_env(front_matter.split(source)[1]), parser_env(front_matter.split(base)[1])
    builder = _UnitBuilder(*envs, print_fact, terms)
    if new:
        standing = [
            Unit(BlockStatus.DONE if block.locked else BlockStatus.MISSING, (block,), (block,))
            for block in loaded.sources
        ]
    else:
        standing = list(loaded.units()) if loaded.entries is not None else []
    units = tuple(builder.units(standing))
    return ExchangeChapter(loaded, units, source, base, new, *envs)


@dataclass(frozen=True, slots=True)
class _UnitBuilder:
    env: Env
    base_env: Env
    said: FactPrinter
    terms: Terms
    literal: bool = False
    """Whether texts are not Markdown, as those of book.toml."""

    def units(self, units: Sequence[Unit]) -> Iterator[ExchangeUnit]:
        """Yield the units to exchange; code is not translated."""
        seen: Counter[str] = Counter()
        heading = ""
        for unit in _together(units):
            block = unit.block
            if not unit.sources or not block.prose:
                continue
            seen[block.digest] += 1
            count = seen[block.digest]
            source = number_codes(self._segment(unit.sources, self.env))
            copied = [b.digest for b in unit.targets] in ([], [b.digest for b in unit.sources])
            before: Segment = ()
            if unit.status is BlockStatus.OUTDATED:
                before = number_codes(
                    join_segments([self._part(entry.text, self.env, block) for entry in unit.entries])
                )
            target = (
                source
                if copied and not (unit.entries and unit.targets)
                else number_codes(self._segment(unit.targets, self.base_env), source, before)
            )
            name = block.digest if count == 1 else f"{block.digest}-{count}"
            terms = self.terms(unit.sources)
            names = self.said.names
            yield ExchangeUnit(name, unit, source, target, copied, heading, before, terms, names)
            if "heading" in block.kind.split(" ") or block.kind == "title":
                heading = segment_words(source)

    def _segment(self, blocks: Sequence[Block], env: Env) -> Segment:
        return join_segments([self._part(block.text, env, block) for block in blocks])

    def _part(self, text: str, env: Env, block: Block) -> Segment:
        if self.literal:
            return literal_segment(text)
        return parse_segment(text, env, self._say(block), block.kind)

    def _say(self, block: Block) -> FactPrinter:
        tight = block.kind.endswith("cell") or block.kind.startswith("figure")
        return replace(self.said, tight=tight)


def literal_segment(text: str) -> Segment:
    """Return a text that is not Markdown: words, and codes for line breaks."""
    parts: list[str | InlineCode] = []
    for index, line in enumerate(text.split("\n")):
        parts += [InlineCode(CodeRole.SINGLE, "lb", "\n", "lb")] * bool(index) + [line] * bool(line)
    return tuple(parts)


def _together(units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield units, joining those whose blocks the translator merged."""
    waiting: Unit | None = None
    for unit in units:
        if waiting and unit.sources and unit.targets and unit.targets == waiting.targets:
            worse = next(
                (unit.status for unit in (waiting, unit) if unit.status is not BlockStatus.DONE),
                BlockStatus.DONE,
            )
            waiting = replace(
                waiting,
                status=worse,
                sources=waiting.sources + unit.sources,
                entries=waiting.entries + tuple(e for e in unit.entries if e not in waiting.entries),
            )
            continue
        if waiting:
            yield waiting
        waiting = unit
    if waiting:
        yield waiting


def units_to_export(units: Sequence[ExchangeUnit], *, every: bool) -> list[ExchangeUnit]:
    """Return the units to export: open ones, or `every` one. Locked ones go along with others as context."""
    result = [unit for unit in units if every or unit.open]
    return [unit for unit in units if every or unit.open or unit.locked] if result else []


def translated_units(units: Sequence[ExchangeUnit]) -> list[ExchangeUnit]:
    """Return the translated units of a chapter."""
    return [
        unit
        for unit in units
        if unit.unit.entries and unit.unit.targets and unit.has_words and not unit.locked
    ]


def translator_notes(unit: ExchangeUnit) -> str:
    """Return notes for the translator: what a unit is, where it stands, what its codes mean."""
    words = unit.unit.block.kind.split(" ")
    level = words.pop() if words[-1].isdigit() else ""
    kind = f"heading of level {level}" if level else words[-1]
    if level:
        words[-1:] = []
    else:
        words.pop()
    place = f" in {', '.join(reversed(words))}" if words else ""
    lines = [f"{kind}{place}"]
    if unit.heading:
        lines[0] += f", below “{unit.heading}”"
    if unit.locked:
        lines.append("stays as it is, and is not to be translated")
    codes = [piece for piece in unit.source if isinstance(piece, InlineCode)]
    lines += [meaning for code in codes if (meaning := _meaning(code, unit.names))]
    lines += unit.terms
    return "\n".join(lines)


_MEANINGS = {
    "x-fixed": "stays as it is: {shown}",
    "x-fact": "is a value; it will be printed as {shown}",
    "x-note": "calls a footnote",
    "x-citation": "cites the source {shown}",
    "x-code": "is code: {shown}",
    "x-address": "is the address {shown}",
    "x-html": "is the tag {shown}",
    "x-comment": "is a remark that is not printed",
    "image": "is the picture {shown}",
    "link": "leads to {shown}",
    "x-reference": "refers to {shown}; its words are made by the program",
    "x-name": "is the name {shown} of names.toml",
    "x-see": "says “{shown}”, in the words of the program; behind it stands an entry of the index, letter by letter",
    "x-field": "is filled in by the program: {shown}",
    "lb": "breaks the line",
}


def _meaning(code: InlineCode, names: Mapping[str, str]) -> str:
    value = _MEANINGS.get(code.kind, "")
    if code.role is CodeRole.CLOSE or not value or code.kind == BREAK:
        return ""
    prints = f": {names[code.shown]}" if code.kind == "x-name" and code.shown in names else ""
    return f"{code.id} {value.format(shown=code.shown)}{prints}"
