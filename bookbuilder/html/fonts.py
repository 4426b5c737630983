"""The fonts a book may use: the files of `fonts/`, as `fonts.toml` declares them. Nothing comes from the system."""

from __future__ import annotations

import hashlib
import re
import struct
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from bookbuilder.diagnostics import BookbuilderError, Report, Rule, Span, diagnostic
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
DAMAGED = Rule(
    "fonts.damaged",
    "{file} is not a font that can be read",
    "The file is not OpenType or TrueType, or a part of it is missing. Copy it again from where it came from.",
)
RESTRICTED = Rule(
    "fonts.embedding",
    "the font {name} may not be embedded",
    "A PDF and an e-book carry their fonts inside. A font whose licence forbids that cannot be used in a book.",
)


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family: its file below `fonts/`, weight (100 to 900) and style (`normal`, `italic`).

    `without` are the characters that it has and leaves to another family of the book; see `scripts`.
    """

    file: str
    weight: int
    style: str
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of fonts and its licence.

    `scripts` are those it is made for (ISO 15924: `Arab`, `Jpan`); none for a family of the Latin world. `ascii` says
    whether figures and signs of ASCII come from it as well where it sets the text.
    """

    name: str
    kind: str
    licence: str
    licence_file: str
    faces: tuple[Face, ...]
    scripts: tuple[str, ...] = ()
    ascii: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The families of a book, and the bytes of every file below `fonts/`."""

    families: tuple[Family, ...]
    files: Mapping[str, bytes]


def fonts(world: World, report: Report) -> Fonts:
    """Return the fonts that come with the program and those of the book; reports `fonts.*`."""
    files = world.theme_files("fonts")
    told = {key: value for key, value in _declared(world, report).items() if isinstance(value, dict)}
    families = (_family(key, value, files, report) for key, value in told.items())
    return Fonts(tuple(family for family in families if family is not None), files)


def _declared(world: World, report: Report) -> dict[str, object]:
    """Return what fonts.toml says: the one that is shipped, overridden family by family by the book's."""
    declared: dict[str, object] = {}
    sources = [world.read_asset] if world.asset_exists("fonts/fonts.toml") else []
    if world.root != world.assets and world.exists("fonts/fonts.toml"):
        sources.append(world.read)
    for read in sources:
        try:
            declared |= tomllib.loads(read("fonts/fonts.toml").decode("utf-8", "replace"))
        except (ValueError, RecursionError) as error:  # int() refuses thousands of digits with a ValueError
            report(BROKEN, Span("fonts/fonts.toml"), problem=error)
    return declared


def _family(key: str, said: Mapping[str, Any], files: Mapping[str, bytes], report: Report) -> Family | None:
    """Return a family with those of its faces that can be used."""
    name, folder = str(said.get("name", key)), str(said.get("folder", key))
    if said.get("embedding", "installable") == "restricted":
        report(RESTRICTED, Span("fonts/fonts.toml"), name=name)
        return None
    try:
        faces = [_face(folder, face) for face in said.get("faces", [])]
    except (LookupError, TypeError, ValueError, AttributeError):
        problem = f'the faces of {name} are not a list like [{{ file = "a.ttf", weight = 400 }}]'
        report(BROKEN, Span("fonts/fonts.toml"), problem=problem)
        return None
    usable = []
    for face in faces:
        if face.file not in files:
            report(MISSING, Span("fonts/fonts.toml"), file=f"fonts/{face.file}")
        elif not _whole(files[face.file]):
            report(DAMAGED, Span(f"fonts/{face.file}"), file=f"fonts/{face.file}")
        else:
            usable.append(face)
    licence = f"{folder}/{said.get('licence-file', 'OFL.txt')}"
    kind, terms = str(said.get("kind", "serif")), str(said.get("licence", ""))
    scripts = said.get("scripts", [])
    if not isinstance(scripts, list) or not all(isinstance(script, str) for script in scripts):
        report(
            BROKEN, Span("fonts/fonts.toml"), problem=f'the scripts of {name} are not a list like ["Arab"]'
        )
        scripts = []
    return Family(
        name, kind, terms, licence, tuple(usable), tuple(scripts), ascii=said.get("ascii", True) is not False
    )


def _face(folder: str, said: Mapping[str, Any]) -> Face:
    return Face(f"{folder}/{said['file']}", int(said.get("weight", 400)), str(said.get("style", "normal")))


MISTAKES = (
    TTLibError,
    struct.error,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    AssertionError,
    OSError,
)
"""What fontTools raises for a damaged font; few of its readers have an exception of their own for that."""


def _whole(data: bytes) -> bool:
    """Whether a file is a font with characters, and none of its tables is cut off."""
    try:
        with TTFont(BytesIO(data), lazy=True) as font:
            ends = [table.offset + table.length for table in font.reader.tables.values()]
            return bool(font.getBestCmap()) and max(ends) <= len(data)
    except MISTAKES:
        return False


ALWAYS = " \u00a0\u00ad-\u2010\u2011…"
"""Characters that a reading program may set by itself: spaces, hyphens of hyphenation, the sign for something cut off."""


def letters(css: str, texts: Iterable[str]) -> frozenset[str]:
    """Return the characters that a book needs of its fonts: those of the texts, of what the style sheet prints (its
    escapes resolved), and those that readers set by themselves; small and capital, since a style sheet can change that.

    >>> sorted(letters(r'p::before { content: "\\2014" }', ["ß"]) & {"—", "S", "ß", "ẞ"})
    ['S', 'ß', '—']
    """
    points = (int(point, 16) for point in re.findall(r"\\([0-9a-fA-F]{1,6})", css))
    printed = {chr(point) for point in points if 0 < point < 0x110000}
    found = printed.union(css, ALWAYS, *texts)
    return frozenset(found).union(*(c.upper() + c.lower() for c in found))


@dataclass(frozen=True, slots=True)
class Subset:
    """A face to be cut down to the characters of `text`: the name and the bytes of its file, and what comes out:
    `woff2`, `woff` or (empty) OpenType."""

    file: str
    data: bytes
    text: str
    flavor: str = "woff2"

    @classmethod
    def of(cls, fonts: Fonts, face: Face, text: Collection[str], flavor: str = "woff2") -> Subset:
        """Return what is left of a face for a text: the characters that it does not leave to another family."""
        return cls(face.file, fonts.files[face.file], "".join(sorted(set(text) - face.without)), flavor)

    @property
    def key(self) -> str:
        """What the result depends on, as a hash."""
        return hashlib.sha256(f"{self.flavor} {self.text} ".encode() + self.data).hexdigest()


def subset_font(job: Subset) -> bytes:
    """Return a face cut down to the characters of a text, all its features kept; the same bytes every time.

    Raises `BookbuilderError` (`fonts.damaged`).
    """
    try:
        return _subset(job.data, job.text, job.flavor)
    except MISTAKES:
        file = f"fonts/{job.file}"
        raise BookbuilderError(diagnostic(DAMAGED, Span(file), file=file)) from None


def _subset(data: bytes, text: str, flavor: str) -> bytes:
    options = subset.Options()
    options.flavor = flavor or None
    options.layout_features = ["*"]
    options.name_IDs = list(range(26))
    options.recalc_timestamp = False
    options.notdef_outline = True
    # Lazy: of the kerning of a large font only the pairs that stay are read, which saves a fifth of the time.
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
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
