"""Reads what a GitBook says of itself: `book.json`, or the `.gitbook.yaml` of the service."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown_sources.yaml_values import text_of, texts_of, yaml_values
from bookbuilder.importers.source import ImportSource

_COVERS = ("cover.jpg", "cover.png", "cover.jpeg")


def gitbook_metadata(source: ImportSource, folders: Iterable[str]) -> Metadata:
    """Return title, authors, language, ISBN and description of the first `book.json` in these folders, and the cover that
    lies beside it."""
    for folder in folders:
        book = _json(source, posixpath.join(folder, "book.json"))
        if book:
            covers = [posixpath.join(folder, name) for name in _COVERS]
            return Metadata(
                title=text_of(book.get("title")),
                authors=texts_of(book.get("author")) or texts_of(book.get("authors")),
                language=text_of(book.get("language")),
                isbn=text_of(book.get("isbn")),
                description=text_of(book.get("description")),
                cover=next((name for name in covers if source.has(name)), ""),
            )
    return Metadata()


def named_summary(source: ImportSource) -> str:
    """Return the path of the contents that a GitBook says: `root` is the folder of its text, `structure` has the name.
    Empty if it says none, or there is none."""
    for settings in (_yaml(source, ".gitbook.yaml"), _json(source, "book.json")):
        structure = settings.get("structure")
        name = text_of(structure.get("summary")) if isinstance(structure, dict) else ""
        root = text_of(settings.get("root"))
        path = posixpath.normpath(posixpath.join("/", root.lstrip("/"), name or "SUMMARY.md")).lstrip("/")
        if (name or root) and source.has(path):
            return path
    return ""


def _json(source: ImportSource, name: str) -> Mapping[str, object]:
    """Return a table of JSON; empty for a file that is missing or none."""
    try:
        found = json.loads(source.read(name).decode("utf-8-sig")) if source.has(name) else {}
    except (BookbuilderError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _yaml(source: ImportSource, name: str) -> Mapping[str, object]:
    try:
        text = source.read(name).decode("utf-8", "replace") if source.has(name) else ""
    except BookbuilderError:
        return {}
    return yaml_values(text) or {}
