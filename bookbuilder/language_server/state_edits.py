"""Edits of the states of translations that keep blocks as up to date as they were, where a change of a chapter is none of
its text: a fact has another name, a value has become a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.language_server.text_edits import Edit, line_edits
from bookbuilder.translate import state
from bookbuilder.translate.chapter_blocks import blocks
from bookbuilder.translate.chapter_paths import chapters, translated_locales

_Hashes = Mapping[str, tuple[str, str]]
"""Old hash of a block → its new hash and text."""


def state_edits(index: BookIndex, texts: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edits of states for the new texts of chapters, by path. States know blocks by hashes of their text."""
    changes = {path: _hashes(index.chapters[path].text, text, path) for path, text in texts.items()}
    for locale in translated_locales(index.project):
        try:
            of_locale = chapters(index.world, index.project, locale)
        except BookbuilderError:  # a check reports it
            continue
        for paths in of_locale:
            sources, targets = changes.get(paths.source, {}), changes.get(paths.target, {})
            known = _text(index, paths.state) if sources or targets else ""
            entries = state.read(known, paths.state, Findings()) if known else None
            if entries is None or state.state_toml(entries) != known:
                continue  # none, or somebody has changed it by hand
            new = state.state_toml(_renewed(entry, sources, targets) for entry in entries)
            yield from line_edits(paths.state, known, new)


def _text(index: BookIndex, path: str) -> str:
    try:
        return index.world.text(path) if index.world.exists(path) else ""
    except BookbuilderError:
        return ""


def _renewed(entry: state.StateEntry, sources: _Hashes, targets: _Hashes) -> state.StateEntry:
    source, text = sources.get(entry.source, (entry.source, entry.text))
    made_of = tuple(targets[target][0] if target in targets else target for target in entry.targets)
    return replace(entry, source=source, text=text, targets=made_of)


def _hashes(before: str, after: str, path: str) -> _Hashes:
    """Return the blocks of a chapter whose hashes or texts differ; none if it has other blocks."""
    old, new = blocks(before, path), blocks(after, path)
    if len(old) != len(new):
        return {}
    pairs = zip(old, new)
    return {
        one.digest: (two.digest, two.text)
        for one, two in pairs
        if (one.digest, one.text) != (two.digest, two.text)
    }
