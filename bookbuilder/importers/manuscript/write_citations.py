"""Writes citations of a manuscript as ours: `[vgl. @kant1795, S. 12]`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from bookbuilder.importers.manuscript import nodes
from bookbuilder.sources.locators import locator_word
from bookbuilder.sources.toml_file import KEY

_KEY = re.compile(KEY)
_SIGNS = {"[": "&#91;", "]": "&#93;", "@": "&#64;", ";": "\\;"}
_SIGN = re.compile(r"&#?\w+;|\\.|[\[\]@;]")
"""A sign of a citation, or one that is written already: of two backslashes, the second one escapes nothing."""
_GOES_ON = re.compile(r"[,)]|[.:](?:\s|\Z)")
"""What words behind a key begin with that need no blank."""
Written = Callable[[tuple[nodes.Inline, ...]], str]
"""Writes inlines as Markdown."""


def citation_markdown(
    citation: nodes.Citation, keys: Mapping[str, str], language: str, written: Written, *, bare: bool
) -> str:
    """Return a citation in Markdown; empty if one of its sources is not known. `bare` ones have no brackets around them:
    they stand in a note, where a style with notes would print these."""
    if not citation.works or any(work.key not in keys for work in citation.works):
        return ""
    parts = [_part(work, keys[work.key], language, written, bare=bare) for work in citation.works]
    first = citation.works[0]
    if bare or (len(parts) == 1 and first.author == "in-text" and not first.prefix):
        return "; ".join(parts)
    return f"[{'; '.join(parts)}]"


def _part(work: nodes.CitedWork, key: str, language: str, written: Written, *, bare: bool) -> str:
    name = f"@{key}" if _KEY.fullmatch(key) else f"@{{{key}}}"
    before, behind = _words(work.prefix, written), _words(work.suffix, written)
    place = _place(work, language)
    if behind and not _GOES_ON.match(behind):
        behind = f" {behind}"
    in_sentence = bare or (work.author == "in-text" and not before)
    if not in_sentence:
        sign = "-" if work.author == "none" else ""
        return f"{f'{before} ' if before else ''}{sign}{name}{f', {place}' if place else ''}{behind}"
    inner = f"{place}{behind}".lstrip(", ")
    return f"{f'{before} ' if before else ''}{name}{f' [{inner}]' if inner else ''}"


def _place(work: nodes.CitedWork, language: str) -> str:
    """Return a place in a source with a word that is read as its kind; words that cannot be read stay words."""
    value = " ".join(work.locator.split()).replace("\\", "\\\\")
    if not value:
        return ""
    word = locator_word(work.label or "page", language.partition("-")[0])
    return f"{word} {_SIGN.sub(_escaped, value)}".strip()


def _words(content: tuple[nodes.Inline, ...], written: Written) -> str:
    """Return words in which no sign is taken for one of the citation."""
    return _SIGN.sub(_escaped, " ".join(written(content).split()))


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    if sign.startswith("&"):
        return sign if html.unescape(sign) != sign else f"{sign[:-1]}{_SIGNS[';']}"
    return _SIGNS.get(sign.removeprefix("\\"), sign)
