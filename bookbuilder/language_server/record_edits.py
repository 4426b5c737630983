"""The edits of the state of a translation that record blocks as done, as `translate sync` does."""

from __future__ import annotations

from collections.abc import Collection

from bookbuilder.chapter_index.chapter_index import ChapterIndex
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.text_edits import Edit, line_edits
from bookbuilder.language_server.translation_state import loaded_chapter, translated_chapter
from bookbuilder.translate import state
from bookbuilder.translate.update_state import BlockPosition, sync_chapter


def record_edits(
    index: BookIndex, chapter: ChapterIndex, blocks: Collection[BlockPosition]
) -> tuple[Edit, ...]:
    """Return the edits that record blocks of a translated chapter, by the places of their sources, as up to date."""
    given = translated_chapter(index, chapter)
    loaded = loaded_chapter(*given) if given else None
    if given is None or loaded is None:
        return ()
    update = sync_chapter(loaded, frozenset(blocks), same=True)
    *_, known = given
    return (
        tuple(line_edits(loaded.paths.state, known, state.state_toml(update.entries)))
        if update.changed
        else ()
    )
