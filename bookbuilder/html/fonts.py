"""The fonts a book may use: the files of `fonts/`, as `fonts.toml` declares them. Nothing comes from the system."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.world import World

BROKEN = Rule(
    "fonts.syntax",
    "fonts.toml cannot be read: {problem}",
    "fonts.toml declares each family: name, folder, licence, embedding right and the files of its faces.",
)
MISSING = Rule(
    "fonts.missing",
    "fonts.toml names {file}, which is not there",
    "Every face that is declared must be a file, or bold would print as regular without a word.",
)
RESTRICTED = Rule(
    "fonts.embedding",
    "the font {name} may not be embedded",
    "A PDF and an e-book carry their fonts inside. A font whose licence forbids that cannot be used in a book.",
)


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family: its file below `fonts/`, weight (100 to 900) and style (`normal`, `italic`)."""

    file: str
    weight: int
    style: str


@dataclass(frozen=True, slots=True)
class Family:
    """A family of fonts and its licence."""

    name: str
    kind: str
    licence: str
    licence_file: str
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The families of a book, and the bytes of every file below `fonts/`."""

    families: tuple[Family, ...]
    files: Mapping[str, bytes]

    def family(self, name: str) -> Family | None:
        """Return a family by its name."""
        return next((f for f in self.families if f.name == name), None)


def fonts(world: World, report: Report) -> Fonts:
    """Return the fonts that come with the program and those of the book; reports `fonts.*`."""
    files = world.theme_files("fonts")
    declared: dict[str, object] = {}
    sources = [world.read_asset] if world.asset_exists("fonts/fonts.toml") else []
    if world.root != world.assets and world.exists("fonts/fonts.toml"):
        sources.append(world.read)
    for read in sources:
        try:
            declared |= tomllib.loads(read("fonts/fonts.toml").decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:  # int() refuses thousands of digits with a ValueError
            report(BROKEN, Span("fonts/fonts.toml"), problem=error)
    families = []
    for key, value in declared.items():
        if not isinstance(value, dict):
            continue
        name, folder = str(value.get("name", key)), str(value.get("folder", key))
        if value.get("embedding", "installable") == "restricted":
            report(RESTRICTED, Span("fonts/fonts.toml"), name=name)
            continue
        try:
            said = [_face(folder, face) for face in value.get("faces", [])]
        except (LookupError, TypeError, ValueError, AttributeError):
            problem = f'the faces of {name} are not a list like [{{ file = "a.ttf", weight = 400 }}]'
            report(BROKEN, Span("fonts/fonts.toml"), problem=problem)
            continue
        for face in said:
            if face.file not in files:
                report(MISSING, Span("fonts/fonts.toml"), file=f"fonts/{face.file}")
        faces = [face for face in said if face.file in files]
        licence = f"{folder}/{value.get('licence-file', 'OFL.txt')}"
        families.append(
            Family(
                name, str(value.get("kind", "serif")), str(value.get("licence", "")), licence, tuple(faces)
            )
        )
    return Fonts(tuple(families), files)


def _face(folder: str, said: Mapping[str, Any]) -> Face:
    return Face(f"{folder}/{said['file']}", int(said.get("weight", 400)), str(said.get("style", "normal")))


def subset_font(data: bytes, text: Iterable[str], flavor: str = "woff2") -> bytes:
    """Return a font cut down to the characters of a text, all its features kept; the same bytes every time.

    `flavor` is `woff2`, `woff` or empty for OpenType.
    """
    options = subset.Options()
    options.flavor = flavor or None
    options.layout_features = ["*"]
    options.name_IDs = list(range(26))
    options.recalc_timestamp = False
    options.notdef_outline = True
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set("".join(text)))))
    subsetter.subset(font)
    _rename(font)
    font.flavor = flavor or None
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _rename(font: TTFont) -> None:
    """Take a reserved name out of a font that was changed, as its licence asks (OFL 1.1, clause 3)."""
    names = font["name"]
    if "Reserved Font Name" not in str(names.getDebugName(0)):
        return
    style = str(names.getDebugName(17) or names.getDebugName(2) or "Regular")
    plain = f"Subset {style}"
    new = {
        1: "Subset",
        3: plain,
        4: plain,
        6: plain.replace(" ", "-"),
        16: "Subset",
        18: plain,
        21: "Subset",
        25: "Subset",
    }
    for record in names.names:
        if record.nameID in new:
            record.string = new[record.nameID]
    if "CFF " in font:
        font["CFF "].cff.fontNames = [new[6]]
