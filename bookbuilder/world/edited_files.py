"""The World of a language server: open files have the text that they have in the editor, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.world.book_root import is_plain
from bookbuilder.world.caching import Workspace


@dataclass(frozen=True, slots=True)
class EditedFiles(Workspace):
    """A book with files that are open in an editor: `edited` maps their paths to the bytes that they would have if they
    were saved. A path that leads out of the book is never looked up there.

    Neither results nor files for libraries are kept: whoever only reads must leave nothing behind.
    """

    edited: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    # A class that is made again for its slots has lost the cell of `super()`, hence the names.
    def read(self, path: str) -> bytes:
        """Return the bytes of a file, as it is in the editor if it is open there."""
        data = self.edited.get(path) if is_plain(path) else None
        return Workspace.read(self, path) if data is None else data

    def exists(self, path: str) -> bool:
        """Whether the book has a file, perhaps one that was never saved."""
        return path in self.edited or Workspace.exists(self, path)

    def files(self, folder: str) -> tuple[str, ...]:
        """Return the files below a folder, with those that were never saved."""
        found = Workspace.files(self, folder)
        new = [path for path in self.edited if path.startswith(f"{folder}/") and path not in found]
        return tuple(sorted((*found, *new))) if new else found

    def recall(self, name: str) -> bytes | None:
        """Return nothing: the cache of builds is theirs."""
        del name
        return None

    def retain(self, name: str, data: bytes) -> None:
        """Keep nothing."""
        del name, data

    def retain_for_user(self, name: str, data: bytes) -> None:
        """Keep nothing."""
        del name, data
