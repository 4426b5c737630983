"""Imports a book of MyST, Jupyter Book or Sphinx in Markdown: `myst.yml`, `_toc.yml` or a toctree names the order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown import markdown_files
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.notebook import is_notebook, notebook_text
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.mdbook import report_unlisted
from bookbuilder.importers.source import FILE, ImportSource, with_files
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode

_TOCTREE = re.compile(r"(`{3,}|:{3,})\{(?:toctree|tableofcontents)\}")
_SUFFIXES = (".md", ".markdown", ".ipynb")
DEPTH = 8
"""Contents within contents."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a book of MyST or Sphinx in Markdown."""
    source = request.source
    if source.kind == FILE:
        return NOT_MINE
    for name in ("myst.yml", "_toc.yml"):
        if source.has(name):
            return Recognition(0.95, Phrase("{file} names its chapters", file=name))
    index = _index(source)
    if index and b"{toctree}" in source.read(index):
        return Recognition(0.9, Phrase("a toctree in {file} names its chapters", file=index))
    return NOT_MINE


def _index(source: ImportSource) -> str:
    return next((name for name in ("index.md", "source/index.md", "docs/index.md") if source.has(name)), "")


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that such a folder makes, or None after an error."""
    source = request.source
    try:
        metadata, names = _contents(source)
        names = list(dict.fromkeys(filter(None, (_file(source, name) for name in names)))) or markdown_files(
            source
        )
        files, pictures = [], dict[str, bytes]()
        for name in names:
            if is_notebook(name):
                place = Span(source.shown(name))
                notebook = notebook_text(source.read(name), name, place, findings, titled=True)
                if notebook is None:
                    continue
                text, pictures = notebook.text, {**pictures, **notebook.pictures}
            else:
                text = decode(source.read(name), source.shown(name))
            files.append(TakenFile(name, text="\n".join(_parted(text)[0])))
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    report_unlisted(source, "", set(names), findings)
    request = replace(request, source=with_files(source, pictures))
    return markdown_book(files, metadata, request, world, findings, Flavour.MYST)


def _contents(source: ImportSource) -> tuple[Metadata, list[str]]:
    """Return metadata and the names of chapters in order."""
    if source.has("myst.yml"):
        data = yaml_values(decode(source.read("myst.yml"), source.shown("myst.yml"))) or {}
        project = data.get("project", {})
        project = project if isinstance(project, dict) else {}
        metadata = Metadata(
            title=text_of(project.get("title")),
            authors=texts_of(project.get("authors")),
            date=text_of(project.get("date")),
            description=text_of(project.get("description")),
            keywords=texts_of(project.get("keywords")),
        )
        return metadata, list(_named(project.get("toc", []), 0))
    if source.has("_toc.yml"):
        data = yaml_values(decode(source.read("_toc.yml"), source.shown("_toc.yml"))) or {}
        config = (
            yaml_values(decode(source.read("_config.yml"), "_config.yml"))
            if source.has("_config.yml")
            else {}
        )
        config = config or {}
        metadata = Metadata(title=text_of(config.get("title")), authors=texts_of(config.get("author")))
        return metadata, [text_of(data.get("root")), *_named([data], 0)]
    index = _index(source)
    return Metadata(), list(_from_toctree(source, index, set()))


def _named(entries: object, depth: int) -> Iterator[str]:
    for one in entries if isinstance(entries, list) and depth < DEPTH else ():
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield text_of(one.get("file"))
            for key in ("chapters", "parts", "sections", "children"):
                yield from _named(one.get(key, []), depth + 1)


def _from_toctree(source: ImportSource, name: str, seen: set[str], depth: int = 0) -> Iterator[str]:
    """Yield a file and those that its toctrees name, each once."""
    if not name or name in seen:
        return
    seen.add(name)
    yield name
    for line in _parted("" if is_notebook(name) else decode(source.read(name), source.shown(name)))[1]:
        entry = line.strip()
        if entry.endswith(">"):  # words <file>
            entry = entry[:-1].rpartition("<")[2]
        if entry and not entry.startswith((":", "-")) and depth < DEPTH:
            yield from _from_toctree(
                source, _file(source, posixpath.join(posixpath.dirname(name), entry)), seen, depth + 1
            )


def _parted(text: str) -> tuple[list[str], list[str]]:
    """Return the lines of a text without its toctrees, and those within them."""
    text_lines: list[str] = []
    inner: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            if line.strip() == fence:
                fence = ""
            else:
                inner.append(line)
        elif match := _TOCTREE.match(line):
            fence = match[1]
        else:
            text_lines.append(line)
    return text_lines, inner


def _file(source: ImportSource, name: str) -> str:
    """Return the file that a name without suffix means; empty if there is none."""
    name = posixpath.normpath(name).lstrip("/") if name else ""
    return next(
        (
            one
            for one in (name, *(f"{name}{suffix}" for suffix in _SUFFIXES))
            if source.has(one) and one.endswith(_SUFFIXES)
        ),
        "",
    )


IMPORTER = Importer("myst", "A book of MyST, Jupyter Book or Sphinx in Markdown.", recognize, run)
