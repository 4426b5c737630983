"""Matches language tags as other programs write them to the locales of a book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bookbuilder.diagnostics import Rule

LANGUAGE = Rule(
    "exchange.language",
    "this is a translation into {tag!r}, which is no locale of this book",
    "An exchanged file names the language that it was translated into, as the table of its locale in book.toml does.",
)


def locale_of(tag: str, tags: Mapping[str, str]) -> str | None:
    """Return the locale for a tag in any spelling: `EN-us`, or `en` for the only English one.

    >>> locale_of("EN_us", {"en-US": "en"}), locale_of("en", {"en-US": "us", "en-GB": "uk"}), locale_of("fr", {"en": "en"})
    ('en', None, None)
    """
    match = tag_of(tag, tags)
    return None if match is None else tags[match]


def tag_of(tag: str, tags: Iterable[str]) -> str | None:
    """Return the tag that means the same language: equal but for spelling, or the only one with the same language."""
    wanted = tag.replace("_", "-").casefold()
    written = {tag: tag.replace("_", "-").casefold() for tag in tags}
    same = [one for one, other in written.items() if other == wanted]
    if same:
        return same[0]
    alike = [
        one
        for one, other in written.items()
        if other.partition("-")[0] == wanted or other == wanted.partition("-")[0]
    ]
    return alike[0] if len(alike) == 1 else None
