"""All that may be done to a book and its machine."""

from __future__ import annotations

from bookbuilder.world.caching import Workspace
from bookbuilder.world.host_machine import Machine
from bookbuilder.world.publishing import Publisher


class World(Workspace, Publisher, Machine):
    """A book's folder, the program's own assets, and the few doors to the machine."""

    __slots__ = ()
