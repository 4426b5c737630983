"""What is asked of those who do the heavy work for a PDF, as plain values: they go to other processes and make keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from bookbuilder.cache_key import excluded
from bookbuilder.formats.pdf.compile.compiled_part import FIRST_FONT, FONT_ROOM, Face, Object, merge
from bookbuilder.formats.pdf.compile.hyphenation import Words
from bookbuilder.formats.pdf.resources import Resource
from bookbuilder.step import Step, identity
from bookbuilder.world import Workspace

Objects = list[tuple[int, bytes]]
"""Objects of a PDF: numbers and bytes."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that compiling a part reads: plain values, so that it can go to another process and make a key for the cache.

    `html` is a whole page of HTML, `css` the style sheet, `resources` what both may name. `opens` says that the part opens
    the book, `right` on which side it is laid out, `first` the number of its first page (None: not known), `total` how many
    pages the book has (0: not known, or not asked), `strings` the named strings that it begins with. `main` says that its
    structure belongs into the main matter, `pretends` that its locale is a pseudo-locale, so that its texts are wanted.
    `without_patches` names changes to WeasyPrint that are left out (`engine.install`).
    """

    name: str
    html: str
    css: str
    resources: Mapping[str, Resource]
    words: Words
    opens: bool = False
    right: bool = True
    first: int | None = None
    total: int = 0
    strings: Mapping[str, str] = field(default_factory=dict)
    main: bool = False
    pretends: bool = False
    without_patches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A job with what it needs of the machine: the world, and the case with the fonts of the book; `about` is the file that
    it is made of, for who tells of it."""

    world: Workspace = field(metadata=excluded("a part is made of what its job says"))
    case: Path = field(metadata=excluded("where the fonts lie is of no account; `fonts` says which they are"))
    job: Job
    about: str = field(default="", metadata=excluded("for messages alone"))
    fonts: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the fonts: a case is named by its content."""
        object.__setattr__(self, "fonts", self.case.name)


@dataclass(frozen=True, slots=True)
class Cut:
    """A face to be cut: what all parts use of it, the bytes of its file, and the number of its first object."""

    face: Face
    data: bytes = field(metadata=excluded("`face` names its file by a hash"))
    base: int


def union(parts: Sequence[Object]) -> dict[str, Face]:
    """Return the faces of all parts with all their glyphs, whichever part comes first."""
    found: dict[str, Face] = {}
    for part in parts:
        for face in part.faces:
            old = found.get(face.hash)
            if old is None:
                old = found[face.hash] = replace(face, glyphs={}, widths={})
            merge(old.glyphs, face.glyphs)
            for number, width in face.widths.items():
                old.widths.setdefault(number, width)
    return {
        name: replace(
            face, glyphs=dict(sorted(face.glyphs.items())), widths=dict(sorted(face.widths.items()))
        )
        for name, face in sorted(found.items())
    }


def bases(faces: Mapping[str, Face]) -> dict[str, int]:
    """Return the number of the first object of each face."""
    return {name: FIRST_FONT + place * FONT_ROOM for place, name in enumerate(faces)}


@dataclass(frozen=True, slots=True)
class ColourSpaces:
    """The colour profile and the colour spaces that all parts of a file name."""


def _cut_objects(data: bytes) -> tuple[int, Objects]:
    """Return what `cut` encoded: the number of the font dictionary, and all objects."""
    return msgspec.msgpack.decode(data, type=tuple[int, Objects])


def _colour_objects(data: bytes) -> Objects:
    return msgspec.msgpack.decode(data, type=Objects)


_ENGINE = "bookbuilder.formats.pdf.engine"
COMPILE = Step(f"{_ENGINE}.compile_part:compile_part", Task, identity, lambda task: len(task.job.html))
CUT = Step(f"{_ENGINE}.font_subsets:cut", Cut, _cut_objects, lambda cut: len(cut.face.glyphs))
COLOUR_SPACES = Step(f"{_ENGINE}.font_subsets:colours", ColourSpaces, _colour_objects, lambda _: 0)
