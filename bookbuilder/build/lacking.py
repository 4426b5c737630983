"""Says what a chapter needs to fall back on its source, where a book wants that (`fallback`)."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.project.model import Untranslated


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a chapter needs to fall back on its source: what the book wants, the language of the source (BCP 47), and the
    paths and texts of the source and of the state (None: there is none). `whole`: the chapter is that of the source."""

    wanted: Untranslated
    tag: str
    source: str = ""
    text: str = ""
    state: str = ""
    known: str | None = None
    whole: bool = False
