"""Imports a vault of Obsidian: notes that refer to one another by `[[name]]`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.importers.importer import NOT_MINE, Files, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.nodes import Metadata
from bookbuilder.importers.markdown import markdown_files
from bookbuilder.importers.markdown_sources.markdown_book import TakenFile, markdown_book
from bookbuilder.importers.markdown_sources.markdown_lines import outside_code
from bookbuilder.importers.source import FILE
from bookbuilder.project.flavour import Flavour
from bookbuilder.world import Reader, decode

_LINK = re.compile(r"(!?)\[\[([^\[\]|#\n]{0,300})(#[^\[\]|\n]{0,300})?(?:\|([^\[\]\n]{0,300}))?\]\]")
_COMMENT = re.compile(r"%%(.*?)%%")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".tif", ".tiff")
_LOOKED_AT = 40
"""Files in which such links are looked for."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a vault: its texts have links in two brackets."""
    source = request.source
    if source.kind == FILE:
        return NOT_MINE
    try:
        found = any(
            _LINK.search(source.read(name).decode("utf-8", "replace"))
            for name in markdown_files(source)[:_LOOKED_AT]
        )
    except BookbuilderError:
        return NOT_MINE
    return Recognition(0.7, "its texts have links such as [[name]]") if found else NOT_MINE


def run(request: ImportRequest, world: Reader, findings: Findings) -> Files | None:
    """Return the files of the book that a vault makes, or None after an error."""
    source = request.source
    by_name: dict[str, str] = {}
    for name in source.names:
        by_name.setdefault(posixpath.basename(name).lower(), name)
        by_name.setdefault(name.lower(), name)
    try:
        files = [
            TakenFile(
                name, text=with_plain_links(decode(source.read(name), source.shown(name)), name, by_name)
            )
            for name in markdown_files(source)
        ]
    except BookbuilderError as error:
        findings.extend(error.diagnostics)
        return None
    return markdown_book(files, Metadata(title=source.name), request, world, findings, Flavour.OBSIDIAN)


def with_plain_links(text: str, path: str, by_name: Mapping[str, str]) -> str:
    """Return a text with ordinary links for `[[name]]`, pictures for `![[file]]`, and comments for `%%…%%`."""

    def change(match: re.Match[str]) -> str:
        picture, name, heading, words = match[1], match[2].strip(), match[3] or "", match[4]
        target = by_name.get(name.lower()) or by_name.get(f"{name.lower()}.md", "")
        shown = words or (f"{name}{' › ' if name else ''}{heading[1:]}" if heading else name)
        if not target and name:
            return f"{shown}"
        address = quote(posixpath.relpath(target, posixpath.dirname(path) or ".")) if target else ""
        if picture and target.lower().endswith(_PICTURES):
            alt = name.rpartition("/")[2].rpartition(".")[0] if not words or words.isdecimal() else words
            return f"![{alt}]({address})"
        anchor = (
            re.sub(r"[^\w-]+", "-", heading[1:].lower()).strip("-")
            if heading and not heading.startswith("#^")
            else ""
        )
        return f"[{shown}]({address}{f'#{anchor}' if anchor else ''})"

    lines = text.split("\n")
    for number in outside_code(lines):
        lines[number] = _COMMENT.sub(r"<!--\1-->", _LINK.sub(change, lines[number]))
    return "\n".join(lines)


IMPORTER = Importer("obsidian", "A vault of Obsidian.", recognize, run)
