"""Imports sources that tests make, and reads the chapters back with our own parser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bookbuilder.diagnostics import Diagnostic, Findings, Severity
from bookbuilder.document.nodes import Chapter, CodeText, Text
from bookbuilder.document.nodes import Code as CodeNode
from bookbuilder.document.walk import walk
from bookbuilder.importers.importer import Files, Importer, ImportRequest, choose, importers
from bookbuilder.importers.source import FOLDER, ImportSource, file_source
from bookbuilder.markdown.directive import directives
from bookbuilder.markdown.parse_chapter import parse_chapter
from bookbuilder.world import World
from tests.cases.case import ROOT

WORLD = World(ROOT)


def folder(files: Mapping[str, str | bytes], name: str = "folder") -> ImportSource:
    """Return files as the source of a folder."""
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return ImportSource(name, FOLDER, tuple(sorted(data)), data.__getitem__)


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """Return files as a ZIP archive."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        for path, text in files.items():
            zipped.writestr(path, text)
    return out.getvalue()


def imported(
    source: ImportSource | bytes, *, name: str = "buch.docx", importer: str = "", **options: Any
) -> tuple[Files, Findings]:
    """Return the files that a source makes, and what was said; the import must not fail."""
    files, findings = tried(source, name=name, importer=importer, **options)
    assert files is not None, [str(one) for one in findings.sorted()]
    return files, findings


def tried(
    source: ImportSource | bytes, *, name: str = "buch.docx", importer: str = "", **options: Any
) -> tuple[Files | None, Findings]:
    """Return the files that a source makes (None: it was refused), and what was said. May raise `BookbuilderError`."""
    found = file_source(name, source) if isinstance(source, bytes) else source
    request = replace(ImportRequest(found, "buch"), **options)
    chosen: Importer = importers()[importer] if importer else choose(request, WORLD)[0]
    findings = Findings()
    return chosen.run(request, WORLD, findings), findings


def texts(files: Files) -> dict[str, str]:
    """Return the chapters of a book by path."""
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}


def parsed(files: Files) -> tuple[list[Chapter], list[Diagnostic]]:
    """Return the chapters of a book as our parser reads them, in order, and its errors and warnings."""
    said = Findings()
    chapters = [parse_chapter(text, path, directives(), said) for path, text in sorted(texts(files).items())]
    return chapters, [one for one in said.sorted() if one.severity is not Severity.NOTICE]


def printed(node: object) -> str:
    """Return the words that a node prints, in order."""
    return "".join(one.text for one in walk(node) if isinstance(one, Text | CodeText | CodeNode))


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"\w+", text)


def codes(findings: Findings) -> list[str]:
    """Return the codes of what was said, each once, sorted."""
    return sorted({one.code for one in findings.sorted()})
