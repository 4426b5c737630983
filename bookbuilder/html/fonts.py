"""The fonts of a book: the files in `fonts/` declared in `fonts.toml`. System fonts are never used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import normalize

from bookbuilder import toml
from bookbuilder.build_step import DirectRunner, Runner
from bookbuilder.diagnostics import Report, Rule, Span
from bookbuilder.html.hanging_characters import KEY, NOTHING_HANGS, HangingCharacters, hanging_characters
from bookbuilder.project.toml_positions import KeyPath, key_spans, nearest_span
from bookbuilder.world import Reader

FILE = "fonts/fonts.toml"
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
    """A face of a family: its file below `fonts/`, weight (100 to 900) and style (`normal`, `italic`).

    `without`: characters of the face that another family provides; see `font_scripts`. `hanging`: those that hang into the
    margins.
    """

    file: str
    weight: int
    style: str
    without: frozenset[str] = frozenset()
    hanging: HangingCharacters = NOTHING_HANGS


@dataclass(frozen=True, slots=True)
class Family:
    """A font family and its licence.

    `scripts` are those it is made for (ISO 15924: `Arab`, `Jpan`); none for a Latin family. `ascii`: it also provides ASCII
    figures and signs in text of its script.
    """

    name: str
    kind: str
    licence: str
    licence_file: str
    faces: tuple[Face, ...]
    scripts: tuple[str, ...] = ()
    ascii: bool = True
    span: Span = field(default=Span("fonts/fonts.toml"), compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The families of a book, the contents of all files below `fonts/`, and the characters of each face by file."""

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


def fonts(world: Reader, report: Report, runner: Runner | None = None) -> Fonts:
    """Return the program's fonts and those of the book. Reports `fonts.*`.

    `runner` caches characters and problems by file. Files shipped with the program are checked by our tests, and only
    compared here.
    """
    runner = runner or DirectRunner()
    files = world.theme_files("fonts")
    declared, where = _declared(world, report)
    tables = {key: value for key, value in declared.items() if isinstance(value, dict)}
    result = [
        f for f in (_family(key, value, where, report) for key, value in tables.items()) if f is not None
    ]
    named = sorted({face.file for family in result for face in family.faces if face.file in files})

    listed = runner.cached([FontCharacters(files[file]) for file in named], _characters)
    there = {file: data.decode("utf-8", "surrogatepass") for file, data in zip(named, listed, strict=True)}
    own = [file for file in named if there[file] and not _shipped(file, files[file], world)]
    problems = runner.cached([FontToCheck(files[file]) for file in own], _problem)
    wrong = {file: problem.decode() for file, problem in zip(own, problems, strict=True) if problem}
    families = (
        replace(family, faces=tuple(_usable(family, files, there, wrong, world, report))) for family in result
    )
    return Fonts(tuple(families), files, there)


def _characters(font: FontCharacters) -> bytes:
    from bookbuilder.html.font_file import characters

    return characters(font.data).encode("utf-8", "surrogatepass")


def _problem(font: FontToCheck) -> bytes:
    from bookbuilder.html.font_check import font_problem

    return font_problem(font.data).encode()


Places = Mapping[KeyPath, Span]
"""The places of keys in the fonts.toml of the series and of the book."""


def _declared(world: Reader, report: Report) -> tuple[dict[str, object], Places]:
    """Return the shipped fonts.toml, overridden family by family by that of the series, and this by the book's; and the
    places of keys in the latter two."""
    declared: dict[str, object] = {}
    where: dict[KeyPath, Span] = {}
    sources = [("", world.read_asset(FILE))] if world.asset_exists(FILE) else []
    sources += [
        (path, world.read(path))
        for path in world.versions(FILE)
        if path != FILE or world.root != world.assets
    ]
    for path, data in sources:
        text = data.decode("utf-8", "replace")
        try:
            families = toml.loads(text)
        except toml.TomlError as error:
            report(BROKEN, Span(path or FILE, error.line, error.column), hint=error.hint, problem=error)
            continue
        declared |= families
        where = {keys: place for keys, place in where.items() if keys[0] not in families}
        where |= key_spans(text, path) if path else {}
    return declared, where


def _family(key: str, value: Mapping[str, Any], where: Places, report: Report) -> Family | None:
    """Return a family with all faces that it declares. Reports `fonts.syntax`, `fonts.embedding`, `fonts.hanging`."""
    name, folder = str(value.get("name", key)), str(value.get("folder", key))

    def span(*of: str) -> Span:
        return nearest_span((key, *of), where, Span(FILE))

    if value.get("embedding", "installable") == "restricted":
        report(RESTRICTED, span("embedding"), name=name)
        return None
    try:
        faces = [_face(folder, face) for face in value.get("faces", [])]
    except (LookupError, TypeError, ValueError, AttributeError):
        problem = f'the faces of {name} are not a list like [{{ file = "a.ttf", weight = 400 }}]'
        report(BROKEN, span("faces"), problem=problem)
        return None
    files = [face.file.removeprefix(f"{folder}/") for face in faces]
    hanging = hanging_characters(value.get(KEY, {}), files, lambda keys: span(KEY, *keys), report)
    faces = [
        replace(face, hanging=hanging.get(file, face.hanging))
        for face, file in zip(faces, files, strict=True)
    ]
    licence = f"{folder}/{value.get('licence-file', 'OFL.txt')}"
    kind, terms = str(value.get("kind", "serif")), str(value.get("licence", ""))
    scripts = value.get("scripts", [])
    if not isinstance(scripts, list) or not all(isinstance(script, str) for script in scripts):
        report(BROKEN, span("scripts"), problem=f'the scripts of {name} are not a list like ["Arab"]')
        scripts = []
    return Family(
        name,
        kind,
        terms,
        licence,
        tuple(faces),
        tuple(scripts),
        ascii=value.get("ascii", True) is not False,
        span=span("faces"),
    )


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
    for face in family.faces:
        if face.file not in files:
            report(MISSING, family.span, file=f"fonts/{face.file}")
        elif not characters[face.file]:
            file = world.theme_path(f"fonts/{face.file}")
            report(DAMAGED, Span(file), file=file)
        elif face.file in wrong:
            file = world.theme_path(f"fonts/{face.file}")
            report(
                DAMAGED,
                Span(file),
                file=file,
                hint=f"{wrong[face.file]}; copy it again from where it came from",
            )
        else:
            yield face


def _face(folder: str, value: Mapping[str, Any]) -> Face:
    return Face(f"{folder}/{value['file']}", int(value.get("weight", 400)), str(value.get("style", "normal")))


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
