"""The place of a font file, for messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Diagnostic, Span
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.world import PROGRAM, Reader


def font_place(family: Family, face: Face, world: Reader) -> tuple[Span, str]:
    """Return the place and name of a face's file for messages; for a font of the house, the place where fonts.toml
    names it."""
    path = f"fonts/{face.file}"
    own = world.versions(path)
    if own or not face.sha256:
        path = own[-1] if own else PROGRAM + path
        return Span(path), path
    return family.span, PurePosixPath(face.file).name


def file_place(file: str, fonts: Fonts, world: Reader) -> tuple[Span, str]:
    """Return the place and name of a font file, a key of `Fonts.files`."""
    for family in fonts.families:
        for face in family.faces:
            if face.file == file and not family.instead:
                return font_place(family, face, world)
    path = world.theme_path(f"fonts/{file}")
    return Span(path), path


def with_file_places(diagnostics: Iterable[Diagnostic], fonts: Fonts, world: Reader) -> Iterator[Diagnostic]:
    """Yield diagnostics. A step names a font file by its key in `Fonts.files`; its diagnostics get the file's place."""
    for one in diagnostics:
        file = one.span.path.removeprefix("fonts/")
        if one.span.path != file and file in fonts.files:
            span, name = file_place(file, fonts, world)
            yield replace(one, span=span, message=one.message.replace(one.span.path, name))
        else:
            yield one
