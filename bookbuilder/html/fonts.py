"""The fonts of a book: what `fonts.toml` declares, with the files in `fonts/`. System fonts are never used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize

from bookbuilder.build_step import DirectRunner, Runner
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.font_declarations import BROKEN, FILE, Places, font_declarations
from bookbuilder.html.font_metadata import (
    BITMAPS,
    EDITABLE,
    INSTALLABLE,
    PREVIEW,
    RESTRICTED,
    RIGHTS,
    WHOLE,
    FontMetadata,
)
from bookbuilder.html.hanging_characters import KEY, NOTHING_HANGS, HangingCharacters, hanging_characters
from bookbuilder.project.toml_positions import nearest_span
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import OUTSIDE, PROGRAM, Reader, relative

MISSING = Rule(
    "fonts.missing",
    "fonts.toml names {file}, which is not there",
    "Every face that is declared must be a file, or bold would print as regular without a word.",
)
FACELESS = Rule(
    "fonts.faceless",
    "no font in {folder}/ is of the family {name}, which fonts.toml declares",
    "Without `faces` the faces of a family are the fonts in fonts/ that bear its name. A family without a face would be"
    " printed in another one without a word.",
)
DAMAGED = Rule(
    "fonts.damaged",
    "{file} is not a font that can be read",
    "The file is not OpenType or TrueType, or a part of it is missing. Copy it again from where it came from.",
)
VARIABLE = Rule(
    "fonts.variable",
    "{file} is a variable font, and a book takes static ones",
    "A PDF cannot hold a variable font: every weight would print as the same one, or not at all. Most families also come as"
    " one file for each face; `fonttools varLib.instancer` makes such a file.",
)
FORBIDDEN = Rule(
    "fonts.embedding",
    "the font {name} may not be embedded",
    "A PDF and an e-book carry their fonts inside. A font whose licence forbids that cannot be used in a book.",
)
CHANGED = Rule(
    "fonts.changed",
    "{file} is not the file that fonts.toml means: its SHA-256 is {found}",
    "A face with `sha256` is exactly one file, so that every machine sets the book in the same letters.",
)


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


@dataclass(frozen=True, slots=True)
class FontCharacters:
    """Input of a step that lists the characters of a font file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FontToCheck:
    """Input of a step that checks a font file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FontToDescribe:
    """Input of a step that reads the `FontMetadata` of a font file."""

    data: bytes


def fonts(world: Reader, report: Report, runner: Runner | None = None) -> Fonts:
    """Return the program's fonts and those of the book. Reports `fonts.*`.

    `runner` caches characters and problems by file. Files shipped with the program are checked by our tests, and only
    compared here.
    """
    runner = runner or DirectRunner()
    files = dict(world.theme_files("fonts"))
    tables, where = font_declarations(world, report)
    brought = [file for file in files if _is_font(file) and not _shipped(file, files[file], world)]
    described = _described(brought, files, runner)
    families = [
        family
        for key, value in tables.items()
        if (family := _family(key, value, where, described, report)) is not None
    ]
    families = [_with_house_fonts(family, files, world, report) for family in families]
    named = sorted({face.file for family in families for face in family.faces if face.file in files})
    listed = runner.cached([FontCharacters(files[file]) for file in named], _characters)
    there = {file: data.decode("utf-8", "surrogatepass") for file, data in zip(named, listed, strict=True)}
    own = [file for file in named if there[file] and not _shipped(file, files[file], world)]
    problems = runner.cached([FontToCheck(files[file]) for file in own], _problem)
    wrong = {file: problem.decode() for file, problem in zip(own, problems, strict=True) if problem}
    described |= _described([file for file in own if file not in described], files, runner)
    families = [
        replace(family, faces=tuple(_usable(family, files, there, wrong, world, report)))
        for family in families
    ]
    families = [_with_rights(family, described, world, report) for family in families]
    kept = {file: data for file, data in files.items() if file in there or not _is_font(file)}
    return Fonts(tuple(families), kept, there)


def _is_font(file: str) -> bool:
    return file.lower().endswith((".ttf", ".otf"))


def _described(named: list[str], files: Mapping[str, bytes], runner: Runner) -> dict[str, FontMetadata]:
    """Return what font files say of themselves."""
    found = runner.cached([FontToDescribe(files[file]) for file in named], _metadata)
    return {file: from_msgpack(data, FontMetadata) for file, data in zip(named, found, strict=True)}


def _metadata(font: FontToDescribe) -> bytes:
    from bookbuilder.html.font_metadata import font_metadata

    return font_metadata(font.data)


def _characters(font: FontCharacters) -> bytes:
    from bookbuilder.html.font_file import characters

    return characters(font.data).encode("utf-8", "surrogatepass")


def _problem(font: FontToCheck) -> bytes:
    from bookbuilder.html.font_check import font_problem

    return font_problem(font.data).encode()


def _family(
    key: str, value: Mapping[str, Any], where: Places, described: Mapping[str, FontMetadata], report: Report
) -> Family | None:
    """Return a family with all faces that it declares or, if it declares none, with those files that bear its name. Reports
    `fonts.syntax`, `fonts.embedding`, `fonts.faceless`, `fonts.hanging`."""
    name, folder = str(value.get("name", key)), str(value.get("folder", key))

    def span(*of: str | int) -> Span:
        return nearest_span((key, *of), where, Span(FILE))

    if not _is_name(name):
        problem = f"{name[:_LONGEST]!r} cannot be the name of a family"
        hint = f"a name has letters, digits, spaces and hyphens, and at most {_LONGEST_NAME} characters"
        report(BROKEN, span("name"), hint=hint, problem=problem)
        return None
    right = value.get("embedding", "")
    if right == RESTRICTED:
        report(FORBIDDEN, span("embedding"), name=name)
        return None
    if "embedding" in value and right not in RIGHTS:
        problem = f"the embedding of {name} is none of {', '.join(RIGHTS)}"
        report(BROKEN, span("embedding"), problem=problem)
    try:
        faces = [_face(name, folder, face) for face in value["faces"]] if "faces" in value else None
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
        problem = f'the faces of {name} are not a list like [{{ file = "a.ttf", weight = 400 }}]'
        report(BROKEN, span("faces"), problem=problem)
        return None
    if faces is None:
        faces = _faces_of_name(name, described)
        if not faces:
            others = sorted({other for found in described.values() for other in found.families})
            home = span().path.rpartition("/")[0]
            hint = f"put its files (.ttf, .otf) into {home}/"
            if others:
                hint = f"the fonts there are of {', '.join(others[:_FEW])}; {hint}"
            report(FACELESS, span("name"), hint=hint, name=name, folder=home)
            return None
    outside = list(_outside(value, folder))
    for keys, path in outside:
        report(OUTSIDE, span(*keys), path=path, hint="put it below fonts/ of the book")
    if outside:
        return None
    files = [face.file.removeprefix(f"{folder}/") for face in faces]
    hanging = hanging_characters(value.get(KEY, {}), files, lambda keys: span(KEY, *keys), report)
    faces = [
        replace(face, hanging=hanging.get(file, face.hanging))
        for face, file in zip(faces, files, strict=True)
    ]
    scripts = value.get("scripts", [])
    if not isinstance(scripts, list) or not all(isinstance(script, str) for script in scripts):
        report(BROKEN, span("scripts"), problem=f'the scripts of {name} are not a list like ["Arab"]')
        scripts = []
    return Family(
        name,
        str(value.get("kind", "serif")),
        str(value.get("licence", "")),
        f"{folder}/{value.get('licence-file', 'OFL.txt')}",
        tuple(faces),
        tuple(scripts),
        ascii=value.get("ascii", True) is not False,
        span=span("faces"),
        right=right if right in RIGHTS else "",
        stand_in=str(value.get("stand-in", "")),
    )


def _is_name(name: str) -> bool:
    """Whether style sheets and fontconfig can write a name as it is, between other names."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isprintable()
        and name == name.strip()
        and _SEPARATORS.isdisjoint(name)
    )


