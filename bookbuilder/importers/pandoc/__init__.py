"""Imports a book of pandoc: files of Markdown with a file of metadata, or one of defaults that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bookbuilder.diagnostics import BookbuilderError, Findings, Span
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown import markdown_files
from bookbuilder.importers.markdown_sources.file_links import MISSING
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.markup.page import resolved
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.phrases import Phrase
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode

_METADATA = re.compile(r"(?:metadata|meta|title|book)\.(?:ya?ml|txt)")
"""Names that manuals of pandoc give to the file with the metadata; in `.txt` they stand between lines of hyphens."""
_DEFAULTS = re.compile(r"[\w.-]*defaults?[\w.-]*\.ya?ml|epub\.ya?ml|pdf\.ya?ml")
_KEYS = frozenset(("title", "author", "creator", "lang", "subtitle"))
_LISTS = frozenset(("input-files", "input-file", "metadata-files", "metadata-file"))


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a book of pandoc."""
    source = request.source
    if source.kind == FILE or not markdown_files(source):
        return NOT_MINE
    try:
        found = next((name for name, _ in _described(source)), "")
    except BookbuilderError:
        return NOT_MINE
    return Recognition(0.8, Phrase("{file} describes it", file=found)) if found else NOT_MINE


def _described(source: ImportSource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the files at the top that describe a book, with their values: those of defaults first. Raises
    `BookbuilderError`."""
    tops = sorted(name for name in source.names if "/" not in name)
    for pattern, keys in ((_DEFAULTS, _LISTS), (_METADATA, _KEYS)):
        for name in tops:
            values = _values(source, name) if pattern.fullmatch(name.lower()) else {}
            if keys & values.keys():
                yield name, values


def _values(source: ImportSource, name: str) -> Mapping[str, Any]:
    """Return what a file of YAML says; also one between lines of hyphens, as in Markdown."""
    text = decode(source.read(name), source.shown(name))
    parts = re.split(r"^(?:---|\.\.\.)[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    return yaml_values(parts[1] if len(parts) == 3 and not parts[0].strip() else text) or {}


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book, or None after an error."""
    source = request.source
    settings: dict[str, Any] = {}
    names: list[str] = []
    try:
        for name, values in _described(source):
            names += [
                resolved(name, one)
                for key in ("input-files", "input-file")
                for one in texts_of(values.get(key))
            ]
            inner = values.get("metadata")
            for one in (
                values if not _LISTS & values.keys() else {},
                inner if isinstance(inner, dict) else {},
            ):
                settings = {**one, **settings}
            for path in (*texts_of(values.get("metadata-files")), *texts_of(values.get("metadata-file"))):
                if source.has(resolved(name, path)):
                    settings = {**settings, **_values(source, resolved(name, path))}
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    for path in names:
        if not source.has(path):
            findings(MISSING, Span(source.name), path=path[:200], hint="add it, and import again")
    texts = [name for name in dict.fromkeys(names) if source.has(name)] or markdown_files(source)
    files = [TakenFile(name) for name in texts if not _METADATA.fullmatch(name.lower())]
    return markdown_book(files, _metadata(settings), request, world, findings, Flavour.PANDOC)


def _metadata(settings: Mapping[str, Any]) -> Metadata:
    cover = text_of(settings.get("cover-image"))
    return Metadata(
        title=_main(settings.get("title")),
        subtitle=text_of(settings.get("subtitle")),
        authors=texts_of(settings.get("author", settings.get("creator"))),
        language=text_of(settings.get("lang")),
        date=text_of(settings.get("date")),
        publisher=text_of(settings.get("publisher")),
        rights=text_of(settings.get("rights")),
        isbn=_isbn(settings.get("identifier", settings.get("isbn"))),
        description=text_of(settings.get("description", settings.get("abstract"))),
        keywords=texts_of(settings.get("keywords", settings.get("subject"))),
        cover=resolved("", cover) if cover else "",
    )


def _main(title: object) -> str:
    """Return a title; of several, such as `type: main` and `type: subtitle`, the main one."""
    parts = title if isinstance(title, list) else [title]
    mains = [one for one in parts if not isinstance(one, dict) or one.get("type", "main") == "main"]
    return text_of(mains[0]) if mains else ""


def _isbn(identifier: object) -> str:
    """Return the ISBN among identifiers: texts, or tables with a `scheme`."""
    for one in identifier if isinstance(identifier, list) else [identifier]:
        scheme = str(one.get("scheme", "")) if isinstance(one, dict) else ""
        if "ISBN" in scheme.upper() or re.match(r"(?i)(?:urn:)?isbn|97[89]", text_of(one)):
            return text_of(one)
    return ""


IMPORTER = Importer("pandoc", "A book of pandoc, with a file of metadata or defaults.", recognize, run)
