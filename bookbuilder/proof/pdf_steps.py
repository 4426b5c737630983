"""The steps that open a PDF of somebody else: their workers are confined and limited (`jail`). Nothing else opens one."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.build_step import Step
from bookbuilder.proof.pdf_marks import Box, MarkedPdf
from bookbuilder.typed_decoding import from_msgpack


@dataclass(frozen=True, slots=True)
class ReturnedPdf:
    """A file that came back: its name, for messages, and its bytes."""

    about: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PictureTask:
    """Parts of pages of a file that are to be drawn: the page, from 0, and a box on it."""

    about: str
    data: bytes
    parts: tuple[tuple[int, Box], ...]


def _marked(data: bytes) -> MarkedPdf:
    return from_msgpack(data, MarkedPdf)


def _pictures(data: bytes) -> list[bytes]:
    return from_msgpack(data, list[bytes])


def _size(task: ReturnedPdf | PictureTask) -> int:
    """Return the size by which the time of a step is limited: a second for every ten million bytes."""
    return len(task.data) // 5_000


# Named, not imported: this process would do their work itself until the workers are ready.
READ = Step("bookbuilder.proof.read_pdf:read", ReturnedPdf, _marked, _size)
PICTURES = Step("bookbuilder.proof.read_pdf:pictures", PictureTask, _pictures, _size)
