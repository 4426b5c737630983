"""Reads a file of a word processor that came back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.importers.source import ImportSource, file_source
from bookbuilder.proof.read_annotations import MARKS
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
        document = read_odt(source)
    elif source.has("[Content_Types].xml"):
        document = read_docx(source)
    else:
        raise BookbuilderError(diagnostic(UNKNOWN, Span(source.name), name=source.name))
    more = len(document.comments) - MARKS
    return replace(document, comments=document.comments[:MARKS], left_out=more) if more > 0 else document
