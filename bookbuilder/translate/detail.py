"""Shows what is not done in the chapters of a book: what changed in the source, beside the translation as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bookbuilder.diagnostics import Findings
from bookbuilder.translate.blocks import Block
from bookbuilder.translate.chapters import Paths, place
from bookbuilder.translate.compare import Unit
from bookbuilder.translate.diff import Change, Piece, diff
from bookbuilder.translate.load import Reader
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.status import ChapterStatus
from bookbuilder.translate.words import plain, words
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class Detail:
    """A block that is not done. `source` is its text now with its changes since it was translated (all kept, if there are
    none), `targets` are the blocks that translate it or seem to, `confidence` says how sure that is, `terms` are lines about
    those of the glossary."""

    locale: str
    stem: str
    standing: Standing
    path: str
    line: int
    column: int
    words: int
    kind: str
    source: tuple[Piece, ...]
    targets: tuple[Block, ...]
    confidence: float
    terms: tuple[str, ...] = ()

    @property
    def translation(self) -> tuple[Piece, ...]:
        """The translation as it is."""
        return tuple(
            (Change.KEPT, "\n".join(block.text for block in self.targets)) for _ in range(bool(self.targets))
        )


Terms = Callable[[Sequence[Block], str], tuple[str, ...]]
"""Returns what the glossary says of blocks of the source in a locale, by its name."""


def details(
    world: Workspace, found: Sequence[ChapterStatus], terms: Terms = lambda blocks, locale: ()
) -> Iterator[Detail]:
    """Yield what is not done, in the order of `found`; chapters that are done are not read."""
    reader = Reader(world, Findings())
    for one in found:
        if not one.open:
            continue
        paths = Paths(one.locale, one.stem, one.source, one.target, place(one.locale, one.stem))
        for unit in reader.load(paths).units(quick=True):
            if unit.standing is not Standing.DONE:
                yield replace(_detail(paths, unit), terms=terms(unit.sources, one.locale))


def _detail(paths: Paths, unit: Unit) -> Detail:
    block = unit.block
    now = "\n".join(source.text for source in unit.sources)
    before = "\n".join(entry.text for entry in unit.entries)
    changed = unit.standing is Standing.OUTDATED
    return Detail(
        paths.locale, paths.stem, unit.standing, paths.source if unit.sources else paths.target, block.line,
        block.column, len(words(plain(now))) if block.prose else 0, block.kind,
        diff(before, now) if changed else ((Change.KEPT, now),) if now else (), unit.targets, unit.confidence,
    )  # fmt: skip
