"""Finds pictures with words that a locale lacks, or that are older than their original; records of which version each is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.document.picture_variants import variants
from bookbuilder.locales.locale import language_name
from bookbuilder.phrases import Phrase
from bookbuilder.project import Project
from bookbuilder.project.edit_toml import quoted
from bookbuilder.translate.block_status import BlockStatus
from bookbuilder.translate.chapter_paths import state_folder
from bookbuilder.translate.used_pictures import used_pictures
from bookbuilder.world import Workspace

NO_PICTURE = Rule(
    "translation.picture",
    "this translation has no picture of its own for {name!r}",
    "A picture with words has one of each language beside it: map.en.svg beside map.svg. `bookbuilder translate sync`"
    " records from what it was made.",
)
LENGTH = 12
"""Hexadecimal digits of a hash."""


@dataclass(frozen=True, slots=True)
class LocalizedPicture:
    """A picture that a locale needs: the path of the source's picture, of the locale's own one (empty: there is none), its
    status, and another locale's version, the evidence that the picture contains words; or, of a drawing that the locale
    shares with the source, the `language` of its words, their number, and how many have no translation."""

    locale: str
    path: str
    localized: str
    status: BlockStatus
    other: str = ""
    language: str = ""
    missing: int = 0
    words: int = 0

    @property
    def summary(self) -> str:
        """The problem, in one line."""
        if self.words:
            values = {"path": self.path, "language": self.language}
            if self.missing == self.words:
                return Phrase("{path}: missing: it has words in {language}", **values)
            return Phrase(
                "{path}: missing: it has words in {language}, {translated} of {words} translated",
                translated=self.words - self.missing,
                words=self.words,
                **values,
            )
        if self.status is BlockStatus.OUTDATED:
            return Phrase(
                "{localized}: outdated: {path} has changed since", localized=self.localized, path=self.path
            )
        values = {"path": self.path, "other": self.other, "locale": self.locale}
        return Phrase("{path}: missing: there is {other}, and none for {locale}", **values)


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """The hashes of an original and of the picture made from it."""

    source: str
    target: str


def pictures(world: Workspace, project: Project, locales: Sequence[str]) -> tuple[LocalizedPicture, ...]:
    """Return the pictures that are missing or outdated in locales, in book order.

    A picture is assumed to have words if any locale has its own version. One is outdated if its original has changed since
    `translate sync` recorded it. Raises `BookbuilderError` if a folder or a state cannot be read.
    """
    results = list(_pictures_with_versions(world, project))
    result = []
    for locale in locales:
        made = read_records(world, locale)
        for path, original, own in results:
            if locale not in own:
                other = next(iter(own.values()))
                result.append(LocalizedPicture(locale, path, "", BlockStatus.MISSING, other))
            elif path in made and made[path].source != _hash(world, original):
                result.append(LocalizedPicture(locale, path, own[locale], BlockStatus.OUTDATED))
        reported = {one.path for one in result if one.locale == locale}
        result += [one for one in _drawings(world, project, locale) if one.path not in reported]
    return tuple(result)


def _drawings(world: Workspace, project: Project, locale: str) -> Iterator[LocalizedPicture]:
    """Yield the drawings that a locale shares with the source, and whose words it lacks."""
    from bookbuilder.translate.exchange.picture_units import picture_texts  # loads the locales

    by_drawing: dict[str, list[bool]] = {}
    for text in picture_texts(world, project, locale):
        if text.kind == "picture words":
            by_drawing.setdefault(text.drawing, []).append(not text.target)
    language = language_name(project.locales[project.source].tag)
    for path, missing in by_drawing.items():
        if any(missing):
            yield LocalizedPicture(
                locale,
                path,
                "",
                BlockStatus.MISSING,
                language=language,
                missing=sum(missing),
                words=len(missing),
            )


def sync_pictures(
    world: Workspace, project: Project, locale: str, only: str = ""
) -> tuple[dict[str, PictureRecord], int]:
    """Return the records of a locale's pictures after a person confirmed that they are up to date (all, or `only` one,
    by the path of the original or its own), and how many of them changed. Raises `BookbuilderError`."""
    before = read_records(world, locale)
    after: dict[str, PictureRecord] = {}
    found = not only
    for path, original, own in _pictures_with_versions(world, project):
        if locale in own and only in ("", path, own[locale]):
            found = True
            after[path] = PictureRecord(_hash(world, original), _hash(world, own[locale]))
        elif locale in own and path in before:
            after[path] = before[path]
    if not found:
        raise BookbuilderError(diagnostic(NO_PICTURE, Span(), hint="say its path, as status does", name=only))
    return after, sum(before.get(path) != made for path, made in after.items())


def _pictures_with_versions(world: Workspace, project: Project) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the pictures with localized versions: the path in the text, the path that the source prints, and the
    versions by locale."""
    listed: dict[str, frozenset[str]] = {}

    def exists(path: str) -> bool:
        folder = PurePosixPath(path).parent.as_posix()
        if folder in (".", ".."):
            return world.exists(path)
        if folder not in listed:
            listed[folder] = frozenset(world.files(folder))
        return path in listed[folder]

    for path in used_pictures(world, project.source):
        versions = {}
        for name, locale in project.locales.items():
            version = next((variant for variant in variants(path, name, locale.tag) if exists(variant)), "")
            if version:
                versions[name] = version
        original = versions.pop(project.source, path)
        if versions:
            yield path, original, versions


def _hash(world: Workspace, path: str) -> str:
    try:
        return hashlib.sha256(world.read(path)).hexdigest()[:LENGTH]
    except BookbuilderError:  # reported when it is rendered
        return ""


def records_path(locale: str) -> str:
    """Return the file that records what a locale's pictures were made from."""
    return f"{state_folder(locale)}/book/pictures.toml"


def read_records(world: Workspace, locale: str) -> Mapping[str, PictureRecord]:
    """Return the recorded pictures of a locale by path. Raises `BookbuilderError` (`state.broken`)."""
    path = records_path(locale)
    if not world.exists(path):
        return {}
    try:
        tables = toml.loads(world.text(path))["picture"]
        return {
            str(table["path"]): PictureRecord(str(table["source"]), str(table["target"])) for table in tables
        }
    except (toml.TomlError, KeyError, TypeError):
        from bookbuilder.translate.state import BROKEN  # loads the Markdown parser

        problem = "it should hold tables [[picture]] with path, source and target"
        raise BookbuilderError(diagnostic(BROKEN, Span(path), problem=problem)) from None


def records_toml(made: Mapping[str, PictureRecord]) -> str:
    """Return the record file, as TOML."""
    return "# Kept by bookbuilder: what these pictures were made from.\nversion = 1\n" + "".join(
        _tables(made.items())
    )


def _tables(made: Iterable[tuple[str, PictureRecord]]) -> Iterator[str]:
    for path, record in made:
        yield f'\n[[picture]]\npath = {quoted(path)}\nsource = "{record.source}"\ntarget = "{record.target}"\n'
