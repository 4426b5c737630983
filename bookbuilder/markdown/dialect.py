"""How the chapters of a book are read: in which flavour of Markdown, and with which other files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.variant import Variant


class Citing(StrEnum):
    """How the citations of a book are read: as text, since it has no sources; in the sentence; or as notes, as its style has
    them."""

    NO = ""
    TEXT = "text"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a chapter is read: its flavour, the files that it includes, by their path in the book, and the data files of its
    tables, by the paths that it writes. Without `data` nobody has looked for them, and such tables are left empty. `citing`
    says what becomes of its citations, `variant` which of its conditional passages it has; None: all of them.
    `included_from` has the paths of files of the locale that stand for included ones, `alts` the alternative texts of
    pictures that have none where they are written, by their paths, `fact_sources` the citations behind facts, by their
    names."""

    flavour: Flavour = Flavour.BOOKBUILDER
    included: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, StoredFile] | None = None
    citing: Citing = Citing.NO
    variant: Variant | None = None
    included_from: Mapping[str, str] = field(default_factory=dict)
    alts: Mapping[str, str] = field(default_factory=dict)
    fact_sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def cites(self) -> bool:
        """Whether the book has sources, so that `[@key]` is a citation in every flavour."""
        return self.citing is not Citing.NO


OURS = Dialect()
