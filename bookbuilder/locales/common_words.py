"""The commonest words of a language, from which the language of a text is recognised."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from bookbuilder.locales.locale import available
from bookbuilder.world import Assets


def common_words(language: str, world: Assets) -> frozenset[str]:
    """Return the commonest words of a language in lower case; none if it has no `common.txt`.

    A language without spaces between words has none.
    """
    name = f"package/locales/{language}/common.txt"
    return _words(world.read_asset(name).decode()) if world.asset_exists(name) else frozenset()


SAMPLE = 2_000
"""Words of a text that are looked at, and how many there must be at least for a verdict: a fiftieth."""
_SHARE = 0.2
"""The least share of common words in a text of their language; it is some 0.4 in prose."""


def language_of(text: str, world: Assets) -> str:
    """Return the language that a text is in by its commonest words (`de`); empty if that is not certain.

    The best language has twice as many of them as any other.
    """
    words = [match[0].casefold() for match in islice(re.finditer(r"[^\W\d_]+", text), SAMPLE)]
    if len(words) < SAMPLE / 50:
        return ""
    counts = {
        tag: sum(word in known for word in words)
        for tag in available()
        if "-" not in tag and (known := common_words(tag, world))
    }
    (count, best), (other, _) = sorted(((count, tag) for tag, count in counts.items()), reverse=True)[:2]
    return best if count >= _SHARE * len(words) and count >= 2 * other else ""


@lru_cache(maxsize=32)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
