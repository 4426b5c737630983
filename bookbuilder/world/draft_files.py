"""The World of a draft: some chapters have the text that stands in for theirs, and everything else is as in the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.world.world import World


@dataclass(frozen=True, slots=True)
class DraftFiles(World):
    """A book in which the files at the paths of `edited` have other bytes. Only files that exist are edited.

    What is logged as an input of the build is what the book has: of that, the edited bytes are a function.
    """

    edited: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    # A class that is made again for its slots has lost the cell of `super()`, hence the name.
    def read(self, path: str) -> bytes:
        """Return the bytes of a file of the draft; raises `BookbuilderError` (`path.outside`, `file.*`)."""
        data = World.read(self, path)
        return self.edited.get(path, data)
