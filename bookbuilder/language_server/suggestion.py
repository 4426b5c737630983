"""A word that can be written at a position."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a suggestion is; an editor shows a sign for it."""

    ID = "id"
    CHAPTER = "chapter"
    FACT = "fact"
    NAME = "name"
    NOTE = "note"
    SOURCE = "source"
    FILE = "file"
    DIRECTIVE = "directive"
    KEY = "key"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that can be written: its label, the text to write, and a short and a long explanation."""

    label: str
    sort: Sort
    detail: str = ""
    text: str = ""
    written: str = ""

    @property
    def inserted(self) -> str:
        """What is written."""
        return self.written or self.label
