"""Finds optional fonts that are installed on this machine, with the texts of their licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bookbuilder.diagnostics import BookbuilderError, Findings
from bookbuilder.html.optional_fonts import OptionalFont, font_files
from bookbuilder.world import Reader, Workspace


@dataclass(frozen=True, slots=True)
class FontFolder:
    """A folder in which a system keeps fonts, and the text of their licence (empty: it is in the folder)."""

    folder: str
    licence: str = ""


SYSTEM_FOLDERS = (
    FontFolder("/usr/local/share/fonts"),
    FontFolder("/usr/share/fonts/opentype/noto", "/usr/share/doc/fonts-noto-cjk/copyright"),  # Debian
    FontFolder("/usr/share/fonts/truetype/noto", "/usr/share/doc/fonts-noto-core/copyright"),
    FontFolder("/usr/share/fonts/noto-cjk", "/usr/share/licenses/noto-fonts-cjk/LICENSE"),  # Arch
)


def installed_font(
    offer: OptionalFont, book: Reader, folders: tuple[FontFolder, ...] = SYSTEM_FOLDERS
) -> Mapping[str, Mapping[str, bytes]] | None:
    """Return the files of an optional font as `font_files` does; None if no folder has all of it with its licence."""
    for place in folders:
        source = Workspace(Path(place.folder))
        if not source.folder_exists("."):
            continue
        try:
            files = font_files(offer, source, _text(place.licence), book, Findings())
        except (BookbuilderError, OSError):
            continue
        if files is not None:
            return files
    return None


def _text(path: str) -> bytes | None:
    place = Path(path)
    return Workspace(place.parent).read(place.name) if path else None
