"""`bookbuilder cache key`: makes a key for a shared cache."""

from __future__ import annotations

UNCONFINED = "it reads nothing at all"


def command() -> None:
    """Print a new key for a shared cache. All who share the cache have the same one, in their config.toml."""
    from bookbuilder.user_folders import new_key

    print(new_key().hex())
