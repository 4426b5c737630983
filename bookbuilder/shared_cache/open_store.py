"""Opens the shared cache if the user has set one up; without one, nothing of it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bookbuilder.shared_cache.settings import store_settings

if TYPE_CHECKING:
    from bookbuilder.shared_cache.store_client import StoreClient


def open_store(environ: Mapping[str, str], root: Path) -> StoreClient | None:
    """Return the shared cache that the user has set up; None if there is none. `root` is the folder of the book.

    It starts a process, which a confined process cannot do. Raises `BookbuilderError` (`cache.settings`).
    """
    settings = store_settings(environ, root)
    if settings is None:
        return None
    from bookbuilder.shared_cache.store_client import StoreClient

    return StoreClient(settings)
