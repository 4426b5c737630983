"""Reads the sources that lie beside a manuscript, in the files of BibLaTeX, BibTeX or CSL-JSON that it names."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Findings, Report, Rule, Severity, Span
from bookbuilder.importers.source import FOLDER, ImportSource
from bookbuilder.limits import CHARACTERS
from bookbuilder.pandoc.read_bibliography import bibliography_items
from bookbuilder.pandoc.run_pandoc import find_pandoc, install_hint
from bookbuilder.phrases import Phrase
from bookbuilder.sources.bibtex_file import repeated_keys
from bookbuilder.sources.json_file import read_json_sources
from bookbuilder.sources.read_sources import read_bibtex_sources
from bookbuilder.sources.source import Source
from bookbuilder.world import Reader, World
from bookbuilder.world.read_any_text import read_any_text

UNREAD = Rule(
    "import.sources",
    "the sources in {file} are not in the book: {problem}",
    "Files of BibLaTeX, BibTeX or CSL-JSON that lie beside a manuscript become the sources of the book. Citations of what"
    " could not be read stay as they are printed.",
    Severity.WARNING,
)
KEPT = "de"
"""A language whose titles keep their letters; that of the manuscript is not known yet."""
MOST = 50
"""Files of sources that are looked for."""
USUAL = (
    "references.bib",
    "bibliography.bib",
    "sources.bib",
    "literatur.bib",
    "literature.bib",
    "refs.bib",
    "bibliographie.bib",
)
"""Names of files of sources that a program is told apart from the manuscript."""
_BIB, _JSON = (".bib", ".bibtex"), ".json"
_NAMED = re.compile(r"[^\s\"'\[\](){}<>,;:=|#]+\.(?:bib|bibtex)\b", re.IGNORECASE)
_LATEX = re.compile(r"\\(?:no)?bibliography\s*\{([^{}]{1,2000})\}")
_JSON_LINE = re.compile(
    r"^\s*\"?bibliography\"?\s*:.*?([^\s\"'\[\],]+\.json)\b", re.MULTILINE | re.IGNORECASE
)


def bibliography_files(path: Path) -> tuple[World, list[str]]:
    """Return the folder of a file, and the paths of the files of sources there that it names; if it names none, one with its
    own name, or with a usual one. None is above the folder, or leads out of it by a link."""
    real = path.resolve()
    world = World(real.parent)
    if world.folder_exists(real.name):
        return world, []
    try:
        text = read_any_text(world.read(real.name)).text
    except BookbuilderError:
        return world, []
    names = list(dict.fromkeys(filter(None, map(_inside, _named(text)))))[:MOST]
    found = [name for name in names if not world.leads_out(name) and world.exists(name)]
    if not names:
        usual = [f"{real.stem}.bib", *USUAL]
        found = [name for name in usual if not world.leads_out(name) and world.exists(name)][:1]
    return world, [name for name in found if not world.folder_exists(name)]


def _named(text: str) -> Iterator[str]:
    yield from (match[0] for match in _NAMED.finditer(text))
    for match in _LATEX.finditer(text):
        for name in match[1].split(","):
            yield name.strip() if name.strip().lower().endswith(_BIB) else f"{name.strip()}.bib"
    yield from (match[1] for match in _JSON_LINE.finditer(text))


def _inside(name: str) -> str:
    path = posixpath.normpath(name)
    return "" if path.startswith(("/", "..")) or "\0" in path or "\\" in path else path


def with_sources(
    source: ImportSource, files: Reader, names: Sequence[str], world: World, report: Report
) -> ImportSource:
    """Return a source with what the files of sources beside it hold; of a folder, those in it. Reports `import.sources`."""
    if source.kind == FOLDER:
        names = [name for name in source.names if name.lower().endswith(_BIB)][:MOST]
    texts: dict[str, str] = {}
    found: dict[str, Source] = {}
    again = False
    for name in names:
        try:
            text = read_any_text(files.read(name)).text
        except BookbuilderError as error:
            report(UNREAD, Span(name), file=name, problem=error.diagnostics[0].phrases[0])
            continue
        for one in _read(name, text, world, report):
            texts[name] = text
            again = again or one.key in found
            found.setdefault(one.key, one)
    if not found:
        return source
    return replace(source, sources=found, sources_files=_files(texts, found, again=again))


def _read(name: str, text: str, world: World, report: Report) -> list[Source]:
    if len(text) > CHARACTERS:
        report(
            UNREAD,
            Span(name),
            file=name,
            problem=Phrase("it has more than {characters:,} characters", characters=CHARACTERS),
        )
        return []
    said = Findings()
    if name.lower().endswith(_JSON):
        sources = read_json_sources(text, name, said)
    elif not find_pandoc(world):
        report(
            UNREAD,
            Span(name),
            file=name,
            problem="pandoc, which reads it, is not installed",
            hint=install_hint(),
        )
        return []
    else:
        sources = read_bibtex_sources(text, name, lambda bib: bibliography_items(world, bib, KEPT), said)
    for one in said.sorted():
        if not sources:
            report(UNREAD, one.span, file=name, problem=one.phrases[0])
    return sources


def _files(texts: Mapping[str, str], sources: Mapping[str, Source], *, again: bool) -> dict[str, bytes]:
    """Return the files of sources of a book: those that were read as they are, or all in one if two have a key in common."""
    bibs = [text for name, text in texts.items() if name.lower().endswith(_BIB)]
    repeated = again or any(repeated_keys(text, name) for name, text in texts.items() if text in bibs)
    if not repeated and len(bibs) == len(texts):
        return {
            "sources.bib": "\n".join(text if text.endswith("\n") else f"{text}\n" for text in bibs).encode()
        }
    items = [
        {"id": key, **source.variables, **({"archived": source.archived} if source.archived else {})}
        for key, source in sources.items()
    ]
    return {"sources.json": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()}
