"""The value of the custom property `--line-hanging` of print: which characters of each face hang into the margins.

A line of text for each face, with tabs between family, weight, style (`normal`, `italic`), left and right. A side is groups
with spaces between them: four digits for thousandths of the character's width, and the characters that hang by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from bookbuilder.html.hanging_characters import NOTHING_HANGS, Amounts

if TYPE_CHECKING:  # who reads the property knows no fonts.toml
    from bookbuilder.html.font_family import Family

_GROUP = re.compile(r"(\d{4})(\S+)")


@dataclass(frozen=True, slots=True)
class HangingFace:
    """What hangs in a face: characters with shares of their own width, 0 to 1."""

    family: str
    weight: int
    style: str
    left: Mapping[str, float]
    right: Mapping[str, float]


def written(families: Iterable[Family]) -> str:
    """Return the text for the faces of some families. Of a family in which anything hangs all faces are listed, so that
    one in which nothing does is not taken for another."""
    return "\n".join(
        "\t".join(
            (
                " ".join(family.name.split()),
                str(face.weight),
                face.style,
                _groups(face.hanging.left),
                _groups(face.hanging.right),
            )
        )
        for family in families
        if any(face.hanging != NOTHING_HANGS for face in family.faces)
        for face in family.faces
    )


def _groups(amounts: Amounts) -> str:
    groups = groupby(amounts, key=lambda pair: pair[1])
    return " ".join(f"{amount:04}{''.join(character for character, _ in group)}" for amount, group in groups)


def read(text: str) -> Iterator[HangingFace]:
    """Yield the faces of a text; a line of another form is left out, for a style sheet can say anything."""
    for line in text.split("\n"):
        match line.split("\t"):
            case [family, weight, style, left, right] if weight.isdecimal():
                yield HangingFace(family, int(weight), style, _shares(left), _shares(right))


def _shares(side: str) -> dict[str, float]:
    return {
        character: int(amount) / 1000
        for amount, characters in _GROUP.findall(side)
        for character in characters
    }
