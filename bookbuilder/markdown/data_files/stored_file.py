"""A data file as it was found in the book, before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a file that a chapter names. `path` is where it is in the book; `problem` says why it is not read (empty:
    it is), `hint` what to do. `words` is the list of its words in the language of a translation, None if there is none;
    `wanted` is the path of the list that a translation would have."""

    path: str
    data: bytes = b""
    problem: str = ""
    hint: str = ""
    words: StoredFile | None = None
    wanted: str = ""
