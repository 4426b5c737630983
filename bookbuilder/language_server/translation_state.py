"""The state of a translated chapter: which of its blocks are not up to date with their source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.terms import chapter_blocks
from bookbuilder.translate import state
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import ChapterPaths, state_path, translated_locales
from bookbuilder.translate.compare_blocks import Unit
from bookbuilder.translate.load_chapter import LoadedChapter
from bookbuilder.translate.plain_text import plain_text


@dataclass(frozen=True, slots=True)
class BlockState:
    """A block that is not up to date: where the translation has it (0: nowhere), and the text of its source."""

    status: BlockStatus
    line: int
    column: int
    source: str


def block_states(index: BookIndex, chapter: ChapterIndex) -> tuple[BlockState, ...]:
    """Return the blocks of a chapter that are not up to date; none in the source, in a locale that inherits another one, and
    in a translation that nobody keeps track of."""
    if chapter.locale not in translated_locales(index.project):
        return ()
    source = index.chapter(index.project.source, chapter.id)
    path = state_path(chapter.locale, chapter.id)
    try:
        known = index.world.text(path) if index.world.exists(path) else ""
    except BookbuilderError:
        return ()
    if source is None or not known:
        return ()
    return _compared(
        chapter.locale, chapter.id, (source.path, source.text), (chapter.path, chapter.text), known
    )


def counts(states: tuple[BlockState, ...]) -> dict[str, int]:
    """Return how many blocks there are of each status."""
    found = Counter(state.status.value for state in states)
    return {status.value: found[status.value] for status in BlockStatus if found[status.value]}


@lru_cache(maxsize=16)
def _compared(
    locale: str, stem: str, source: tuple[str, str], target: tuple[str, str], known: str
) -> tuple[BlockState, ...]:
    paths = ChapterPaths(locale, stem, source[0], target[0], state_path(locale, stem))
    entries = state.read(known, paths.state, Findings())
    if entries is None:
        return ()
    loaded = LoadedChapter(
        paths, chapter_blocks(source[1], source[0]), chapter_blocks(target[1], target[0]), entries
    )
    if loaded.up_to_date:
        return ()
    return tuple(_state(unit) for unit in loaded.units(quick=True) if unit.status is not BlockStatus.DONE)


def _state(unit: Unit) -> BlockState:
    text = " ".join(plain_text(block.text) for block in unit.sources)
    if not unit.targets:
        return BlockState(unit.status, 0, 0, text)
    return BlockState(unit.status, unit.targets[0].line, unit.targets[0].column, text)
