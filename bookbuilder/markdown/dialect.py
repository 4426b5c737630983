"""How the chapters of a book are read: in which flavour of Markdown, and with which other files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.markdown.data_files.stored_file import StoredFile
from bookbuilder.project.flavour import Flavour
from bookbuilder.project.variant import Variant


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a chapter is read: its flavour, the files that it includes, by their path in the book, and the data files of its
    tables, by the paths that it writes. Without `data` nobody has looked for them, and such tables are left empty. `variant`
    says which of its conditional passages it has; None: all of them."""

    flavour: Flavour = Flavour.BOOKBUILDER
    included: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, StoredFile] | None = None
    variant: Variant | None = None


OURS = Dialect()
