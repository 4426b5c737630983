"""Imports Markdown: a file, or a folder of files in the order of their names (a GitBook names its order)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown.chapter_numbers import with_unnumbered, without_chapter_numbers
from bookbuilder.importers.markdown.exported_boxes import with_placeholders
from bookbuilder.importers.markdown_sources.emoji_shortcodes import with_emoji
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS, TakenFile, markdown_book
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.phrases import counted
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is Markdown."""
    source = request.source
    if source.kind == FILE:
        named = source.name.lower().endswith(TEXTS) and b"\0" not in source.whole[:4096]
        return Recognition(0.7, "its name is that of Markdown") if named else NOT_MINE
    found = markdown_files(source)
    return (
        Recognition(
            0.5, counted(len(found), "it has 1 file of Markdown", "it has {count:,} files of Markdown")
        )
        if found
        else NOT_MINE
    )


def markdown_files(source: ImportSource) -> list[str]:
    """Return the files of Markdown of a folder: an index first, then by name, numbers as numbers."""
    names = [name for name in source.names if name.lower().endswith(TEXTS) and not _ABOUT.search(name)]
    return sorted(names, key=natural_order)


def natural_order(name: str) -> tuple[object, ...]:
    """Return the order of a file among others.

    >>> sorted(["b/2.md", "10.md", "9.md", "index.md"], key=natural_order)
    ['index.md', '9.md', '10.md', 'b/2.md']
    """
    *folders, last = name.lower().split("/")
    first = last.rpartition(".")[0] in ("index", "readme", "_index", "cover", "preface", "vorwort")
    return (
        ([_parts(folder) for folder in folders] and 1) or 0,
        [_parts(folder) for folder in folders],
        not first,
        _parts(last),
    )


def _parts(name: str) -> list[tuple[int, int, str]]:
    found = re.split(r"(\d+)", name)
    return [
        (0, int(part), "") if part.isascii() and part.isdecimal() and len(part) < 18 else (1, 0, part)
        for part in found
    ]


_ABOUT = re.compile(r"(?:^|/)(?:(?i:LICENSE|CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|_sidebar)|SUMMARY)\.\w+$")
"""Files about the text. One that is called summary, in small letters, is a text of the author."""


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that Markdown makes, or None after an error."""
    source = request.source
    names = [source.name] if source.kind == FILE else markdown_files(source)
    stem = source.name.rpartition(".")[0] or source.name
    files = [TakenFile(name, stem if len(names) == 1 else "") for name in names]
    change = with_emoji if any(_README.fullmatch(name) for name in source.names) else str
    try:
        files = [
            replace(
                file, text=change(with_placeholders(decode(source.read(file.path), source.shown(file.path))))
            )
            for file in files
        ]
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    metadata = Metadata(title="" if len(names) == 1 else stem)
    files, unnumbered = without_chapter_numbers(files, source, findings)
    book = markdown_book(files, metadata, request, world, findings, _flavour(source, names))
    return None if book is None else with_unnumbered(book, unnumbered)


_README = re.compile(r"README(?:\.\w+)*", re.IGNORECASE)
"""The page of a repository that GitHub and GitLab show, in whose Markdown shortcodes are emoji."""
_PANDOC = re.compile(rb"\[-?@[A-Za-z{][^\]\n]*\]|\^\[[^\]\n]+\]|^:{3,} ?\{[.#]", re.MULTILINE)
"""Citations, notes inside the line, and divs with attributes."""


def _flavour(source: ImportSource, names: Sequence[str]) -> Flavour:
    """Return pandoc's flavour if a file has what only pandoc reads, else ours, which knows what most others have."""
    found = any(_PANDOC.search(source.read(name)) for name in names)
    return Flavour.PANDOC if found else Flavour.BOOKBUILDER


IMPORTER = Importer("markdown", "A file of Markdown, or a folder of such files.", recognize, run)
