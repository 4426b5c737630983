"""A data file as it was found in the book, before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a file that a chapter names. `path` is where it is in the book; `problem` says why it is not read (empty:
    it is), `hint` what to do."""

    path: str
    data: bytes = b""
    problem: str = ""
    hint: str = ""
