"""How the chapters of a book are read: in which flavour of Markdown, and with which other files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.project.flavour import Flavour


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a chapter is read: its flavour, and the files that it includes, by their path in the book."""

    flavour: Flavour = Flavour.BOOKBUILDER
    included: Mapping[str, str] = field(default_factory=dict)


OURS = Dialect()
