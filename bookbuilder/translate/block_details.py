"""Describes each block that needs work, for `status`: what changed in the source, beside its translation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_paths import ChapterPaths
from bookbuilder.translate.chapter_status import ChapterStatus
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.load_chapter import ChapterReader
from bookbuilder.translate.plain_text import plain_text, words
from bookbuilder.translate.word_diff import DiffPiece, WordChange, diff
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class BlockDetail:
    """A block that is not done. `source` is its current text as a diff against the translated version (all kept, if there is
    none), `targets` are the blocks that translate it or probably do (`confidence`), `terms` are lines from the glossary."""

    locale: str
    stem: str
    status: BlockStatus
    path: str
    line: int
    column: int
    words: int
    kind: str
    source: tuple[DiffPiece, ...]
    targets: tuple[Block, ...]
    confidence: float
    terms: tuple[str, ...] = ()

    @property
    def translation(self) -> tuple[DiffPiece, ...]:
        """The current translation."""
        return tuple(
            (WordChange.KEPT, "\n".join(block.text for block in self.targets))
            for _ in range(bool(self.targets))
        )


Terms = Callable[[Sequence[Block], str], tuple[str, ...]]
"""Returns glossary lines for source blocks in a locale (its name)."""


def details(
    world: Workspace, statuses: Sequence[ChapterStatus], terms: Terms = lambda blocks, locale: ()
) -> Iterator[BlockDetail]:
    """Yield the blocks that are not done, in the order of the chapters; finished chapters are not read."""
    reader = ChapterReader(world, Findings())
    for status in statuses:
        if not status.open:
            continue
        for unit in reader.load(status.paths).tracked_units(quick=True):
            if unit.status is not BlockStatus.DONE:
                yield replace(_detail(status.paths, unit), terms=terms(unit.sources, status.locale))


def _detail(paths: ChapterPaths, unit: Unit) -> BlockDetail:
    block = unit.block
    now = "\n".join(source.text for source in unit.sources)
    before = "\n".join(entry.text for entry in unit.entries)
    changed = unit.status is BlockStatus.OUTDATED
    return BlockDetail(
        paths.locale, paths.stem, unit.status, paths.source if unit.sources else paths.target, block.line,
        block.column, len(words(plain_text(now))) if block.prose else 0, block.kind,
        diff(before, now) if changed else ((WordChange.KEPT, now),) if now else (), unit.targets, unit.confidence,
    )  # fmt: skip
