"""Gives WeasyPrint the fonts of a book (fontconfig), and raises an error if a file vanished or changed during the layout.

fontconfig and Pango read fonts by their paths, some of them late, and where a file is missing they take another one without
a word. So the files are looked at before a layout and after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from weasyprint.text.ffi import ffi, fontconfig
from weasyprint.text.fonts import FontConfiguration

from bookbuilder.formats.pdf.compile.font_files import FontDirectory, lost_fonts
from bookbuilder.world import Workspace
from bookbuilder.world.caching import FolderState

_FACES = re.compile("@font-face", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Known:
    """Fonts that were looked up, and the state of their files then."""

    fonts: FontConfiguration
    state: FolderState


_KNOWN: dict[tuple[Path, str], _Known] = {}
"""The fonts that this process used last, so that they are looked up once for all parts of a book."""


@contextmanager
def book_fonts(
    world: Workspace, directory: FontDirectory, css: str = "", what: str = "the book"
) -> Iterator[FontConfiguration]:
    """Give the fonts of a directory. A style sheet that brings fonts of its own gets its own configuration: in a shared
    one they would be fonts of other books too. `what` is what messages call the layout.

    Raises `BookbuilderError` (`fonts.lost`) if files are missing, or are others after the layout than before it.
    """
    path = str(directory.path)
    # Set during the whole layout: some releases of fontconfig reload their configuration, and would load the machine's.
    with world.environment(FONTCONFIG_FILE=f"{path}/fonts.conf", FONTCONFIG_PATH=path):
        key = directory.path, css if _FACES.search(css) else ""
        state = world.folder_state(directory.files)
        known = _KNOWN.get(key)
        if known is None or known.state != state:
            _KNOWN.clear()
            if {file.path for file in state} != set(directory.digests):
                raise lost_fonts(what)
            known = _KNOWN[key] = _Known(_looked_up(directory, what), state)
        try:
            yield known.fonts
        except Exception:
            if world.folder_state(directory.files) != state:  # what a missing font leads to can be anything
                _KNOWN.clear()
                raise lost_fonts(what) from None
            raise
        if world.folder_state(directory.files) != state:
            _KNOWN.clear()
            raise lost_fonts(what)


def check_faces(digests: Iterable[str], directory: FontDirectory, what: str) -> None:
    """Raise `BookbuilderError` (`fonts.lost`) if a font that was used (the SHA-256 of its file) is not one of a
    directory."""
    if not set(digests) <= set(directory.digests.values()):
        _KNOWN.clear()
        raise lost_fonts(what)


def _looked_up(directory: FontDirectory, what: str) -> FontConfiguration:
    """Return the fonts that fontconfig finds. Without its settings it would find those of the machine."""
    fonts = FontConfiguration()
    within = f"{directory.files}/".encode(errors="surrogateescape")
    if not all(file.startswith(within) for file in _listed(fonts)):
        raise lost_fonts(what)
    return fonts


def _listed(fonts: FontConfiguration) -> Iterator[bytes]:
    known = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)
    file = ffi.new("FcChar8 **")
    for number in range(known.nfont):
        if fontconfig.FcPatternGetString(known.fonts[number], b"file", 0, file) == fontconfig.FcResultMatch:
            yield ffi.string(file[0])
