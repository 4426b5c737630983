"""The font files of a book as print takes them: each with the names, the weight and the style that fonts.toml declares."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from bookbuilder.html.font_family import Fonts


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """A font file (a key of `Fonts.files`), the families that it is declared for, its weight (1 to 1000) and style."""

    file: str
    families: tuple[str, ...]
    weight: int
    style: str


def declared_files(fonts: Fonts) -> dict[str, DeclaredFile]:
    """Return name → file for all files that a face names, whatever they are called.

    fontconfig knows one weight and style of a file, so one that is declared with two of them is there twice, by two names.
    A file that only stands in for another family has the names of its own family alone.
    """
    families: dict[tuple[str, int, str], list[str]] = {}
    for family in fonts.families:
        for face in family.faces:
            names = families.setdefault((face.file, face.weight, face.style), [])
            if not family.instead and family.name not in names:
                names.append(family.name)
    found: dict[str, DeclaredFile] = {}
    named = {file for file, _, _ in families}
    for (file, weight, style), names in families.items():
        declared = DeclaredFile(file, tuple(names), weight, style)
        path = PurePosixPath(file)
        name = file
        while name in found or (name != file and name in named):
            path = path.with_name(f"{path.stem}-{weight}-{style}{path.suffix}")
            name = str(path)
        found[name] = declared
    return found


def fontconfig_weight(weight: int) -> float:
    """Return a weight of OpenType and CSS (1 to 1000) on the scale of fontconfig, as `FcWeightFromOpenTypeDouble` does:
    between the weights that have a name, in a straight line.

    >>> [fontconfig_weight(weight) for weight in (1, 400, 450, 700, 1000)]
    [0.0, 80.0, 90.0, 200.0, 215.0]
    """
    for (low, first), (high, last) in pairwise(_WEIGHTS):
        if weight <= high:
            return first + (last - first) * max(weight - low, 0) / (high - low)
    return _WEIGHTS[-1][1]


_WEIGHTS = (
    *((0, 0.0), (100, 0.0), (200, 40.0), (300, 50.0), (350, 55.0), (380, 75.0), (400, 80.0)),
    *((500, 100.0), (600, 180.0), (700, 200.0), (800, 205.0), (900, 210.0), (1000, 215.0)),
)
"""Weights of OpenType with those of fontconfig (fontconfig/fontconfig.h, src/fcweight.c)."""
