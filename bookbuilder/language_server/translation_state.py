"""The state of a translated chapter: which of its blocks are not up to date with their source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.terms import chapter_blocks
from bookbuilder.locales.private_use import is_easy
from bookbuilder.translate import state
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import ChapterPaths, state_path, translated_locales
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class BlockState:
    """A block that is not up to date: its lines in the translation (0: it is not there), the text of its source, and the
    line and column of the source (0: there is none)."""

    status: BlockStatus
    line: int
    column: int
    source: str
    end_line: int = 0
    source_place: tuple[int, int] = (0, 0)

    @property
    def recordable(self) -> bool:
        """Whether somebody can record that it is up to date: it has a source and a translation."""
        return self.line > 0 and self.source_place[0] > 0


def block_states(index: BookIndex, chapter: ChapterIndex) -> tuple[BlockState, ...]:
    """Return the blocks of a chapter that are not up to date; none in the source, in a locale that inherits another one, and
    in a translation without a state."""
    given = translated_chapter(index, chapter)
    return _compared(*given) if given else ()


TranslatedTexts = tuple[str, str, tuple[str, str], tuple[str, str], str, bool]
"""The locale and the name of a chapter, path and text of source and translation, the text of its state, and whether it is a
free translation."""


def translated_chapter(index: BookIndex, chapter: ChapterIndex) -> TranslatedTexts | None:
    """Return a translated chapter that somebody keeps track of, with its source and its state; None for others."""
    if chapter.locale not in translated_locales(index.project):
        return None
    source = index.chapter(index.project.source, chapter.id)
    path = state_path(chapter.locale, chapter.id)
    try:
        known = index.world.text(path) if index.world.exists(path) else ""
    except BookbuilderError:
        return None
    if source is None or not known:
        return None
    free = is_easy(index.project.locales[chapter.locale].tag)
    return chapter.locale, chapter.id, (source.path, source.text), (chapter.path, chapter.text), known, free


def counts(states: tuple[BlockState, ...]) -> dict[str, int]:
    """Return how many blocks there are of each status."""
    found = Counter(state.status.value for state in states)
    return {status.value: found[status.value] for status in BlockStatus if found[status.value]}


@lru_cache(maxsize=16)
def _compared(
    locale: str, stem: str, source: tuple[str, str], target: tuple[str, str], known: str, free: bool
) -> tuple[BlockState, ...]:
    loaded = loaded_chapter(locale, stem, source, target, known, free)
    if loaded is None or loaded.up_to_date:
        return ()
    units = loaded.tracked_units(quick=True)
    return tuple(_state(unit) for unit in units if unit.status is not BlockStatus.DONE)


def loaded_chapter(
    locale: str, stem: str, source: tuple[str, str], target: tuple[str, str], known: str, free: bool
) -> LoadedChapter | None:
    """Return the blocks of both sides of a chapter, with its state; None if that cannot be read."""
    paths = ChapterPaths(locale, stem, source[0], target[0], state_path(locale, stem), free=free)
    entries = state.read(known, paths.state, Findings())
    if entries is None:
        return None
    return LoadedChapter(
        paths, chapter_blocks(source[1], source[0]), chapter_blocks(target[1], target[0]), entries
    )


def _state(unit: Unit) -> BlockState:
    text = " ".join(plain_text(block.text) for block in unit.sources)
    source = (unit.sources[0].line, unit.sources[0].column) if unit.sources else (0, 0)
    if not unit.targets:
        return BlockState(unit.status, 0, 0, text, source_place=source)
    first, last = unit.targets[0], unit.targets[-1]
    return BlockState(unit.status, first.line, first.column, text, last.line + last.text.count("\n"), source)
