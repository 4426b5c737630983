"""A comment that a translator wrote at a unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitComment:
    """What somebody says of a unit, or of some of its `words` (empty: of all). `author` is empty if the file does not name
    one; `of_source`: it is about the text of the source and not about the translation."""

    text: str
    author: str = ""
    of_source: bool = False
    words: str = ""
