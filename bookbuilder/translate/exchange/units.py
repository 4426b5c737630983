"""Turns a chapter and its translation into the units that a translator is given, each with a name that stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.markdown import front_matter
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.chapters import Paths
from bookbuilder.translate.compare import Unit
from bookbuilder.translate.exchange.codes import BREAK, Code, Segment, Sign, joined, numbered, text
from bookbuilder.translate.exchange.prints import Prints
from bookbuilder.translate.exchange.segment import Env, known, segment
from bookbuilder.translate.load import Loaded, Reader
from bookbuilder.translate.standing import Standing


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A unit as it is exchanged: `id` says which block of the source it is, by its hash, and which of several alike.

    `source` and `target` are numbered alike. A block that nothing translates yet has its source as its target, and so has
    one that is still a copy of it (`copied`).
    `before` is the source as it was translated, for one that is outdated; `terms` are lines about those of the glossary.
    """

    id: str
    unit: Unit
    source: Segment
    target: Segment
    copied: bool
    heading: str = ""
    before: Segment = ()
    terms: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody has to translate it."""
        return self.unit.standing is Standing.OUTDATED or (
            self.unit.standing is Standing.MISSING and self.worded
        )

    @property
    def worded(self) -> bool:
        """Whether there are words or figures in it; a cell that is only a fact has none."""
        return any(letter.isalnum() for letter in text(self.source))

    @property
    def fixed(self) -> bool:
        """Whether it is not to be translated; it goes along for the sake of those around it."""
        return self.unit.fixed

    @property
    def seen(self) -> str:
        """A hash of the translation as it is, so that a file that comes back later does not undo what was done meanwhile."""
        return "-".join(block.digest for block in self.unit.targets) or "none"

    @property
    def count(self) -> int:
        """Of how many blocks the translation is made."""
        return max(len(self.unit.targets), 1)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its units in the order of the source. `base` is the text that translations are put into: the file of
    the locale, or, where there is none (`new`), the source. The other two are what the parser knows of both files."""

    loaded: Loaded
    units: tuple[Exchanged, ...]
    source: str
    base: str
    new: bool
    env: Env
    base_env: Env

    @property
    def paths(self) -> Paths:
        """The files of the chapter."""
        return self.loaded.paths


Terms = Callable[[Sequence[Block]], tuple[str, ...]]
"""Returns what the glossary says of blocks of the source, a line for each term."""


def chapter(reader: Reader, paths: Paths, said: Prints, terms: Terms = lambda blocks: ()) -> Chapter:
    """Return a chapter as it is exchanged; what cannot be read is told to the findings of the reader."""
    loaded = reader.load(paths)
    if loaded.whole:
        text_ = reader.text(paths.source)
        units = tuple(
            _Making({}, {}, said, terms, literal=True).units(
                loaded.units() if loaded.entries is not None else ()
            )
        )
        return Chapter(loaded, units, text_, text_, new=False, env={}, base_env={})
    new = not paths.target
    if new:
        place = f"chapters/{paths.locale}/{paths.source.rpartition('/')[2]}"
        loaded = Loaded(replace(paths, target=place), loaded.sources, loaded.sources, ())
    source = reader.text(paths.source) if paths.source else ""
    base = source if new else reader.text(paths.target)
    envs = known(front_matter.split(source)[1]), known(front_matter.split(base)[1])
    found = _Making(*envs, said, terms)
    if new:
        standing = [
            Unit(Standing.DONE if block.fixed else Standing.MISSING, (block,), (block,))
            for block in loaded.sources
        ]
    else:
        standing = list(loaded.units()) if loaded.entries is not None else []
    units = tuple(found.units(standing))
    return Chapter(loaded, units, source, base, new, *envs)


