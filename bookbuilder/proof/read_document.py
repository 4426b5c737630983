"""Reads a file of a word processor that came back."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.source import ImportSource, file_source
from bookbuilder.proof.read_docx import read_docx
from bookbuilder.proof.read_odt import read_odt
from bookbuilder.proof.returned_text import ReturnedDocument

UNKNOWN = Rule(
    "proof.format",
    "{name} is no file of Word or LibreOffice",
    "What comes back is read from files that end with .docx or .odt. Save the file in one of these formats, and merge that.",
)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that came back: its name, for messages, and its bytes."""

    about: str
    data: bytes


def read(task: ReturnedFile) -> bytes:
    """Return a `ReturnedDocument` as bytes; raises what `read_document` does."""
    return msgspec.msgpack.encode(read_document(file_source(task.about, task.data)))


def read_document(source: ImportSource) -> ReturnedDocument:
    """Return what a file says. Raises `BookbuilderError` (`proof.format`, `xml.*`, `archive.*`)."""
    if source.has("content.xml"):
        return read_odt(source)
    if source.has("[Content_Types].xml"):
        return read_docx(source)
    raise BookbuilderError(diagnostic(UNKNOWN, Span(source.name), name=source.name))
