"""Gives the texts of a source in UTF-8, whatever encoding their files are in."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace

from bookbuilder.diagnostics import Report, Rule, Severity, Span
from bookbuilder.importers.source import FILE, ImportSource
from bookbuilder.world.read_any_text import UTF8, read_any_text

ENCODING = Rule(
    "import.encoding",
    "this file is not in UTF-8; it was read as {encoding}",
    "A text is a row of bytes, and which letters they are depends on its encoding. A book is in UTF-8. A byte that UTF-8"
    " does not have is taken for one of Windows-1252, which most old editors in Western Europe and America write.",
    Severity.NOTICE,
)
SUFFIXES = (
    ".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".mdx", ".txt", ".text", ".yml", ".yaml", ".toml",
    ".json", ".tex", ".latex", ".rst", ".org", ".adoc", ".asciidoc", ".typ", ".textile", ".mediawiki",
)  # fmt: skip
"""How the names of texts and settings end. A page of HTML says itself in which encoding it is."""


def with_utf8_texts(source: ImportSource, report: Report) -> ImportSource:
    """Return a source whose texts are in UTF-8. Reports `import.encoding` for each that was not, once it is read."""
    reported: set[str] = set()

    def utf8(data: bytes, path: str) -> bytes:
        if not path.lower().endswith(SUFFIXES):
            return data
        found = read_any_text(data)
        if found.encoding == UTF8:
            return data.removeprefix(BOM_UTF8)
        if path not in reported:
            reported.add(path)
            name = source.name if source.kind == FILE else f"{source.name}/{path}"
            hint = "look at its letters; if some are wrong, save the file as UTF-8, and import again"
            report(ENCODING, Span(name, found.line), encoding=found.encoding, hint=hint)
        return found.text.encode("utf-8", "replace")

    if source.kind == FILE:
        whole = utf8(source.whole, source.name)
        return replace(source, open_file=lambda _: whole, whole=whole)
    return replace(source, open_file=lambda path: utf8(source.open_file(path), path))
