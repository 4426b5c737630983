"""Finds the chapters of a book, their translations and the states of these."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.markdown.front_matter import translates
from bookbuilder.project import Project
from bookbuilder.world import Workspace

BOOK = "book.toml"


@dataclass(frozen=True, slots=True)
class Paths:
    """A chapter of one locale: the files of its source, its translation and its state. Those that are not there are empty;
    `state` is always named, for it may be written. The texts of book.toml are one as well; they stand in one file."""

    locale: str
    stem: str
    source: str
    target: str
    state: str


def chapters(world: Workspace, project: Project, locale: str) -> tuple[Paths, ...]:
    """Return the chapters of a locale in the order of the book: the texts of book.toml, those of the source, then those that
    translate none.

    A file translates the chapter of its own name, or else the one that its front matter names (`translates`). Of two that
    translate the same one, the first counts; a build tells of the other.

    Raises `BookbuilderError` if a folder cannot be read.
    """
    sources = {PurePosixPath(path).stem: path for path in files(world, project.source)}
    targets: dict[str, str] = {}
    for path in sorted(files(world, locale), key=lambda path: PurePosixPath(path).stem not in sources):
        targets.setdefault(_answered(world, path, sources), path)
    texts = [Paths(locale, BOOK, BOOK, BOOK, place(locale, BOOK))] if world.exists(BOOK) else []
    found = (
        Paths(locale, stem, sources.get(stem, ""), targets.get(stem, ""), place(locale, stem))
        for stem in (*sources, *(stem for stem in targets if stem not in sources))
    )
    return (*texts, *found)


def _answered(world: Workspace, path: str, sources: Collection[str]) -> str:
    """Return the name of the chapter that a file translates; its own, if there is none such."""
    stem = PurePosixPath(path).stem
    if stem in sources:
        return stem  # so that files need not be read, where all have the names of their sources
    try:
        said = translates(world.text(path), path)
    except BookbuilderError:  # told by who reads the chapter
        return stem
    return said.text if said and said.text in sources else stem


def files(world: Workspace, locale: str) -> list[str]:
    """Return the files of a locale's chapters, in the order of the book."""
    return [
        path for path in world.files(f"chapters/{locale}") if path.endswith(".md") and path.count("/") == 2
    ]


def translations(project: Project) -> tuple[str, ...]:
    """Return the names of the locales that are translated, in the order of book.toml; not those that inherit another one."""
    return tuple(
        name for name, locale in project.locales.items() if name != project.source and not locale.inherits
    )


def folder(locale: str) -> str:
    """Return the folder of the states of a locale."""
    return f"l10n/{locale}"


def place(locale: str, stem: str) -> str:
    """Return the file of a chapter's state; that of book.toml stands in a folder, where no chapter can have it."""
    return f"{folder(locale)}/{'book/texts' if stem == BOOK else stem}.toml"
