"""Imports a site of MkDocs: `mkdocs.yml` names its pages in order."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown import markdown_files
from bookbuilder.importers.markdown_sources.file_links import MISSING
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS, TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.mdbook import report_unlisted
from bookbuilder.importers.mkdocs.python_markdown import plain_markdown
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.phrases import Phrase
from bookbuilder.world import Reader, decode

_FILES = ("mkdocs.yml", "mkdocs.yaml")
DEPTH = 12
"""Sections within sections of a navigation."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a site of MkDocs."""
    found = _settings_path(request.source)
    # More than an mdBook: a SUMMARY.md among the pages is that of a plugin.
    return Recognition(0.96, Phrase("{file} describes it", file=found)) if found else NOT_MINE


def _settings_path(source: ImportSource) -> str:
    return "" if source.kind == FILE else next((name for name in _FILES if source.has(name)), "")


def _settings(source: ImportSource, path: str, depth: int = 0) -> Mapping[str, object]:
    """Return the settings of a site, with those of the file that they inherit."""
    text = decode(source.read(path), source.shown(path)) if path else ""
    settings = yaml_values(text) or {}
    parent = resolved(path, text_of(settings.get("INHERIT")))
    if "INHERIT" in settings and source.has(parent) and depth < DEPTH:
        return {**_settings(source, parent, depth + 1), **settings}
    return settings


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that a site makes, or None after an error."""
    path = _settings_path(request.source)
    try:
        settings = _settings(request.source, path)
        folder = posixpath.normpath(text_of(settings.get("docs_dir")) or "docs")
        # From here on paths are those of the pages, as in their links.
        source = request.source if folder == "." else request.source.below(f"{folder}/")
        named = list(_named(settings.get("nav"), "")) or [("", name) for name in markdown_files(source)]
        files: dict[str, TakenFile] = {}
        for title, name in named:
            if source.has(name):
                place = Span(source.shown(name))
                content = plain_markdown(
                    decode(source.read(name), place.path), request.source, place, findings
                )
                files.setdefault(name, TakenFile(name, title, text=content))
            else:
                place = Span(request.source.shown(path))
                findings(MISSING, place, path=name[:200], hint="add it, and import again")
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    report_unlisted(source, "", set(files), findings)
    inner = replace(request, source=source)
    return markdown_book(tuple(files.values()), _metadata(settings), inner, world, findings)


def _named(pages: object, title: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield title and path of the pages of a navigation, in order; addresses elsewhere are none."""
    if isinstance(pages, str):
        path = unquote(pages.partition("#")[0])
        if path.lower().endswith(TEXTS) and "://" not in path:
            yield title, posixpath.normpath(path)
    elif isinstance(pages, list) and depth < DEPTH:
        for one in pages:
            yield from _named(one, "", depth + 1)
    elif isinstance(pages, dict):
        for name, inner in pages.items():
            yield from _named(inner, text_of(name), depth)


def _metadata(settings: Mapping[str, object]) -> Metadata:
    theme = settings.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    return Metadata(
        title=text_of(settings.get("site_name")),
        authors=texts_of(settings.get("site_author")),
        language=text_of(theme.get("language")) or text_of(theme.get("locale")),
        description=text_of(settings.get("site_description")),
        rights=html.unescape(re.sub(r"<[^<>]{0,500}>", "", text_of(settings.get("copyright")))),
    )


IMPORTER = Importer("mkdocs", "A site of MkDocs, whose mkdocs.yml names the pages.", recognize, run)
