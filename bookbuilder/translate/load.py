"""Reads what is needed to compare a chapter with its translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.translate import state, texts
from bookbuilder.translate.blocks import Block, blocks
from bookbuilder.translate.chapters import BOOK, Paths
from bookbuilder.translate.compare import Unit, compare
from bookbuilder.translate.standing import Standing
from bookbuilder.translate.state import Entry
from bookbuilder.world import Workspace, decode


@dataclass(frozen=True, slots=True)
class Loaded:
    """A chapter with its translation and what is known of it; `entries` are None if the state cannot be read."""

    paths: Paths
    sources: tuple[Block, ...]
    targets: tuple[Block, ...]
    entries: tuple[Entry, ...] | None

    @property
    def settled(self) -> bool:
        """Whether both files are what their state says, block by block: then every block is done."""
        entries = self.entries or ()
        return (
            [entry.source for entry in entries] == [block.digest for block in self.sources]
            and not any(entry.merged for entry in entries)
            and [target for entry in entries for target in entry.targets] == [b.digest for b in self.targets]
        )

    def units(self, *, quick: bool = False) -> tuple[Unit, ...]:
        """Return how each block stands; `quick` as in `compare`."""
        if not self.paths.target and self.sources and all(block.fixed for block in self.sources):
            # A chapter that is not to be translated need not be there.
            return tuple(Unit(Standing.DONE, (block,), ()) for block in self.sources)
        how = texts.compared if self.whole else compare
        return how(self.sources, self.targets, self.entries or (), quick=quick)

    @property
    def whole(self) -> bool:
        """Whether it is no chapter, but the texts of book.toml."""
        return self.paths.source == BOOK


@dataclass(slots=True)
class Reader:
    """Reads chapters, each source once for all its translations. A file that cannot be read is told and counts as empty."""

    world: Workspace
    findings: Findings
    _sources: dict[str, tuple[Block, ...]] = field(default_factory=dict)

    def load(self, paths: Paths, given: Mapping[str, bytes] | None = None) -> Loaded:
        """Return a chapter; `given` are the bytes of files that have been read already."""
        given = given or {}
        if paths.source not in self._sources:
            self._sources.clear()  # the next chapter; of a thousand only one is at hand
            self._sources[paths.source] = self._blocks(paths.source, given)
        entries: tuple[Entry, ...] | None = ()
        if paths.state in given or self.world.exists(paths.state):
            text = self._text(paths.state, given)
            entries = state.read(text, paths.state, self.findings) if text is not None else None
        return Loaded(
            paths, self._sources[paths.source], self._blocks(paths.target, given, paths.locale), entries
        )

    def text(self, path: str) -> str:
        """Return the text of a file; empty, and told, if it cannot be read."""
        return self._text(path, {}) or ""

    def _blocks(self, path: str, given: Mapping[str, bytes], locale: str = "") -> tuple[Block, ...]:
        text = self._text(path, given) if path else None
        if not text:
            return ()
        return texts.texts(text, locale) if path == BOOK else blocks(text, path)

    def _text(self, path: str, given: Mapping[str, bytes]) -> str | None:
        try:
            return decode(given[path] if path in given else self.world.read(path), path)
        except BookbuilderError as error:
            self.findings.extend(error.diagnostics)
            return None
