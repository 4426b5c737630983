"""The flavour of Markdown in which a book is written: what its author's program knows beyond ours, or reads otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Flavour(StrEnum):
    """What `[markdown] flavour` of book.toml can be."""

    BOOKBUILDER = "bookbuilder"
    COMMONMARK = "commonmark"
    GFM = "gfm"
    PANDOC = "pandoc"
    QUARTO = "quarto"
    MDBOOK = "mdbook"
    OBSIDIAN = "obsidian"
    MYST = "myst"

    @property
    def citations(self) -> bool:
        """Whether `[@key]`, `^[note]` and `(@example)` mean something: the syntax of pandoc."""
        return self in (Flavour.PANDOC, Flavour.QUARTO)

    @property
    def marks(self) -> bool:
        """Whether `H~2~O`, `x^2^` and `==words==` are marks; GitHub strikes out what stands between single tildes."""
        return self not in (Flavour.COMMONMARK, Flavour.GFM)

    @property
    def extended(self) -> bool:
        """Whether more is understood inside a line than CommonMark has."""
        return self is not Flavour.COMMONMARK


PROGRAMS = {
    Flavour.PANDOC: "pandoc",
    Flavour.QUARTO: "Quarto",
    Flavour.MDBOOK: "mdBook",
    Flavour.OBSIDIAN: "Obsidian",
    Flavour.MYST: "MyST",
}
"""The programs behind the flavours that have syntax of their own."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a chapter is read: its flavour, and the files that it includes, by their path in the book."""

    flavour: Flavour = Flavour.BOOKBUILDER
    included: Mapping[str, str] = field(default_factory=dict)


OURS = Dialect()
