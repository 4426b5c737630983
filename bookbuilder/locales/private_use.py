"""Parts a language tag from what stands in it for private use (BCP 47, 2.2.7): `de-DE-x-leicht` is German in easy words.

CLDR knows nothing of these subtags, so numbers, dates and words of such a locale are those of the tag without them.
"""

from __future__ import annotations

import re

EASY = frozenset({"leicht", "easy", "facile", "facil"})
"""Subtags that say that a text is in easy language: `x-leicht` in German, `x-easy` in English and all others, `x-facile` in
French and Italian, `x-facil` in Spanish and Portuguese."""

_PRIVATE = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]{2,8})*-(x(?:-[a-z0-9]{1,8})+)$")


def private_use(tag: str) -> str:
    """Return the subtags of a tag for private use, in small letters; empty if it has none.

    >>> private_use("de-DE-x-leicht"), private_use("de_x_Leicht"), private_use("de-DE"), private_use("de-x-")
    ('x-leicht', 'x-leicht', '', '')
    """
    match = _PRIVATE.search(tag.replace("_", "-").lower())
    return match[1] if match else ""


def base_tag(tag: str) -> str:
    """Return a tag without its subtags for private use.

    >>> base_tag("de-DE-x-leicht"), base_tag("en_x_easy"), base_tag("zh-Hant")
    ('de-DE', 'en', 'zh-Hant')
    """
    private = private_use(tag)
    return tag[: -len(private) - 1] if private else tag


def is_easy(tag: str) -> bool:
    """Whether a tag says that its texts are in easy language.

    >>> is_easy("de-DE-x-leicht"), is_easy("en-x-easy"), is_easy("de-x-bair")
    (True, True, False)
    """
    return not EASY.isdisjoint(private_use(tag).split("-"))
