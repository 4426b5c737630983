"""The edits of the state of a translation that record blocks as done, as `translate sync` does."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.text_edits import Edit, line_edits
from bookbuilder.language_server.translation_state import TranslatedTexts, loaded_chapter, translated_chapter
from bookbuilder.translate import state
from bookbuilder.translate.update_state import BlockPosition, sync_chapter


def record_edits(
    index: BookIndex, chapter: ChapterIndex, blocks: Collection[BlockPosition] | None = None
) -> tuple[tuple[Edit, ...], int]:
    """Return the edits that record blocks of a translated chapter (named by the places of their sources) as up to date, and
    how many are recorded.

    Without `blocks`, those that the command would record: not what is still a copy of its source, nor an uncertain pair.
    """
    given = translated_chapter(index, chapter)
    return _recorded(given, None if blocks is None else frozenset(blocks)) if given else ((), 0)


@lru_cache(maxsize=32)  # an editor asks whenever the cursor moves
def _recorded(
    given: TranslatedTexts, blocks: frozenset[BlockPosition] | None
) -> tuple[tuple[Edit, ...], int]:
    loaded = loaded_chapter(*given)
    if loaded is None:
        return (), 0
    update = sync_chapter(loaded, blocks)
    if not update.changed:
        return (), 0
    known = given[4]
    return tuple(line_edits(loaded.paths.state, known, state.state_toml(update.entries))), update.changed