def _outside(value: Mapping[str, Any], folder: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the keys of a family's table whose paths lead out of the book's folder, and the paths."""
    written: list[tuple[tuple[str | int, ...], str, str]] = [(("folder",), folder, "")]
    written.append((("licence-file",), str(value.get("licence-file", "")), folder))
    for index, face in enumerate(value.get("faces", ())):
        written.append((("faces", index, "file"), str(face.get("file", "")), folder))
    for keys, path, inside in written:
        if path.startswith("/") or relative(FILE, f"{inside}/{path}").startswith("../"):
            yield keys, path
            if keys == ("folder",):  # all others follow from it
                return


_FEW = 5
_LONGEST, _LONGEST_NAME = 40, 100
_SEPARATORS = frozenset('"\\,;<>{}')
_HASH = re.compile("[0-9a-f]{64}")


def _face(name: str, folder: str, value: Mapping[str, Any]) -> Face:
    """Return a declared face. One of the house that has no file in the book gets a name that nothing in fonts.toml can lead
    elsewhere. Raises an exception for what is no face."""
    weight, style = int(value.get("weight", 400)), str(value.get("style", "normal"))
    sha256 = value.get("sha256", "")
    if not sha256:
        return Face(f"{folder}/{value['file']}", weight, style)
    if not _HASH.fullmatch(sha256):
        raise ValueError(sha256)
    if "file" in value:
        return Face(f"{folder}/{value['file']}", weight, style, sha256=sha256)
    stem = re.sub("[^A-Za-z0-9]+", "", name)[:_LONGEST] or "font"
    return Face(f"house/{stem}-{sha256[:12]}.otf", weight, style, sha256=sha256)


def _faces_of_name(name: str, described: Mapping[str, FontMetadata]) -> list[Face]:
    """Return the fonts of a family, one for each weight and style: that of normal width if there are several."""
    found = sorted((abs(font.width - 5), file, font) for file, font in described.items() if font.is_of(name))
    faces: dict[tuple[int, str], Face] = {}
    for _, file, font in found:
        faces.setdefault((font.weight, font.style), Face(file, font.weight, font.style))
    return [faces[kind] for kind in sorted(faces, key=lambda kind: (kind[0], kind[1] != "normal"))]


def _with_house_fonts(family: Family, files: dict[str, bytes], world: Reader, report: Report) -> Family:
    """Return a family whose faces with a hash are found: in the book, or in the house, then added to `files`. If one of them
    is in neither, the family is absent."""
    for face in family.faces:
        if not face.sha256:
            continue
        data = files.get(face.file)
        if data is not None:
            found = hashlib.sha256(data).hexdigest()
            if found != face.sha256:
                report(CHANGED, family.span, file=world.theme_path(f"fonts/{face.file}"), found=found)
            continue
        data = world.house_font(face.sha256)
        if data is None:
            return replace(family, faces=(), absent=True)
        files[face.file] = data
    return family


def _with_rights(
    family: Family, described: Mapping[str, FontMetadata], world: Reader, report: Report
) -> Family:
    """Return a family with the reason for which e-books and web editions must not have it: the stricter one holds of what
    fonts.toml and the files say. A font that forbids to be embedded at all is an error, unless fonts.toml says that it may
    be. Reports `fonts.embedding`."""
    withheld = 'fonts.toml says embedding = "preview"' if family.right == PREVIEW else ""
    for face in family.faces:
        font = described.get(face.file)
        if font is None:
            continue
        file = _place(family, face, world)[1]
        if font.right == RESTRICTED and not family.right:
            hint = f'{file} says so (fsType); if you have the permission, say embedding = "{PREVIEW}"'
            report(FORBIDDEN, family.span, hint=hint, name=family.name)
        withheld = withheld or _withheld(font)
    return replace(family, withheld=withheld)


def _withheld(font: FontMetadata) -> str:
    """Return what a font says of itself that keeps it out of e-books and web editions; empty if nothing does."""
    if font.right not in (INSTALLABLE, EDITABLE):
        only = " but for preview and print" if font.right == PREVIEW else ""
        return f"its files forbid to embed it{only}"
    if font.licence_bits & WHOLE:
        return "its files forbid to cut it down to the letters that are used"
    return "its files forbid to embed anything but bitmaps" if font.licence_bits & BITMAPS else ""


def _shipped(file: str, data: bytes, world: Reader) -> bool:
    """Whether a file is one that the program ships; read again only if the book or its series has one of that name."""
    path = f"fonts/{file}"
    own = [place for place in world.versions(path) if place != path or world.root != world.assets]
    return world.asset_exists(path) and (not own or world.read_asset(path) == data)


def _usable(
    family: Family,
    files: Mapping[str, bytes],
    characters: Mapping[str, str],
    wrong: Mapping[str, str],
    world: Reader,
    report: Report,
) -> Iterator[Face]:
    """Yield the usable faces of a family."""
    from bookbuilder.html.font_file import is_variable

    for face in family.faces:
        if face.file not in files:
            report(MISSING, family.span, file=_beside(family, face))
        elif not characters[face.file]:
            span, file = _place(family, face, world)
            report(DAMAGED, span, file=file)
        elif is_variable(files[face.file]):
            span, file = _place(family, face, world)
            report(VARIABLE, span, file=file, hint=_instancer(file, face.weight))
        elif face.file in wrong:
            span, file = _place(family, face, world)
            hint = f"{wrong[face.file]}; copy it again from where it came from"
            report(DAMAGED, span, file=file, hint=hint)
        else:
            yield face


def _beside(family: Family, face: Face) -> str:
    """Return where the file of a face should be: beside the fonts.toml that declares its family."""
    return f"{family.span.path.rpartition('/')[0]}/{face.file}"


def _place(family: Family, face: Face, world: Reader) -> tuple[Span, str]:
    """Return the place and name of the file of a face; one of the house is told where fonts.toml names it."""
    path = f"fonts/{face.file}"
    own = world.versions(path)
    if own or not face.sha256:
        path = own[-1] if own else PROGRAM + path
        return Span(path), path
    return family.span, PurePosixPath(face.file).name


def _instancer(file: str, weight: int) -> str:
    """Return how to make a static face of a variable font."""
    stem, _, suffix = file.rpartition(".")
    command = "fonttools varLib.instancer --static --downgrade-cff2"
    return f"make a static file of it: {command} -o {stem}-{weight}.{suffix} {file} wght={weight}"


ALWAYS = " \u00a0\u00ad-\u2010\u2011…"
"""Characters that readers add: spaces, hyphens, the ellipsis of cut-off text."""


def needed_characters(css: str, texts: Iterable[str]) -> frozenset[str]:
    """Return the characters that a book needs in its fonts: those of the texts, of the style sheet (with its escapes
    resolved), and those that readers add; in both cases, since a style sheet can change that; and decomposed letters also in
    composed form, which is used where a font has it.

    >>> sorted(needed_characters(r'p::before { content: "\\2014" }', ["ß"]) & {"—", "S", "ß", "ẞ"})
    ['S', 'ß', '—']
    >>> "é" in needed_characters("", ["e\u0301"]), "é" in needed_characters("", ["e", "\u0301"])
    (True, False)
    """
    points = (int(point, 16) for point in re.findall(r"\\([0-9a-fA-F]{1,6})", css))
    printed = {chr(point) for point in points if 0 < point < 0x110000}
    found = printed.union(css, ALWAYS, *(text + normalize("NFC", text) for text in texts))
    return frozenset(found).union(*(c.upper() + c.lower() for c in found))
