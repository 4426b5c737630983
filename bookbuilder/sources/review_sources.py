"""Finds what the desk wants to know of sources: who cites them, what a style will miss, which are there twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbuilder.sources.source import Source

ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "book": ("author or editor", "issued", "publisher or publisher-place"),
    "chapter": ("author", "container-title", "issued", "publisher or publisher-place"),
    "paper-conference": ("author", "container-title", "issued"),
    "article-journal": ("author", "container-title", "issued", "volume or issue or DOI"),
    "article-magazine": ("container-title", "issued"),
    "article-newspaper": ("container-title", "issued"),
    "report": ("author or publisher", "issued"),
    "thesis": ("author", "issued", "publisher"),
    "treaty": ("issued",),
    "legislation": ("issued or container-title",),
    "webpage": ("URL", "accessed"),
    "post": ("URL", "accessed"),
    "post-weblog": ("URL", "accessed"),
    "dataset": ("author or publisher", "issued"),
    "interview": ("author or interviewer", "issued"),
    "speech": ("author", "issued"),
}
"""Variables that the styles of the program print of a type, and that readers look for (ISO 690:2021, clause 5)."""


@dataclass(frozen=True, slots=True)
class ReviewedSource:
    """A source: how often it is cited, the variables that it lacks, and the key of one before it that is the same work."""

    source: Source
    cited: int
    lacking: tuple[str, ...]
    twin: str = ""


def review(sources: Mapping[str, Source], uses: Mapping[str, int]) -> tuple[ReviewedSource, ...]:
    """Return the sources in the order of their files; `uses` are numbers of citations by key."""
    seen: dict[str, str] = {}
    result = []
    for key, source in sources.items():
        marks = tuple(_identities(source))
        twin = next((seen[mark] for mark in marks if mark in seen), "")
        for mark in marks:
            seen.setdefault(mark, key)
        result.append(ReviewedSource(source, uses.get(key, 0), tuple(_lacking(source)), twin))
    return tuple(result)


def _lacking(source: Source) -> Iterator[str]:
    for wanted in NEEDED.get(source.type, ()):
        if not any(name in source.variables for name in wanted.split(" or ")):
            yield wanted


def _identities(source: Source) -> Iterator[str]:
    """Yield what tells a work from others: its DOI, ISBN, or its title with its year and who has written it."""
    for name in ("DOI", "ISBN"):
        if value := str(source.variables.get(name, "")):
            yield f"{name} {re.sub(r'[^0-9a-z./]', '', value.lower())}"
    title = _bare(str(source.variables.get("title", "")))
    names = source.variables.get("author") or source.variables.get("editor")
    first = names[0] if isinstance(names, list) and names else {}
    who = _bare(str(first.get("family") or first.get("literal") or "")) if isinstance(first, dict) else ""
    if title:
        yield f"title {title} {who} {year_of(source)}"


def year_of(source: Source) -> str:
    """Return the year in which a source came out; empty if it has none."""
    issued = source.variables.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    return str(parts[0][0]) if isinstance(parts, list) and parts and parts[0] else ""


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())
