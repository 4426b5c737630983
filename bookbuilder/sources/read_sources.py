"""Reads all sources of a book: those of its series, and over them its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from bookbuilder.diagnostics import Findings, Report, Span
from bookbuilder.limits import CHARACTERS
from bookbuilder.phrases import Phrase
from bookbuilder.sources.bibtex_file import archived_copies, bibtex_keys, bibtex_problem, repeated_keys
from bookbuilder.sources.json_file import read_json_sources
from bookbuilder.sources.rules import SYNTAX, TWICE
from bookbuilder.sources.source import Source
from bookbuilder.sources.toml_file import read_toml_sources
from bookbuilder.world import BookFiles

FILES = ("sources.bib", "sources.json", "sources.toml")
"""The files of sources in a folder."""

_UNTYPED = re.compile(r'"type": ?""')
"""What pandoc makes of a type that it does not know, such as `@treaty`."""
FromBibtex = Callable[[str], tuple[str | None, str]]
"""Turns BibLaTeX into CSL-JSON; or returns None and what is wrong with it."""


@dataclass(frozen=True, eq=False)
class Sources:
    """The sources of a book by key, in the order of its files; `files` are those that it has."""

    by_key: dict[str, Source] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sources."""
        return tuple(self.by_key)


def source_files(world: BookFiles) -> tuple[str, ...]:
    """Return the paths of the files of sources that a book has, of its series first."""
    return tuple(path for name in FILES for path in world.versions(name))


def read_sources(world: BookFiles, from_bibtex: FromBibtex | None, report: Report) -> Sources:
    """Return the sources of a book. One of its own replaces one of the series. Without `from_bibtex` only the keys of
    BibLaTeX are read. Reports `sources.*` and `source.*`."""
    files = source_files(world)
    own: dict[str, Source] = {}
    shared: dict[str, Source] = {}
    for path in files:
        found = shared if path.startswith("../") else own
        for source in _file(world.text(path), path, from_bibtex, report):
            if source.key in found:
                report(TWICE, source.span, key=source.key, first=str(found[source.key].span))
            else:
                found[source.key] = source
    return Sources(shared | own, files)


def _file(text: str, path: str, from_bibtex: FromBibtex | None, report: Report) -> list[Source]:
    if len(text) > CHARACTERS:
        report(
            SYNTAX,
            Span(path),
            problem=Phrase("the file has more than {characters:,} characters", characters=CHARACTERS),
        )
        return []
    if path.endswith(".toml"):
        return read_toml_sources(text, path, report)
    if path.endswith(".json"):
        return read_json_sources(text, path, report)
    return read_bibtex_sources(text, path, from_bibtex, report)


def read_bibtex_sources(text: str, path: str, from_bibtex: FromBibtex | None, report: Report) -> list[Source]:
    places, archived = bibtex_keys(text, path), archived_copies(text)
    if from_bibtex is None:
        return [Source(key, span, {"type": "document", "title": key}) for key, span in places.items()]
    converted, message = from_bibtex(text)
    if converted is None:
        problem, place = bibtex_problem(message, path)
        report(SYNTAX, place, problem=problem)
        return []
    for key, span in repeated_keys(text, path):
        report(TWICE, span, key=key, first=str(places[key]))
    # Pandoc has made these values, so their faults are not the author's.
    made = read_json_sources(_UNTYPED.sub('"type": "document"', converted), path, Findings())
    return [
        replace(source, span=places.get(source.key, Span(path)), archived=archived.get(source.key, ""))
        for source in made
    ]
