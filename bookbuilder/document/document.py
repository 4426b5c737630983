"""The document that formats render: a whole book in one locale, with everything resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bookbuilder.document.assemble_book import contents_entry
from bookbuilder.document.galley import Galley, galley
from bookbuilder.document.nodes import Chapter, Entry, Target


@dataclass(frozen=True, eq=False)
class Document:
    """A book in one locale. `galleys` are its chapters, `targets` are all anchors of the book."""

    locale: str
    galleys: tuple[Galley, ...]
    targets: Mapping[str, Target] = field(default_factory=dict)

    @classmethod
    def of(cls, locale: str, chapters: Iterable[Chapter], targets: Mapping[str, Target]) -> Document:
        """Return the document of these chapters."""
        return cls(locale, tuple(galley(chapter, contents_entry(chapter)) for chapter in chapters), targets)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters with all their text."""
        return tuple(galley.chapter for galley in self.galleys)

    @cached_property
    def heads(self) -> tuple[Chapter, ...]:
        """The chapters without blocks and notes, available without decoding their text."""
        return tuple(galley.head for galley in self.galleys)

    @property
    def contents(self) -> tuple[Entry, ...]:
        """The table of contents: chapters, with their headings of level 2."""
        return tuple(galley.summary.entry for galley in self.galleys)

    @property
    def features(self) -> tuple[str, ...]:
        """What few books have, of all chapters (`document/style_features.py`)."""
        return tuple(sorted({name for galley in self.galleys for name in galley.summary.features}))

    @property
    def emphases(self) -> frozenset[str]:
        """The kinds of emphasis of all chapters: `emphasis`, `strong`."""
        return frozenset(kind for galley in self.galleys for kind in galley.summary.emphases)
