"""The record of an importer, which a folder in `importers/` exports as `IMPORTER`, and how one is chosen for a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bookbuilder import discovery
from bookbuilder.diagnostics import BookbuilderError, Findings, Rule, Span, diagnostic
from bookbuilder.importers.source import ImportSource
from bookbuilder.world import Reader

UNKNOWN = Rule(
    "source.unknown",
    "this is no manuscript that can be imported: {problem}",
    "Manuscripts are files of Word (.docx) and LibreOffice (.odt), HTML, Markdown and plain text, e-books (.epub), and"
    " folders or ZIP archives of such files.",
)
Files = Mapping[str, bytes]
"""Path in the new book → contents."""

ACCEPT, REJECT, KEEP = "accept", "reject", "keep"
"""What happens to tracked changes; KEEP prints them as if accepted, and lists them in proof.toml."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """An import request: the source, and what the user knows about it.

    `id` is that of the new book. `locale` is empty to detect the language, `around` is None if the year of an article must
    come from the file. `date` is a day of publication, `changes` one of ACCEPT, REJECT, KEEP, `styles` are roles by kind and
    name of a style, from an import.toml. `convert` asks for our Markdown whatever Markdown the source has.
    """

    source: ImportSource
    id: str
    locale: str = ""
    around: dt.date | None = None
    date: str = ""
    changes: str = KEEP
    styles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    isbn_format: str = "pdf"
    convert: bool = False


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure an importer is of a source, from 0 (not at all) to 1, and the reason in a few words."""

    confidence: float
    reason: str = ""


NOT_MINE = Recognition(0)


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer: its name, a line of documentation, and its functions.

    `recognize` is told a request and never fails. `run` returns the files of a book that can be built, or None if it
    reported an error.
    """

    name: str
    doc: str
    recognize: Callable[[ImportRequest, Reader], Recognition]
    run: Callable[[ImportRequest, Reader, Findings], Files | None]


def importers() -> dict[str, Importer]:
    """Return the importers by name."""
    found = discovery.values("bookbuilder.importers", "IMPORTER", Importer)
    return {importer.name: importer for importer in found}


def choose(request: ImportRequest, world: Reader) -> tuple[Importer, str]:
    """Return the importer that is surest of a source, and its reason. Raises `BookbuilderError` (`citation.unknown`)."""
    found = [(importer.recognize(request, world), importer) for importer in importers().values()]
    best, importer = max(found, key=lambda pair: pair[0].confidence)
    if not best.confidence:
        problem, hint = _unknown(request.source)
        raise BookbuilderError(diagnostic(UNKNOWN, Span(request.source.name), problem=problem, hint=hint))
    return importer, best.reason


def _unknown(source: ImportSource) -> tuple[str, str]:
    """Return what a source that nobody knows is, and what to do."""
    for start, problem, hint in _FOREIGN:
        if source.whole.startswith(start):
            return problem, hint
    if not source.names:
        return "there are no files in it", "choose a folder or an archive with a text"
    return "nothing in it is a text", "say what it is with --from, or save it as .docx"


_FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "it is a file of an old Word, or one that is protected by a password",
        "open it in Word or LibreOffice, and save it as .docx without a password",
    ),
    (b"{\\rtf", "it is RTF", "open it in Word or LibreOffice, and save it as .docx"),
    (b"%PDF", "it is a PDF, which holds pages and no text to edit", "ask for the file that it was made from"),
)
