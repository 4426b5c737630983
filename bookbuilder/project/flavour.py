"""The flavour of Markdown in which a book is written: what its author's program knows beyond ours, or reads otherwise."""

from __future__ import annotations

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

    @property
    def includes(self) -> bool:
        """Whether a chapter can include other files."""
        return self in (Flavour.MDBOOK, Flavour.QUARTO)

    @property
    def layout(self) -> bool:
        """Whether attributes may hold sizes and places (`width=50%`), which are left out."""
        return self in (Flavour.PANDOC, Flavour.QUARTO, Flavour.MYST, Flavour.OBSIDIAN)
