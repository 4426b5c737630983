"""Says which pictures with words a locale still lacks, and which of its own were made from an older one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from bookbuilder import toml
from bookbuilder.diagnostics import BookbuilderError, Rule, Span, diagnostic
from bookbuilder.document.picture_variants import TYPES, variants
from bookbuilder.project import Project
from bookbuilder.project.edit_toml import quoted
from bookbuilder.translate.chapters import files, folder
from bookbuilder.translate.standing import Standing
from bookbuilder.world import Workspace, relative

NO_PICTURE = Rule(
    "translation.picture",
    "this translation has no picture of its own for {name!r}",
    "A picture with words has one of each language beside it: map.en.svg beside map.svg. `bookbuilder translate sync`"
    " records from what it was made.",
)
LENGTH = 12
"""Hexadecimal digits of a hash."""
_IMAGE = re.compile(r"(?<!\\)!\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\(\s*<?([^\s()<>]+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the source that a locale has to do with: its path, the locale's own one beside it (empty: there is none),
    how that stands, and another one that shows that it has words."""

    locale: str
    path: str
    own: str
    standing: Standing
    other: str = ""

    @property
    def said(self) -> str:
        """What there is to say of it, in a line."""
        if self.standing is Standing.OUTDATED:
            return f"{self.own}: outdated: {self.path} has changed since"
        return f"{self.path}: missing: there is {self.other}, and none for {self.locale}"


@dataclass(frozen=True, slots=True)
class Made:
    """What a picture of a locale was made from: hashes of both."""

    source: str
    target: str


def pictures(world: Workspace, project: Project, locales: Sequence[str]) -> tuple[Picture, ...]:
    """Return the pictures with which locales have something to do, in the order of the book.

    A picture has words if any locale has its own one beside it. Outdated is one whose original has changed since
    `translate sync` recorded it. Raises `BookbuilderError` if a folder or a state cannot be read.
    """
    found = list(_known(world, project))
    result = []
    for locale in locales:
        made = recorded(world, locale)
        for path, original, own in found:
            if locale not in own:
                other = next(iter(own.values()))
                result.append(Picture(locale, path, "", Standing.MISSING, other))
            elif path in made and made[path].source != _hash(world, original):
                result.append(Picture(locale, path, own[locale], Standing.OUTDATED))
    return tuple(result)


def synced(world: Workspace, project: Project, locale: str, only: str = "") -> tuple[dict[str, Made], int]:
    """Return what is known of the pictures of a locale once a person has said that they are up to date (all, or `only` one,
    by its path or that of the locale's own), and how many that changes. Raises `BookbuilderError`."""
    before = recorded(world, locale)
    after: dict[str, Made] = {}
    met = not only
    for path, original, own in _known(world, project):
        if locale in own and only in ("", path, own[locale]):
            met = True
            after[path] = Made(_hash(world, original), _hash(world, own[locale]))
        elif locale in own and path in before:
            after[path] = before[path]
    if not met:
        raise BookbuilderError(diagnostic(NO_PICTURE, Span(), hint="say its path, as status does", name=only))
    return after, sum(before.get(path) != made for path, made in after.items())


def _known(world: Workspace, project: Project) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each picture of the source of which a translation has its own: its path, that of what the source prints, and
    the own ones by locale."""
    listed: dict[str, frozenset[str]] = {}

    def there(path: str) -> bool:
        home = PurePosixPath(path).parent.as_posix()
        if home in (".", ".."):
            return world.exists(path)
        if home not in listed:
            listed[home] = frozenset(world.files(home))
        return path in listed[home]

    for path in used(world, project.source):
        own = {}
        for name, locale in project.locales.items():
            found = next((one for one in variants(path, name, locale.tag) if there(one)), "")
            if found:
                own[name] = found
        original = own.pop(project.source, path)
        if own:
            yield path, original, own


def used(world: Workspace, locale: str) -> tuple[str, ...]:
    """Return the paths of the pictures in the chapters of a locale, in their order."""
    found: dict[str, None] = {}
    for file in files(world, locale):
        try:
            text = world.text(file)
        except BookbuilderError:  # told by who reads the chapter
            continue
        for match in _IMAGE.finditer(text) if "](" in text else ():
            path = relative(file, unquote(match[1]))
            if PurePosixPath(path).suffix.lower() in TYPES and not path.startswith(".."):
                found[path] = None
    return tuple(found)


def _hash(world: Workspace, path: str) -> str:
    try:
        return hashlib.sha256(world.read(path)).hexdigest()[:LENGTH]
    except BookbuilderError:  # told by who prints it
        return ""


def place(locale: str) -> str:
    """Return the file that says what the pictures of a locale were made from."""
    return f"{folder(locale)}/book/pictures.toml"


def recorded(world: Workspace, locale: str) -> Mapping[str, Made]:
    """Return what is known of the pictures of a locale, by their paths. Raises `BookbuilderError` (`state.broken`)."""
    path = place(locale)
    if not world.exists(path):
        return {}
    try:
        tables = toml.loads(world.text(path))["picture"]
        return {str(one["path"]): Made(str(one["source"]), str(one["target"])) for one in tables}
    except (ValueError, RecursionError, KeyError, TypeError):
        from bookbuilder.translate.state import BROKEN  # which loads the parser of Markdown

        problem = "it should hold tables [[picture]] with path, source and target"
        raise BookbuilderError(diagnostic(BROKEN, Span(path), problem=problem)) from None


def written(made: Mapping[str, Made]) -> str:
    """Return the file for what is known of pictures."""
    return "# Kept by bookbuilder: what these pictures were made from.\nversion = 1\n" + "".join(
        _tables(made.items())
    )


def _tables(made: Iterable[tuple[str, Made]]) -> Iterator[str]:
    for path, one in made:
        yield f'\n[[picture]]\npath = {quoted(path)}\nsource = "{one.source}"\ntarget = "{one.target}"\n'
