"""The font files of a book on disk, as a typesetter uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.folder_lock import HeldFolder

LOST = Rule(
    "fonts.lost",
    "the font files of the book were changed while {what} was laid out",
    "A build copies the fonts of a book into the cache of the user, where no other build touches them. If something else"
    " deletes or changes them meanwhile, pages are set in other fonts, so what was laid out is thrown away.",
)


@dataclass(frozen=True, slots=True)
class FontDirectory:
    """The folders with the fonts of a book. No process deletes them while the value exists in the process that made it.

    `path` has a `fonts.conf` for fontconfig; its name says which fonts these are. `files` is the folder of the font files,
    `digests` has their names, and the SHA-256 of each.
    """

    path: Path
    files: Path
    digests: Mapping[str, str]
    held: tuple[HeldFolder, ...] = field(default=(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """A name that only these fonts have."""
        return self.path.name


def lost_fonts(what: str) -> BookbuilderError:
    """Return the error for a layout (`what`) whose fonts were lost."""
    hint = "build the book again; nothing of this layout was kept"
    return BookbuilderError(diagnostic(LOST, Span("fonts/fonts.toml"), hint=hint, what=what))
