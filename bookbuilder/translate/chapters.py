"""Finds the chapters of a book, their translations and the states of these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.project import Project
from bookbuilder.world import World


@dataclass(frozen=True, slots=True)
class Paths:
    """A chapter of one locale: the files of its source, its translation and its state. Those that are not there are empty;
    `state` is always named, for it may be written."""

    locale: str
    stem: str
    source: str
    target: str
    state: str


def chapters(world: World, project: Project, locale: str) -> tuple[Paths, ...]:
    """Return the chapters of a locale in the order of the book: those of the source, then those that translate none.

    Raises `BookbuilderError` if a folder cannot be read.
    """
    sources, targets = (
        {PurePosixPath(path).stem: path for path in files(world, name)} for name in (project.source, locale)
    )
    return tuple(
        Paths(locale, stem, sources.get(stem, ""), targets.get(stem, ""), place(locale, stem))
        for stem in (*sources, *(stem for stem in targets if stem not in sources))
    )


def files(world: World, locale: str) -> list[str]:
    """Return the files of a locale's chapters, in the order of the book."""
    return [
        path for path in world.files(f"chapters/{locale}") if path.endswith(".md") and path.count("/") == 2
    ]


def translations(project: Project) -> tuple[str, ...]:
    """Return the names of the locales that are translated, in the order of book.toml."""
    return tuple(name for name in project.locales if name != project.source)


def folder(locale: str) -> str:
    """Return the folder of the states of a locale."""
    return f"l10n/{locale}"


def place(locale: str, stem: str) -> str:
    """Return the file of a chapter's state."""
    return f"{folder(locale)}/{stem}.toml"
