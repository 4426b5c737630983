"""Manuscripts in formats that pandoc reads for us: LaTeX, notebooks, reStructuredText, Org, AsciiDoc, Typst and others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.pandoc.run_pandoc import find_pandoc, install_hint, read_with_pandoc
from bookbuilder.world import World

FORMATS: Mapping[str, tuple[str, str]] = {
    ".tex": ("latex", "LaTeX"),
    ".latex": ("latex", "LaTeX"),
    ".ipynb": ("ipynb+citations", "a notebook of Jupyter"),
    ".rst": ("rst", "reStructuredText"),
    ".org": ("org", "Org"),
    ".adoc": ("asciidoc", "AsciiDoc"),
    ".asciidoc": ("asciidoc", "AsciiDoc"),
    ".typ": ("typst", "Typst"),
    ".fb2": ("fb2", "a FictionBook"),
    ".rtf": ("rtf", "RTF"),
    ".textile": ("textile", "Textile"),
    ".mediawiki": ("mediawiki", "a page of MediaWiki"),
    ".opml": ("opml", "an outline in OPML"),
    ".dbk": ("docbook", "DocBook"),
}
"""The formats by the ending of a file: the name that pandoc has for it, and ours."""
NEEDED = Rule(
    "source.pandoc",
    "this is {kind}, which is read with pandoc, and that is not installed",
    "Some formats of manuscripts are read by pandoc, a program of its own, and imported from the page of HTML that it makes"
    " of them. The extra `export` brings it; a pandoc 3.1 or later in PATH does as well.",
)
UNREAD = Rule(
    "source.unread",
    "pandoc cannot read this as {kind}: {message}",
    "The file is not what its name says, or it uses what pandoc does not know. Its own program can save it in another form,"
    " such as .docx or HTML.",
)


def is_foreign(source: ImportSource) -> bool:
    """Whether a source is one file in such a format, by its name."""
    return source.kind == FILE and PurePath(source.name).suffix.lower() in FORMATS


def as_html(source: ImportSource, world: World) -> ImportSource:
    """Return the page of HTML that pandoc makes of such a file, under the name of the file. Raises `BookbuilderError`
    (`source.pandoc`, `source.unread`, `tool.old`)."""
    form, kind = FORMATS[PurePath(source.name).suffix.lower()]
    if not find_pandoc(world):
        raise BookbuilderError(diagnostic(NEEDED, Span(source.name), hint=install_hint(), kind=kind))
    page, message = read_with_pandoc(world, form, source.whole)
    if page is None:
        raise BookbuilderError(diagnostic(UNREAD, Span(source.name), kind=kind, message=message))
    return ImportSource(source.name, FILE, (source.name,), lambda _: page, page)
