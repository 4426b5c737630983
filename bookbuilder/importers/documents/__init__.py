"""Imports a folder of files of Word and LibreOffice, or of plain text: each is a chapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bookbuilder.diagnostics import BookbuilderError, Findings, Report
from bookbuilder.importers import docx, odt, text
from bookbuilder.importers.importer import NOT_MINE, Importer, ImportRequest, Recognition
from bookbuilder.importers.manuscript.book_files import book_of
from bookbuilder.importers.manuscript.join_manuscripts import join_manuscripts
from bookbuilder.importers.manuscript.nodes import Manuscript
from bookbuilder.importers.markdown import natural_order
from bookbuilder.importers.markdown_sources.markdown_book import TEXTS
from bookbuilder.importers.source import FILE, ImportSource, file_source
from bookbuilder.phrases import counted
from bookbuilder.world import Reader

READERS: Mapping[str, Callable[[ImportRequest, Report], Manuscript]] = {
    ".docx": docx.read_manuscript,
    ".docm": docx.read_manuscript,
    ".odt": odt.read_manuscript,
    ".txt": text.read_manuscript,
}
"""What reads the files of a folder, by their suffix."""


def recognize(request: ImportRequest, _: Reader) -> Recognition:
    """Return how sure it is that a source is a folder or an archive of documents."""
    found = _documents(request.source)
    written = [name for name in found if not name.lower().endswith(".txt")]
    others = sum(name.lower().endswith((*TEXTS, ".html", ".htm", ".xhtml")) for name in request.source.names)
    if not found or request.source.kind == FILE or len(written) < others:
        return NOT_MINE
    return Recognition(
        0.65 if written else 0.3,
        counted(len(written or found), "it has 1 document", "it has {count:,} documents"),
    )


def read_manuscript(request: ImportRequest, report: Report) -> Manuscript:
    """Return a folder of documents as a manuscript, in the order of their names. Raises `BookbuilderError` with the
    problems of all that cannot be read."""
    source = request.source
    manuscripts, problems = [], Findings()
    for name in _documents(source):
        shown = source.shown(name)
        try:
            document = file_source(shown, source.read(name))
            reader = READERS[f".{name.lower().rpartition('.')[2]}"]
            manuscripts.append(reader(replace(request, source=document), report))
        except BookbuilderError as error:
            problems.extend(error.diagnostics)
    if problems.failed:
        raise BookbuilderError(*problems.sorted())
    return join_manuscripts(manuscripts, source.name.rpartition(".")[0] or source.name)


def _documents(source: ImportSource) -> list[str]:
    """Return the documents of a folder, without the lock files that Word leaves beside open ones (`~$name.docx`)."""
    names = [
        name
        for name in source.names
        if name.lower().endswith(tuple(READERS)) and not name.rpartition("/")[2].startswith(("~$", ".", "._"))
    ]
    return sorted(names, key=natural_order)


IMPORTER = Importer(
    "documents",
    "A folder of files of Word and LibreOffice, or of plain text.",
    recognize,
    book_of(read_manuscript),
)
