"""The tags under which a text of a locale may be listed in a file of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from bookbuilder.locales.locale import Locale
from bookbuilder.locales.private_use import private_use

T = TypeVar("T")
D = TypeVar("D")
ALL = ""
"""The key, in place of a language, for values that hold in all languages."""


def closest_tags(*subtags: str) -> Iterator[str]:
    """Yield the tags under which data of a locale may be listed, the closest first.

    >>> list(closest_tags("zh", "Hans", "CN"))
    ['zh-hans-cn', 'zh-cn', 'zh-hans', 'zh']
    """
    language, *rest = (subtag.lower() for subtag in subtags if subtag)
    if len(rest) == 2:
        yield "-".join((language, *rest))
    for subtag in reversed(rest):
        yield f"{language}-{subtag}"
    yield language


def locale_tags(locale: Locale) -> tuple[str, ...]:
    """Return the tags of a locale, in small letters, the closest first, and that for all languages."""
    cldr, private = locale.cldr, private_use(locale.tag)
    tags = tuple(closest_tags(str(cldr.language), cldr.script or "", cldr.territory or ""))
    return (*(f"{tag}-{private}" for tag in tags if private), *tags, ALL)


def first_listed(by_tag: Mapping[str, T], tags: Sequence[str], default: D) -> T | D:
    """Return the value under the first tag that has one."""
    return next((by_tag[tag] for tag in tags if tag in by_tag), default)
