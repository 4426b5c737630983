"""A font family: its faces, its licence, what it is made for; and all families of a book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bookbuilder.diagnostics import Span
from bookbuilder.html.hanging_characters import NOTHING_HANGS, HangingCharacters


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a family: its file below `fonts/`, weight (100 to 900) and style (`normal`, `italic`).

    `without`: characters of the face that another family provides; see `font_scripts`. `hanging`: those that hang into the
    margins. `sha256`: the hash of its file, which may be one of the house (`house_fonts`); empty: any file of its name.
    """

    file: str
    weight: int
    style: str
    without: frozenset[str] = frozenset()
    hanging: HangingCharacters = NOTHING_HANGS
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A font family and its licence.

    `scripts` are those it is made for (ISO 15924: `Arab`, `Jpan`); none for a Latin family. `ascii`: it also provides ASCII
    figures and signs in text of its script. `right` is where fonts.toml says that it may be embedded (empty: it says
    nothing). `stand_in` is the family that fonts.toml names for where this one cannot be used: `absent` says that it is a
    font of the house which is not on this machine, `withheld` why it must not be handed out with an e-book or a web edition
    (empty: it may). `instead`: the family whose faces it has now (`font_stand_ins`).
    """

    name: str
    kind: str
    licence: str
    licence_file: str
    faces: tuple[Face, ...]
    scripts: tuple[str, ...] = ()
    ascii: bool = True
    span: Span = field(default=Span("fonts/fonts.toml"), compare=False, repr=False)
    right: str = ""
    stand_in: str = ""
    absent: bool = False
    withheld: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The families of a book, the contents of all files below `fonts/` but fonts that no family has, and the characters of
    each face by file."""

    families: tuple[Family, ...]
    files: Mapping[str, bytes]
    characters: Mapping[str, str] = field(default_factory=dict)
