"""The World with all its methods."""

from __future__ import annotations

from pathlib import Path

from bookbuilder.world.caching import Workspace
from bookbuilder.world.git_history import GitHistory
from bookbuilder.world.publishing import Publisher


class World(Workspace, Publisher, GitHistory):
    """A book's folder, the program's assets, and access to the machine."""

    __slots__ = ()

    @classmethod
    def of(cls, root: Path | World) -> World:
        """Return the World of a folder, or the one that is given."""
        return root if isinstance(root, World) else cls(root.resolve())
