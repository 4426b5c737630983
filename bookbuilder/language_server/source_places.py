"""Finds where the key of a source is written outside of chapters: in the files of sources, and in facts.toml."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bookbuilder.chapter_index.extents import Extent, extent
from bookbuilder.chapter_index.marks import Mark, MarkKind
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.printed_citations import ENTRY, entry_anchor
from bookbuilder.facts.fact_sources import source_citation, source_key
from bookbuilder.language_server.book_index import BookIndex
from bookbuilder.markdown.citation_syntax import cited_sources
from bookbuilder.project.shared_facts import FACTS
from bookbuilder.toml_tables.positions import key_extents

SOURCES = "sources.toml"
_JSON = re.compile(r'"(?:id|citation-key)"\s*:\s*"((?:[^"\\]|\\.)*)"')
_BIBTEX = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|string|preamble)[A-Za-z]+\s*[{(]\s*([^\s,{}()]+)(?=\s*,)"
    r"|^[ \t]*(?:crossref|xref|xdata|related|entryset)\s*=\s*[{\"]([^{}\"]*)[}\"]",
    re.MULTILINE | re.IGNORECASE,
)
"""The key of an entry, or the keys of others that it refers to."""
_LISTED = re.compile(r"[^\s,]+")
_CITED = re.compile(r"(?<![\w@/.])@(?:\{([^{}\s]+)\}|(\w(?:[\w:.#$%&+?<>~/-]*\w)?))")


def named_in_files(index: BookIndex, key: str) -> Iterator[Extent]:
    """Yield where the files of sources of the book itself name a source, with what the file itself refers to."""
    source = index.sources.get(key)
    path = source.span.path if source else SOURCES
    if path == SOURCES:
        yield from index.files[SOURCES].places(key)
    elif path in index.source_texts:
        yield from (place for name, place in _file_keys(index.source_texts[path], path) if name == key)


def named_at(index: BookIndex, path: str, line: int, column: int) -> tuple[str, Extent] | None:
    """Return the source whose key stands at a position of sources.toml, .bib or .json, or of facts.toml."""
    if path == SOURCES:
        found = index.files[SOURCES].at(line, column)
        return (str(found[0][0]), found[1]) if found and len(found[0]) == 1 else None
    if path == FACTS:
        marks = (mark for mark in fact_marks(index) if mark.place.holds(line, column))
        return next(((mark.name, mark.place) for mark in marks), None)
    keys = _file_keys(index.source_texts.get(path, ""), path)
    return next((one for one in keys if one[1].holds(line, column)), None)


def fact_marks(index: BookIndex) -> Iterator[Mark]:
    """Yield the places in facts.toml that name a source of the book."""
    if index.sources:
        for key, place in _fact_keys(index.files[FACTS].text, frozenset(index.sources)):
            yield Mark(MarkKind.SOURCE, key, place)


def other_file_citing(index: BookIndex, key: str) -> str:
    """Return a file of Markdown that is no chapter, but perhaps included in one, and cites a source; empty if none does."""
    for path in index.world.files("chapters"):
        if not path.endswith(".md") or path in index.chapters:
            continue
        try:
            text = index.world.text(path)
        except BookbuilderError:
            continue
        if f"@{key}" in text or f"@{{{key}}}" in text:
            if any(key in match.groups() for match in _CITED.finditer(text)):
                return path
    return ""


def entry_key(index: BookIndex, target: str) -> str:
    """Return the key of the source to whose entry in a list a reference leads; empty if it leads elsewhere."""
    if not target.startswith(ENTRY):
        return ""
    return next((key for key in index.sources if entry_anchor(key) == target), "")


def facts_of_series(index: BookIndex, key: str) -> tuple[str, ...]:
    """Return the facts of the series that name a source."""
    return tuple(
        name
        for name, written in index.series_sources.items()
        if any(source.key == key for source in cited_sources(source_citation(written, index.sources)))
    )


@lru_cache(maxsize=8)  # an editor asks whenever the cursor moves
def _fact_keys(text: str, known: frozenset[str]) -> tuple[tuple[str, Extent], ...]:
    """Return the keys of sources that facts name, each with its place."""
    if "source" not in text:
        return ()
    try:
        values = key_extents(text).values
    except IndexError:  # somebody is writing it
        return ()
    found: list[tuple[str, int]] = []
    for path, (begin, end) in values.items():
        if len(path) != 2 or path[1] != "source" or text[begin : begin + 1] not in ('"', "'"):
            continue
        quotes = 3 if text.startswith(('"""', "'''"), begin) else 1
        written = text[begin + quotes : end - quotes]
        offset = begin + quotes
        key = source_key(written)
        if key in known:
            found.append((key, offset + written.index(key)))
        elif source_citation(written, known):
            for match in _CITED.finditer(written):
                group = 1 if match[1] else 2
                if match[group] in known:
                    found.append((match[group], offset + match.start(group)))
    return tuple(_placed(text, FACTS, ((key, start, start + len(key)) for key, start in found)))


@lru_cache(maxsize=8)
def _file_keys(text: str, path: str) -> tuple[tuple[str, Extent], ...]:
    """Return the keys of a .bib or .json file, each with its place."""
    if path.endswith(".json"):
        found = ((json.loads(f'"{m[1]}"'), *m.span(1)) for m in _JSON.finditer(text) if _is_json(m[1]))
        return tuple(_placed(text, path, found))
    keys: list[tuple[str, int, int]] = []
    for match in _BIBTEX.finditer(text):
        group = 1 if match[1] else 2
        begin = match.start(group)
        keys += [
            (one[0], begin + one.start(), begin + one.end()) for one in _LISTED.finditer(match[group] or "")
        ]
    return tuple(_placed(text, path, keys))


def _is_json(written: str) -> bool:
    try:
        json.loads(f'"{written}"')
    except ValueError:
        return False
    return True


def _placed(text: str, path: str, keys: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, Extent]]:
    """Yield keys that stand between two offsets of a line with their places."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for key, begin, end in keys:
        row = bisect_right(starts, begin) - 1
        yield key, extent(path, row + 1, begin - starts[row] + 1, end - begin)
