"""The inputs of the steps that make a PDF, as plain values: they go to other processes, and cache keys are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bookbuilder.build_step import Step, identity
from bookbuilder.cache_key import excluded
from bookbuilder.formats.pdf.compile.compiled_part import (
    FIRST_FONT,
    FONT_ROOM,
    CompiledPart,
    UsedFace,
    merge_glyph_texts,
)
from bookbuilder.formats.pdf.compile.font_files import FontDirectory
from bookbuilder.formats.pdf.compile.hyphenation import Hyphenation
from bookbuilder.formats.pdf.resource import Resource
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Workspace

Objects = list[tuple[int, bytes]]
"""Objects of a PDF: numbers and bytes."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that compiling a part reads.

    `html` is a whole page of HTML, `css` the style sheet, `resources` what both may name. `opens` says that the part opens
    the book, `right` on which side of the sheet it is laid out, `first` is the number of its first page (None: not known),
    `page_count` how many pages the book has (0: not known, or not asked for), `strings` are the named strings that it begins
    with. `main` says that its structure belongs to the main matter, `pseudo` that its locale is a pseudo-locale, so that its
    texts are wanted. `without_patches` names changes to WeasyPrint that are left out (`engine.setup.install_patches`).
    """

    name: str
    html: str
    css: str
    resources: Mapping[str, Resource]
    hyphenation: Hyphenation
    opens: bool = False
    right: bool = True
    first: int | None = None
    page_count: int = 0
    strings: Mapping[str, str] = field(default_factory=dict)
    main: bool = False
    pseudo: bool = False
    without_patches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A job with what it needs of the machine: the world, and the directory with the fonts of the book; `about` is the file
    that it is made from, for messages. `edited`: its text is another one than in the build before, and may soon change
    again."""

    world: Workspace = field(metadata=excluded("a part is made of what its job says"))
    font_directory: FontDirectory = field(
        metadata=excluded("where fonts lie is of no account; `fonts` says which they are")
    )
    job: Job
    about: str = field(default="", metadata=excluded("for messages alone"))
    edited: bool = field(default=False, metadata=excluded("it says what to keep in memory"))
    fonts: str = field(init=False)

    def __post_init__(self) -> None:
        """Name the fonts: their directory is named by its content."""
        object.__setattr__(self, "fonts", self.font_directory.name)


@dataclass(frozen=True, slots=True)
class FaceSubset:
    """A face to be subset: what all parts use of it, the bytes of its font file, and the number of its first object."""

    face: UsedFace
    data: bytes = field(metadata=excluded("`face` names its file by a hash"))
    base: int


def all_faces(parts: Sequence[CompiledPart]) -> dict[str, UsedFace]:
    """Return the faces of all parts by their names, each with the glyphs of all parts. The order of the parts makes no
    difference."""
    faces: dict[str, UsedFace] = {}
    for part in parts:
        for face in part.used_faces():
            old = faces.get(face.hash)
            if old is None:
                old = faces[face.hash] = replace(face, glyphs={}, widths={})
            merge_glyph_texts(old.glyphs, face.glyphs)
            for number, width in face.widths.items():
                old.widths.setdefault(number, width)
    return {
        name: replace(
            face, glyphs=dict(sorted(face.glyphs.items())), widths=dict(sorted(face.widths.items()))
        )
        for name, face in sorted(faces.items())
    }


def first_objects(faces: Mapping[str, UsedFace]) -> dict[str, int]:
    """Return the number of the first object of each face."""
    return {name: FIRST_FONT + place * FONT_ROOM for place, name in enumerate(faces)}


@dataclass(frozen=True, slots=True)
class ColourSpaces:
    """The colour profile and the colour spaces that all parts of a file name."""


def _font_objects(data: bytes) -> tuple[int, Objects]:
    """Return what `font_subsets.subset` encoded: the number of the font dictionary, and all objects."""
    return from_msgpack(data, tuple[int, Objects])


def _colour_objects(data: bytes) -> Objects:
    return from_msgpack(data, Objects)


_ENGINE = "bookbuilder.formats.pdf.engine"
COMPILE = Step(f"{_ENGINE}.compile_part:compile_part", Task, identity, lambda task: len(task.job.html))
SUBSET = Step(
    f"{_ENGINE}.drawing.font_subsets:subset",
    FaceSubset,
    _font_objects,
    lambda subset: len(subset.face.glyphs),
)
COLOUR_SPACES = Step(
    f"{_ENGINE}.drawing.colour_spaces:colour_spaces", ColourSpaces, _colour_objects, lambda _: 0
)