@dataclass(frozen=True, slots=True)
class _Making:
    env: Env
    base_env: Env
    said: Prints
    terms: Terms
    literal: bool = False
    """Whether texts hold no Markdown, as those of book.toml do not."""

    def units(self, units: Sequence[Unit]) -> Iterator[Exchanged]:
        """Yield what is exchanged of units; code has no words to translate."""
        seen: Counter[str] = Counter()
        heading = ""
        for unit in _together(units):
            block = unit.block
            if not unit.sources or not block.prose:
                continue
            seen[block.digest] += 1
            count = seen[block.digest]
            source = numbered(self._segment(unit.sources, self.env))
            copied = [b.digest for b in unit.targets] in ([], [b.digest for b in unit.sources])
            before: Segment = ()
            if unit.standing is Standing.OUTDATED:
                before = numbered(joined([self._part(entry.text, self.env, block) for entry in unit.entries]))
            target = (
                source
                if copied and not unit.entries
                else numbered(self._segment(unit.targets, self.base_env), source, before)
            )
            name = block.digest if count == 1 else f"{block.digest}-{count}"
            terms = self.terms(unit.sources)
            yield Exchanged(name, unit, source, target, copied, heading, before, terms)
            if "heading" in block.kind.split(" ") or block.kind == "title":
                heading = text(source)

    def _segment(self, blocks: Sequence[Block], env: Env) -> Segment:
        return joined([self._part(block.text, env, block) for block in blocks])

    def _part(self, text: str, env: Env, block: Block) -> Segment:
        return literal(text) if self.literal else segment(text, env, self._say(block))

    def _say(self, block: Block) -> Prints:
        tight = block.kind.endswith("cell") or block.kind.startswith("figure")
        return replace(self.said, tight=tight)


def literal(text: str) -> Segment:
    """Return a text that is no Markdown: words, and codes for ends of lines."""
    parts: list[str | Code] = []
    for at, line in enumerate(text.split("\n")):
        parts += [Code(Sign.SINGLE, "lb", "\n", "lb")] * bool(at) + [line] * bool(line)
    return tuple(parts)


def _together(units: Sequence[Unit]) -> Iterator[Unit]:
    """Yield units with those joined whose blocks were made one in the translation."""
    waiting: Unit | None = None
    for unit in units:
        if waiting and unit.sources and unit.targets and unit.targets == waiting.targets:
            worse = next(
                (one.standing for one in (waiting, unit) if one.standing is not Standing.DONE), Standing.DONE
            )
            waiting = replace(
                waiting,
                standing=worse,
                sources=waiting.sources + unit.sources,
                entries=waiting.entries + tuple(e for e in unit.entries if e not in waiting.entries),
            )
            continue
        if waiting:
            yield waiting
        waiting = unit
    if waiting:
        yield waiting


def wanted(units: Sequence[Exchanged], *, every: bool) -> list[Exchanged]:
    """Return the units of a chapter that go out: those that somebody has to translate, or every one. What is not to be
    translated goes along where there is anything else."""
    found = [one for one in units if every or one.open]
    return [one for one in units if every or one.open or one.fixed] if found else []


def translated(units: Sequence[Exchanged]) -> list[Exchanged]:
    """Return the units of a chapter that somebody has translated."""
    return [one for one in units if one.unit.entries and one.unit.targets and one.worded and not one.fixed]


def about(one: Exchanged) -> str:
    """Return what a translator should know of a unit: what it is, where it stands, what its codes are."""
    words = one.unit.block.kind.split(" ")
    level = words.pop() if words[-1].isdigit() else ""
    kind = f"heading of level {level}" if level else words[-1]
    if level:
        words[-1:] = []
    else:
        words.pop()
    place = f" in {', '.join(reversed(words))}" if words else ""
    lines = [f"{kind}{place}"]
    if one.heading:
        lines[0] += f", below “{one.heading}”"
    if one.fixed:
        lines.append("stays as it is, and is not to be translated")
    lines += [said for piece in one.source if isinstance(piece, Code) and (said := _meaning(piece))]
    lines += one.terms
    return "\n".join(lines)


_MEANINGS = {
    "x-fixed": "stays as it is: {shown}",
    "x-fact": "is a value; it will be printed as {shown}",
    "x-note": "calls a footnote",
    "x-code": "is code: {shown}",
    "x-address": "is the address {shown}",
    "x-comment": "is a remark that is not printed",
    "image": "is the picture {shown}",
    "link": "leads to {shown}",
    "x-reference": "refers to {shown}; its words are made by the program",
    "x-name": "is the name {shown} of names.toml",
    "lb": "breaks the line",
}


def _meaning(code: Code) -> str:
    said = _MEANINGS.get(code.kind, "")
    if code.sign is Sign.CLOSE or not said or code.kind == BREAK:
        return ""
    return f"{code.id} {said.format(shown=code.shown)}"
