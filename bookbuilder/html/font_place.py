"""Where the file of a face is, as messages tell it."""

from __future__ import annotations

from pathlib import PurePosixPath

from bookbuilder.diagnostics import Span
from bookbuilder.html.font_family import Face, Family
from bookbuilder.world import PROGRAM, Reader


def font_place(family: Family, face: Face, world: Reader) -> tuple[Span, str]:
    """Return the place and name of the file of a face; one of the house is told where fonts.toml names it."""
    path = f"fonts/{face.file}"
    own = world.versions(path)
    if own or not face.sha256:
        path = own[-1] if own else PROGRAM + path
        return Span(path), path
    return family.span, PurePosixPath(face.file).name
