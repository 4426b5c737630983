"""Collects what a book will hold when translations have been put into it: its chapters, their states, and book.toml."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bookbuilder.project.edit_toml import edit_toml
from bookbuilder.project.toml_positions import KeyPath
from bookbuilder.translate.chapters import BOOK
from bookbuilder.translate.exchange.placed import Placed
from bookbuilder.translate.exchange.units import Chapter
from bookbuilder.translate.record import synced
from bookbuilder.translate.state import written
from bookbuilder.world import Workspace

MARK = b"\xef\xbb\xbf"
"""A byte order mark, which some editors put before UTF-8."""


@dataclass(slots=True)
class Writing:
    """Files of a book with what they will hold, and texts of book.toml: those of all locales stand in one file."""

    world: Workspace
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[KeyPath, str] = field(default_factory=dict)

    def put(self, one: Chapter, new: Placed, *, recorded: bool = True) -> None:
        """Note the files of a chapter. `recorded`: its state says that what was put there is done; else only that what was
        done around it still is, and that the chapter is followed, for one without a state counts as translated."""
        paths = one.paths
        self.texts |= new.values
        if not one.loaded.whole and (one.new or new.text != one.base):
            raw = self.world.read(paths.source if one.new else paths.target)
            self.files[paths.target] = as_it_was(new.text, raw)
        kept = tuple(pair for pair in new.targets if recorded or pair[0].new is None)
        if kept:
            self.files[paths.state] = _state(one, replace(new, targets=kept), code=recorded)
        elif not self.world.exists(paths.state):
            self.files[paths.state] = written(()).encode()

    def result(self) -> dict[str, bytes]:
        """Return the files that change."""
        if not self.texts:
            return self.files
        new = edit_toml(self.world.text(BOOK), self.texts)
        assert new is not None, "the texts of each locale have been put there"
        return self.files | {BOOK: as_it_was(new, self.world.read(BOOK))}


def _state(one: Chapter, new: Placed, *, code: bool) -> bytes:
    chosen = {}
    for unit, theirs in new.targets:
        for block in unit.one.unit.sources:
            chosen[block.line, block.column] = theirs
    for block in one.loaded.sources:  # code is the same in all languages
        if block.prose or not code:
            continue
        same = [b for b in new.blocks if b.digest == block.digest and b.kind == block.kind]
        if len(same) == 1:
            chosen[block.line, block.column] = (same[0],)
    loaded = replace(one.loaded, targets=new.blocks, entries=one.loaded.entries)
    return written(synced(loaded, chosen.keys(), chosen).entries).encode()


def as_it_was(text: str, raw: bytes) -> bytes:
    """Return a text with the line ends, and the mark, of the file that it is put into."""
    return (MARK if raw.startswith(MARK) else b"") + text.replace(
        "\n", "\r\n" if b"\r\n" in raw else "\n"
    ).encode()
