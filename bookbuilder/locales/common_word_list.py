"""The commonest words of a language, from its `common.txt`."""

from __future__ import annotations

from functools import lru_cache

from bookbuilder.world import Assets


def common_words(language: str, world: Assets) -> frozenset[str]:
    """Return the commonest words of a language in lower case; none if it has no `common.txt`.

    A language without spaces between words has none.
    """
    name = f"package/locales/{language}/common.txt"
    return _words(world.read_asset(name).decode()) if world.asset_exists(name) else frozenset()


@lru_cache(maxsize=32)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
