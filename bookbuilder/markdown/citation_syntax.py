"""Parses a citation as pandoc writes it: `[siehe @un1945; vgl. @kant1795, S. 12–14]`, `@kant1795 [S. 3]`, `[-@kant1795]`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bookbuilder.document.nodes import CitedSource
from bookbuilder.sources.locators import parse_locator

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
"""A class of characters: those of scripts without spaces between words, and Hangul, whose particles follow a key."""
_SPACED_KEY = rf"[^\W{UNSPACED}](?:(?:(?![{UNSPACED}])[\w:.#$%&+?<>~/-])*[^\W{UNSPACED}])?"
KEY_PATTERN = rf"(?:{_SPACED_KEY}|\w(?:[\w:.#$%&+?<>~/-]*\w)?)"
"""A key without braces. In a script with spaces it ends where another one goes on: `@kant1795による`."""
KEY = rf"(?:\{{(?P<braced>[^{{}}\s]+)\}}|(?P<key>{KEY_PATTERN}))"
_SEPARATOR = re.compile("[;；؛]")
"""Between the sources of a citation; a writer of Japanese or Arabic has the sign of that script at hand."""
_CITED = re.compile(rf"(?P<minus>-?)@{KEY}")
_IN_SENTENCE = re.compile(rf"(?P<minus>-?)@{KEY}(?:[ ]\[(?P<place>[^\[\]]*)\])?")

_NOT_BETWEEN = re.compile(r"&#?\w+;|\\.")
"""What has a semicolon that parts no sources."""


def cited_sources(text: str) -> tuple[CitedSource, ...]:
    """Return the sources that a citation names; empty if one of its parts names none.

    >>> cited_sources("[siehe @un1945; -@kant1795, S. 12]")[1]
    CitedSource(key='kant1795', prefix='', label='page', locator='12', suffix='', author='none')
    >>> cited_sources("@kant1795 [Art. 5]")[0].author
    'in-text'
    """
    if not text.startswith("["):
        match = _IN_SENTENCE.fullmatch(text)
        if match is None:
            return ()
        place = match["place"] or ""
        first, *others = _split(place) if place else ("",)
        author = "none" if match["minus"] else "in-text"
        main = _source(match, "", f", {first}" if first.strip() else "", author)
        behind = tuple(_parts(others))
        return (main, *(source for source in behind if source)) if all(behind) else ()
    parts = tuple(_parts(_split(text[1:-1])))
    return tuple(source for source in parts if source) if all(parts) else ()


def _split(text: str) -> list[str]:
    """Return the parts of a text between semicolons, but for those of `&nbsp;` and behind a backslash."""
    held = _NOT_BETWEEN.sub(
        lambda match: match[0].replace(";", "\0") if _is_sign(match[0]) else match[0], text
    )
    return [part.replace("\0", ";") for part in _SEPARATOR.split(held)]


def _is_sign(text: str) -> bool:
    return text.startswith("\\") or html.unescape(text) != text


def _parts(texts: list[str]) -> Iterator[CitedSource | None]:
    for part in texts:
        match = _CITED.search(part)
        if match is None:
            yield None
        else:
            author = "none" if match["minus"] else ""
            yield _source(match, part[: match.start()].strip(), part[match.end() :], author)


def _source(match: re.Match[str], prefix: str, behind: str, author: str) -> CitedSource:
    key = match["braced"] or match["key"]
    place = parse_locator(behind.rstrip())
    if place is None:
        return CitedSource(key, prefix, suffix=behind.rstrip(), author=author)
    return CitedSource(key, prefix, place.label, place.value, place.rest, author)
