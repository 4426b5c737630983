"""Imports a book or a website of Quarto (`_quarto.yml`), or a book of Bookdown (`_bookdown.yml`)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown import natural_order
from bookbuilder.importers.markdown_sources.file_links import MISSING
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.notebook import is_notebook, notebook_text
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.quarto.cell_figures import with_figures
from bookbuilder.importers.quarto.conditional_content import visible_content
from bookbuilder.importers.quarto.cross_references import numbered_words, plain_references
from bookbuilder.importers.quarto.labelled_blocks import LabelWords, labelled_blocks, named_references
from bookbuilder.importers.quarto.shortcodes import without_shortcodes
from bookbuilder.importers.quarto.site_pages import site_pages
from bookbuilder.importers.source import FILE, ImportSource, with_files
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode

_FILES = ("_quarto.yml", "_quarto.yaml", "_bookdown.yml")
_VARIABLES = "_variables.yml"
_INCLUDE = re.compile(r"\{\{<\s{0,20}include\s{1,20}([^\s>]{1,300})\s{0,20}>\}\}")
DEPTH = 6
"""Parts within parts of a list of chapters."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a book of Quarto or Bookdown."""
    if request.source.kind == FILE:
        return NOT_MINE
    found = next((name for name in _FILES if request.source.has(name)), "")
    return Recognition(0.95, Phrase("{file} describes it", file=found)) if found else NOT_MINE


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that a project makes, or None after an error."""
    source = request.source
    settings: dict[str, object] = {}
    try:
        for name in _FILES:
            if source.has(name):
                settings |= _with_included(_values(source, name), source)
        book = settings.get("book") or settings.get("website") or {}
        book = book if isinstance(book, dict) else {}
        paths = list(_paths(book.get("chapters", []))) + list(_paths(book.get("appendices", [])))
        if not paths and _is_website(settings):
            paths = site_pages(settings, source)
        paths = paths or list(texts_of(settings.get("rmd_files"))) or _all(source)
        words = numbered_words(request.locale or text_of(settings.get("lang")), world)
        variables = _values(source, _VARIABLES) if source.has(_VARIABLES) else {}
        files, pictures, labels = [], dict[str, bytes](), LabelWords()
        for path in dict.fromkeys(paths):
            if not source.has(path):
                findings(MISSING, Span(source.name), path=path[:200], hint="add it, and import again")
                continue
            if is_notebook(path):
                notebook = notebook_text(source.read(path), path, Span(source.shown(path)), findings)
                if notebook is None:
                    continue
                text, pictures = notebook.text, {**pictures, **notebook.pictures}
            else:
                text = decode(source.read(path), source.shown(path))
            place = Span(source.shown(path))
            text = visible_content(_with_includes(text, path, source), place, findings)
            text = without_shortcodes(text, variables, {**book, **settings}, place, findings)
            text = labelled_blocks(plain_references(with_figures(text, path, source), words), labels)
            files.append(TakenFile(path, text=text))
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    files = [replace(file, text=named_references(file.text or "", labels, words)) for file in files]
    request = replace(request, source=with_files(source, pictures))
    return markdown_book(files, _metadata(book, settings), request, world, findings, Flavour.QUARTO)


def _values(source: ImportSource, name: str) -> Mapping[str, object]:
    return yaml_values(decode(source.read(name), source.shown(name))) or {}


def _with_included(settings: Mapping[str, object], source: ImportSource) -> Mapping[str, object]:
    """Return the settings of a project with those of the files that it names as `metadata-files`, which win."""
    names = (*texts_of(settings.get("metadata-file")), *texts_of(settings.get("metadata-files")))
    for name in map(posixpath.normpath, names):
        if source.has(name):
            settings = _joined(settings, _values(source, name), DEPTH)
    return settings


def _joined(below: Mapping[str, object], above: Mapping[str, object], depth: int) -> Mapping[str, object]:
    """Return tables as Quarto joins them: tables within one another, lists behind one another, else the one above."""
    out = dict(below)
    for key, value in above.items():
        known = out.get(key)
        if isinstance(known, dict) and isinstance(value, dict) and depth:
            out[key] = _joined(known, value, depth - 1)
        elif isinstance(known, list) and isinstance(value, list):
            out[key] = [*known, *(one for one in value if one not in known)]
        else:
            out[key] = value
    return out


def _is_website(settings: Mapping[str, object]) -> bool:
    project = settings.get("project")
    return "website" in settings or (isinstance(project, dict) and project.get("type") in ("website", "blog"))


def _paths(chapters: object, depth: int = 0) -> Iterator[str]:
    """Yield the paths of chapters; a part has chapters of its own."""
    for one in chapters if isinstance(chapters, list) and depth < DEPTH else ():
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            part = one.get("part") or one.get("file") or one.get("href") or ""
            if isinstance(part, str) and part.endswith((".qmd", ".md", ".Rmd", ".rmd", ".ipynb")):
                yield part
            yield from _paths(one.get("chapters", []), depth + 1)


def _all(source: ImportSource) -> list[str]:
    names = [
        name for name in source.names if name.lower().endswith((".qmd", ".rmd", ".ipynb")) and "/" not in name
    ]
    return sorted((name for name in names if not name.startswith("_")), key=natural_order)


def _with_includes(text: str, path: str, source: ImportSource) -> str:
    def content(match: re.Match[str]) -> str:
        target = resolved(path, match[1])
        return (
            decode(source.read(target), source.shown(target)).rstrip("\n") if source.has(target) else match[0]
        )

    return _INCLUDE.sub(content, text)


def _metadata(book: Mapping[str, object], settings: Mapping[str, object]) -> Metadata:
    cover = text_of(book.get("cover-image"))
    return Metadata(
        title=text_of(book.get("title")),
        subtitle=text_of(book.get("subtitle")),
        authors=texts_of(book.get("author")),
        language=text_of(settings.get("lang")),
        date=text_of(book.get("date")),
        description=text_of(book.get("description")),
        cover=posixpath.normpath(cover) if cover else "",
    )


IMPORTER = Importer("quarto", "A book or a website of Quarto, or a book of Bookdown.", recognize, run)
