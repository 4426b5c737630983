"""Loads a chapter, its translation and its state, to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.project.book_file import book_settings
from bookbuilder.translate import metadata_texts, state
from bookbuilder.translate.block_conditions import for_locale
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_blocks import Block, blocks, without_own
from bookbuilder.translate.chapter_paths import BOOK, SETTINGS, ChapterPaths
from bookbuilder.translate.compare_blocks import Unit, compare_blocks
from bookbuilder.translate.free_translation import recorded_units
from bookbuilder.translate.state import StateEntry
from bookbuilder.world import Workspace, decode


@dataclass(frozen=True, slots=True)
class LoadedChapter:
    """A chapter with its translation and recorded entries; `entries` is None if the state cannot be read."""

    paths: ChapterPaths
    sources: tuple[Block, ...]
    targets: tuple[Block, ...]
    entries: tuple[StateEntry, ...] | None

    @property
    def up_to_date(self) -> bool:
        """Whether both files match their state block by block: then everything is done."""
        entries = self.entries or ()
        return (
            [entry.source for entry in entries] == [block.digest for block in self.sources]
            and not any(entry.merged for entry in entries)
            and [target for entry in entries for target in entry.targets] == [b.digest for b in self.targets]
        )

    def units(self, *, quick: bool = False) -> tuple[Unit, ...]:
        """Return the units with their status; `quick` as in `compare_blocks`."""
        if not self.paths.target and self.sources and all(block.locked for block in self.sources):
            # A chapter without text to translate needs no file.
            return tuple(Unit(BlockStatus.DONE, (block,), ()) for block in self.sources)
        how = metadata_texts.compare_metadata if self.is_metadata else compare_blocks
        targets = without_own(self.targets, self.sources, self.paths.locale)
        units = how(self.sources, targets, self.entries or (), quick=quick)
        # What a translation has for one edition alone needs no source.
        return tuple(unit for unit in units if unit.sources or not unit.block.conditions)

    def tracked_units(self, *, quick: bool = False) -> tuple[Unit, ...]:
        """Return the units that count as work: all of them; in a free translation those that are recorded, or all as long as
        none is, and none of a chapter that it leaves out."""
        if not self.paths.free:
            return self.units(quick=quick)
        if not self.paths.target:
            return ()
        units = self.units(quick=quick)
        return recorded_units(units) if self.entries else units

    @property
    def is_metadata(self) -> bool:
        """Whether it is not a chapter but texts of a file in TOML."""
        return self.paths.source in (BOOK, *SETTINGS)


@dataclass(slots=True)
class ChapterReader:
    """Loads chapters, each source once for all translations. Files that cannot be read are reported and count as empty."""

    world: Workspace
    findings: Findings
    _sources: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    _locales: frozenset[str] | None = None

    def load(self, paths: ChapterPaths, contents: Mapping[str, bytes] | None = None) -> LoadedChapter:
        """Return a chapter; `contents` are file contents that have been read already."""
        contents = contents or {}
        if paths.source not in self._sources:
            self._sources.clear()  # keep only the current chapter in memory
            self._sources[paths.source] = self._blocks(paths.source, contents)
        entries: tuple[StateEntry, ...] | None = ()
        if paths.state in contents or self.world.exists(paths.state):
            text = self._text(paths.state, contents)
            entries = state.read(text, paths.state, self.findings) if text is not None else None
        sources = self._for_locale(self._sources[paths.source], paths.locale)
        return LoadedChapter(paths, sources, self._blocks(paths.target, contents, paths.locale), entries)

    def _for_locale(self, source: tuple[Block, ...], locale: str) -> tuple[Block, ...]:
        """Return the blocks of a source that a translation is to have: without those for other locales alone."""
        if not any(block.conditions for block in source):
            return source
        if self._locales is None:
            settings = book_settings(self.world, Findings())
            self._locales = frozenset(settings.data.get("locales", ()) if settings else ())
        known = self._locales
        return tuple(block for block in source if for_locale(block.conditions, locale, known))

    def text(self, path: str) -> str:
        """Return the text of a file; empty, and reported, if it cannot be read."""
        return self._text(path, {}) or ""

    def _blocks(self, path: str, contents: Mapping[str, bytes], locale: str = "") -> tuple[Block, ...]:
        text = self._text(path, contents) if path else None
        if not text:
            return ()
        return metadata_texts.metadata_texts(text, locale) if path == BOOK else blocks(text, path)

    def _text(self, path: str, contents: Mapping[str, bytes]) -> str | None:
        try:
            return decode(contents[path] if path in contents else self.world.read(path), path)
        except BookbuilderError as error:
            self.findings.extend(error.diagnostics)
            return None
