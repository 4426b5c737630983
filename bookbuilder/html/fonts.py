"""The fonts of a book: what `fonts.toml` declares, with the files in `fonts/`. System fonts are never used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bookbuilder.build_step import DirectRunner, Runner, Running
from bookbuilder.diagnostics import Report, Rule
from bookbuilder.html.declared_family import declared_family
from bookbuilder.html.font_check_job import CHECK_FONT, FontToCheck
from bookbuilder.html.font_declarations import declared_name, font_declarations
from bookbuilder.html.font_family import Face, Family, Fonts
from bookbuilder.html.font_metadata import FontMetadata
from bookbuilder.html.font_place import font_place
from bookbuilder.html.font_rights import with_rights
from bookbuilder.html.optional_fonts import verified_files
from bookbuilder.phrases import Phrase
from bookbuilder.typed_decoding import from_msgpack
from bookbuilder.world import Reader

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
VARIABLE = Rule(
    "fonts.variable",
    "{file} is a variable font, and a book takes static ones",
    "A PDF cannot hold a variable font: every weight would print as the same one, or not at all. Most families also come as"
    " one file for each face; `fonttools varLib.instancer` makes such a file.",
)
CHANGED = Rule(
    "fonts.changed",
    "{file} is not the file that fonts.toml means: its SHA-256 is {found}",
    "A face with `sha256` is exactly one file, so that every machine sets the book in the same letters.",
)


@dataclass(frozen=True, slots=True)
class FontCharacters:
    """Input of a step that lists the characters of a font file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FontToDescribe:
    """Input of a step that reads the `FontMetadata` of a font file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FontsInCheck:
    """The fonts of a book while their files are checked, by name: the checks that run, and what is known before."""

    world: Reader
    report: Report
    families: tuple[Family, ...]
    files: Mapping[str, bytes]
    characters: Mapping[str, str]
    described: Mapping[str, FontMetadata]
    names: Sequence[str]
    checks: Running[str]

    def wait(self) -> Fonts:
        """Return the fonts that can be used, when all are checked. Reports `fonts.*`."""
        wrong = {
            file: problem for file, problem in zip(self.names, self.checks.wait(), strict=True) if problem
        }
        world, report, files, there = self.world, self.report, self.files, self.characters
        families = (
            replace(family, faces=tuple(_usable(family, files, there, wrong, world, report)))
            for family in self.families
        )
        result = tuple(with_rights(family, self.described, world, report) for family in families)
        kept = {file: data for file, data in files.items() if file in there or not _is_font(file)}
        return Fonts(result, kept, there)


def fonts(world: Reader, report: Report, runner: Runner | None = None) -> Fonts:
    """Return the program's fonts and those of the book; see `begin_fonts`."""
    return begin_fonts(world, report, runner).wait()


def begin_fonts(world: Reader, report: Report, runner: Runner | None = None) -> FontsInCheck:
    """Return the program's fonts and those of the book, whose files `runner` begins to check. Reports `fonts.*`.

    Files shipped with the program are checked by our tests, and only compared here; the hashes of some others are known.
    """
    runner = runner or DirectRunner()
    files = dict(world.theme_files("fonts"))
    tables, where = font_declarations(world, report)
    brought = [file for file in files if _is_font(file) and not _shipped(file, files[file], world)]
    described = _described(brought, files, runner)
    names = [declared_name(key, value) for key, value in tables.items()]
    families = [
        family
        for key, value in tables.items()
        if (family := declared_family(key, value, names, where, described, report)) is not None
    ]
    families = [_with_house_fonts(family, files, world, report) for family in families]
    named = sorted({face.file for family in families for face in family.faces if face.file in files})
    listed = runner.cached([FontCharacters(files[file]) for file in named], _characters)
    # A font may list surrogates, which strict UTF-8 does not know.
    there = {file: data.decode("utf-8", "surrogatepass") for file, data in zip(named, listed, strict=True)}
    own = [file for file in named if there[file] and not _shipped(file, files[file], world)]
    described |= _described([file for file in own if file not in described], files, runner)
    verified = verified_files(world) if own else frozenset()
    unknown = [file for file in own if hashlib.sha256(files[file]).hexdigest() not in verified]
    checks = runner.begin(
        CHECK_FONT, [FontToCheck(files[file], world.theme_path(f"fonts/{file}")) for file in unknown]
    )
    return FontsInCheck(world, report, tuple(families), files, there, described, unknown, checks)


def _is_font(file: str) -> bool:
    return file.lower().endswith((".ttf", ".otf"))


def _described(named: list[str], files: Mapping[str, bytes], runner: Runner) -> dict[str, FontMetadata]:
    found = runner.cached([FontToDescribe(files[file]) for file in named], _metadata)
    return {file: from_msgpack(data, FontMetadata) for file, data in zip(named, found, strict=True)}


def _metadata(font: FontToDescribe) -> bytes:
    from bookbuilder.html.font_metadata import font_metadata

    return font_metadata(font.data)


def _characters(font: FontCharacters) -> bytes:
    from bookbuilder.html.font_file import characters

    return characters(font.data).encode("utf-8", "surrogatepass")


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
    from bookbuilder.html.font_file import is_variable

    for face in family.faces:
        if face.file not in files:
            report(MISSING, family.span, file=_beside(family, face))
        elif not characters[face.file]:
            span, file = font_place(family, face, world)
            report(DAMAGED, span, file=file)
        elif is_variable(files[face.file]):
            span, file = font_place(family, face, world)
            report(VARIABLE, span, file=file, hint=_instancer(file, face.weight))
        elif face.file in wrong:
            span, file = font_place(family, face, world)
            hint = Phrase("{wrong}; copy it again from where it came from", wrong=wrong[face.file])
            report(DAMAGED, span, file=file, hint=hint)
        else:
            yield face


def _beside(family: Family, face: Face) -> str:
    """Return where the file of a face should be: beside the fonts.toml that declares its family."""
    return f"{family.span.path.rpartition('/')[0] or 'fonts'}/{face.file}"


def _instancer(file: str, weight: int) -> str:
    """Return how to make a static face of a variable font."""
    stem, _, suffix = file.rpartition(".")
    command = "fonttools varLib.instancer --static --downgrade-cff2"
    return Phrase(
        "make a static file of it: {command} -o {stem}-{weight}.{suffix} {file} wght={weight}",
        command=command,
        stem=stem,
        weight=weight,
        suffix=suffix,
        file=file,
    )
