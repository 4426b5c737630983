"""Collects the files that an import or pre-translation changes: chapters, their states, lists of words, and book.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.toml_tables.positions import KeyPath
from bookbuilder.translate.chapter_blocks import Block
from bookbuilder.translate.chapter_paths import BOOK, SETTINGS, is_data
from bookbuilder.translate.exchange.exchange_units import ExchangeChapter
from bookbuilder.translate.exchange.write_back import WrittenChapter
from bookbuilder.translate.exchange.write_back_settings import with_settings
from bookbuilder.translate.state import state_toml
from bookbuilder.translate.update_state import sync_chapter
from bookbuilder.world import Workspace

BOM = b"\xef\xbb\xbf"
"""The UTF-8 byte order mark, which some editors write."""


@dataclass(slots=True)
class ChangedFiles:
    """New contents of the book's files; texts of book.toml are collected, since all locales share that file."""

    world: Workspace
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[KeyPath, str] = field(default_factory=dict)
    settings: dict[str, dict[KeyPath, str]] = field(default_factory=dict)
    """Texts of names.toml and of the tables of words in book.toml, by file."""

    def put(self, chapter: ExchangeChapter, new: WrittenChapter, *, recorded: bool = True) -> None:
        """Add the files of a chapter. `recorded`: the written units count as done; else only blocks that were done stay
        so, and an empty state is written, since a chapter without one counts as translated."""
        paths = chapter.paths
        if is_data(paths.source):
            raw = self.world.read(paths.target) if self.world.exists(paths.target) else b""
            self.files[paths.target] = encode_like(new.text, raw)
            return
        if paths.source in SETTINGS:
            self.settings.setdefault(paths.target, {}).update(new.values)
            return
        self.texts |= new.values
        if not chapter.loaded.is_metadata and (chapter.new or new.text != chapter.base):
            raw = self.world.read(paths.source if chapter.new else paths.target)
            self.files[paths.target] = encode_like(new.text, raw)
        recorded_targets = tuple(pair for pair in new.targets if recorded or pair[0].new is None)
        if recorded_targets:
            self.files[paths.state] = _state(chapter, replace(new, targets=recorded_targets), code=recorded)
        elif not self.world.exists(paths.state):
            self.files[paths.state] = state_toml(()).encode()

    def result(self) -> dict[str, bytes]:
        """Return the changed files."""
        result = dict(self.files)
        for path in sorted({*self.settings, *([BOOK] if self.texts else [])}):
            there = self.world.exists(path)  # pictures.toml may begin with the words of a drawing
            new = edit_toml(self.world.text(path) if there else "", self.texts if path == BOOK else {})
            new = with_settings(new, self.settings.get(path, {})) if new is not None else None
            assert new is not None, "the texts of each locale have been put there"
            result[path] = encode_like(new, self.world.read(path) if there else b"")
        return result


def _state(chapter: ExchangeChapter, new: WrittenChapter, *, code: bool) -> bytes:
    chosen = {}
    for unit, theirs in new.targets:
        for block in unit.exchanged.unit.sources:
            chosen[block.line, block.column] = theirs
    if code:  # it is equal in all languages
        theirs_by_code = _code_blocks(new.blocks)
        for key, ours in _code_blocks(chapter.loaded.sources).items():
            same = theirs_by_code.get(key, [])
            if len(same) == len(ours):
                chosen |= {
                    (block.line, block.column): (twin,) for block, twin in zip(ours, same, strict=True)
                }
    loaded = replace(chapter.loaded, targets=new.blocks, entries=chapter.loaded.entries)
    return state_toml(sync_chapter(loaded, chosen.keys(), chosen).entries).encode()


def _code_blocks(all_blocks: Iterable[Block]) -> dict[tuple[str, str], list[Block]]:
    """Return blocks of code, those that are alike in the order in which they stand, by their kind and digest."""
    found: dict[tuple[str, str], list[Block]] = {}
    for block in all_blocks:
        if not block.prose:
            found.setdefault((block.kind, block.digest), []).append(block)
    return found


def encode_like(text: str, raw: bytes) -> bytes:
    """Return a text with the line ends and byte order mark of the file it replaces."""
    return (BOM if raw.startswith(BOM) else b"") + text.replace(
        "\n", "\r\n" if b"\r\n" in raw else "\n"
    ).encode()
