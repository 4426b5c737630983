"""Gives the sources that a manuscript cites their keys in the book, and writes its files of sources."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Findings, Span
from bookbuilder.importers.manuscript import nodes
from bookbuilder.sources.csl_variables import DATES, NAMES
from bookbuilder.sources.json_file import source_of
from bookbuilder.sources.new_sources import key_of, toml_entry
from bookbuilder.sources.source import Source
from bookbuilder.sources.toml_file import KEY, read_toml_sources

_KEY = re.compile(KEY)
_APA = re.compile(r"\bapa\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CitedSources:
    """The sources of a new book: `keys` are those of the book by those of the manuscript, `files` its files of sources.

    `notes`: the manuscript has its citations in notes. `style` is that of book.toml; empty for the usual one.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    notes: bool = False
    style: str = ""


def cited_sources(manuscript: nodes.Manuscript, beside: Mapping[str, Source]) -> CitedSources:
    """Return what a book has of the sources that a manuscript cites: those that it holds itself, for which files are made,
    and those that stand in files `beside` it, by their keys."""
    works = tuple(_works(manuscript))
    cited = dict.fromkeys(work.key for work in works)
    keys = {key: key for key in cited if key in beside}
    made: dict[str, Source] = {}
    known: dict[str, str] = {}
    for key in cited:
        if key in keys or key not in manuscript.sources:
            continue
        item = _tidy(manuscript.sources[key])
        same = json.dumps(item, sort_keys=True, default=str)
        if same not in known:
            source = source_of("source", item, Span(), Findings())
            if source is None:
                continue
            taken = {*made, *beside}
            given = str(item.get("citation-key") or item.get("citation-label") or "")
            name = given if _KEY.fullmatch(given) and given not in taken else key_of(source, taken)
            made[name] = Source(name, Span(), source.variables, source.archived)
            known[same] = name
        keys[key] = known[same]
    notes = _are_in_notes(manuscript, keys)
    style = "" if notes or not keys else "apa" if _APA.search(manuscript.citation_style) else "iso-690"
    return CitedSources(keys, _files(made), notes, style)


def _works(manuscript: nodes.Manuscript) -> Iterator[nodes.CitedWork]:
    for citation in _citations(manuscript):
        yield from citation.works


def _citations(manuscript: nodes.Manuscript) -> Iterator[nodes.Citation]:
    """Yield the citations in the order of the text, then those of notes."""
    texts = [text for section in manuscript.sections for text in nodes.block_inlines(section.blocks)]
    texts += [text for blocks in manuscript.notes.values() for text in nodes.block_inlines(blocks)]
    for text in texts:
        yield from (node for node in nodes.walk_inlines(text) if isinstance(node, nodes.Citation))


def _are_in_notes(manuscript: nodes.Manuscript, keys: Mapping[str, str]) -> bool:
    """Whether most citations stand in notes."""
    every = sum(_is_known(one, keys) for one in _citations(manuscript))
    texts = (text for blocks in manuscript.notes.values() for text in nodes.block_inlines(blocks))
    inner = sum(
        _is_known(node, keys)
        for text in texts
        for node in nodes.walk_inlines(text)
        if isinstance(node, nodes.Citation)
    )
    return 2 * inner > every


def _is_known(citation: nodes.Citation, keys: Mapping[str, str]) -> bool:
    return bool(citation.works) and all(work.key in keys for work in citation.works)


_NOISE = ("id", "abstract", "journalAbbreviation", "shortTitle", "source", "note")
"""What programs write into items beside what a list of sources prints."""


def _tidy(item: Mapping[str, object]) -> dict[str, object]:
    """Return an item as it is written: numbers of dates as numbers, and nothing that is empty."""
    result: dict[str, object] = {}
    for name, value in item.items():
        if name in NAMES and isinstance(value, list):
            value = [
                {key: part for key, part in one.items() if part} for one in value if isinstance(one, dict)
            ]
        elif name in DATES and isinstance(value, dict):
            value = {key: _numbers(part) if key == "date-parts" else part for key, part in value.items()}
        elif isinstance(value, int | float) and name != "type":
            value = str(value)
        if name not in _NOISE and value not in ("", [], {}, None):
            result[name] = value
    return result


def _numbers(parts: object) -> object:
    """Return the parts of dates, which Zotero writes as texts, as numbers."""
    if isinstance(parts, list):
        return [_numbers(part) for part in parts if part not in ("", None)]
    return int(parts) if isinstance(parts, str) and parts.removeprefix("-").isdecimal() else parts


def _files(sources: Mapping[str, Source]) -> dict[str, bytes]:
    """Return sources.toml, and sources.json for what TOML would not hold as it is."""
    entries: list[str] = []
    items: list[dict[str, object]] = []
    for source in sources.values():
        entry = toml_entry(source)
        read = read_toml_sources(entry, "sources.toml", Findings())
        if len(read) == 1 and (read[0].variables, read[0].archived) == (source.variables, source.archived):
            entries.append(entry)
        else:
            archived = {"archived": source.archived} if source.archived else {}
            items.append({"id": source.key, **source.variables, **archived})
    files: dict[str, bytes] = {}
    if entries:
        files["sources.toml"] = "\n".join(entries).encode()
    if items:
        files["sources.json"] = (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()
    return files
