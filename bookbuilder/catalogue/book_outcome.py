"""The outcomes of the books of a catalogue, and the manifest of all their files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from bookbuilder.diagnostics import Diagnostic
from bookbuilder.typed_decoding import from_json


class MadeFile(msgspec.Struct, frozen=True):
    """A finished file: its path in the folder of its book, its bytes, their SHA-256."""

    path: str
    size: int
    sha256: str


class BookOutcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """A book: its folder, its state (`made`, `unchanged`, `failed`), what was found; of one that was made, its files, a hash
    of all that was read for it, which workers worked on it and for how many seconds, and how many parts of PDFs were laid
    out and taken from a cache."""

    book: str
    state: str
    findings: tuple[Diagnostic, ...] = ()
    files: tuple[MadeFile, ...] = ()
    inputs: str = ""
    workers: tuple[str, ...] = ()
    seconds: float = 0.0
    made: int = 0
    reused: int = 0


class Manifest(msgspec.Struct, frozen=True):
    """All books of a run, with the version of the program that made them (`catalogue.build_version`)."""

    version: str
    books: tuple[BookOutcome, ...]

    def encoded(self) -> bytes:
        """Return it as JSON with line breaks."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def made_files(output: str, artifacts: Iterable[tuple[str, Mapping[str, bytes]]]) -> tuple[MadeFile, ...]:
    """Return the files of artifacts, sorted by their paths."""
    files = (
        MadeFile(f"{output}/{name}/{path}".rstrip("/"), len(data), hashlib.sha256(data).hexdigest())
        for name, parts in artifacts
        for path, data in parts.items()
    )
    return tuple(sorted(files, key=lambda file: file.path))


def seconds_per_task(data: bytes) -> float:
    """Return how many seconds a book of an earlier manifest took; 0 if it does not say."""
    try:
        earlier = from_json(data, Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return 0.0
    seconds = [book.seconds for book in earlier.books if book.seconds]
    return sum(seconds) / len(seconds) if seconds else 0.0
