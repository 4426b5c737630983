"""Finds the files of each chapter: source, translation, and the state of the translation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.markdown.data_files.read_rows import CSV, XLSX
from bookbuilder.markdown.front_matter import translates
from bookbuilder.project import Project
from bookbuilder.world import Workspace

BOOK = "book.toml"
WORDS = "book.toml#words"
"""Stands for a file in files for translators: the program's words for a language, in book.toml."""
PICTURES = "pictures.toml"
"""Has the words in drawings, and alternative texts, as units for translators."""
SETTINGS = ("names.toml", PICTURES, WORDS)
"""Files of texts outside the chapters, that have no state."""


def is_data(path: str) -> bool:
    """Whether a file is a data file, the texts of which count as one more chapter in files for translators."""
    return path.lower().endswith((*CSV, *XLSX))


@dataclass(frozen=True, slots=True)
class ChapterPaths:
    """The files of a chapter in one locale. `source` or `target` is empty if there is no such file; `state` is always set,
    since it may be written. The texts of book.toml count as one more chapter, in one file for all locales."""

    locale: str
    stem: str
    source: str
    target: str
    state: str


def chapters(world: Workspace, project: Project, locale: str) -> tuple[ChapterPaths, ...]:
    """Return the chapters of a locale in book order: book.toml, the chapters of the source, then those without a source.

    A file translates the chapter of the same name, or else the one that its front matter names (`translates`). If two files
    translate the same chapter, the first counts; a build reports the other.

    Raises `BookbuilderError` if a folder cannot be read.
    """
    sources = {PurePosixPath(path).stem: path for path in chapter_files(world, project.source)}
    targets: dict[str, str] = {}
    for path in sorted(
        chapter_files(world, locale), key=lambda path: PurePosixPath(path).stem not in sources
    ):
        targets.setdefault(_answered(world, path, sources), path)
    texts = [ChapterPaths(locale, BOOK, BOOK, BOOK, state_path(locale, BOOK))] if world.exists(BOOK) else []
    named = (
        ChapterPaths(locale, stem, sources.get(stem, ""), targets.get(stem, ""), state_path(locale, stem))
        for stem in (*sources, *(stem for stem in targets if stem not in sources))
    )
    return (*texts, *named)


def _answered(world: Workspace, path: str, sources: Collection[str]) -> str:
    """Return the name of the chapter that a file translates, or its own name if there is none."""
    stem = PurePosixPath(path).stem
    if stem in sources:
        return stem  # without reading the file
    try:
        text = translates(world.text(path), path)
    except BookbuilderError:  # reported when the chapter is read
        return stem
    return text.text if text and text.text in sources else stem


def chapter_files(world: Workspace, locale: str) -> list[str]:
    """Return the chapter files of a locale, in book order."""
    return [
        path for path in world.files(f"chapters/{locale}") if path.endswith(".md") and path.count("/") == 2
    ]


def translated_locales(project: Project) -> tuple[str, ...]:
    """Return the locales with translations of their own, in the order of book.toml; not those that inherit another one."""
    return tuple(
        name for name, locale in project.locales.items() if name != project.source and not locale.inherits
    )


def state_folder(locale: str) -> str:
    """Return the folder of a locale's translation states."""
    return f"l10n/{locale}"


def state_path(locale: str, stem: str) -> str:
    """Return the state file of a chapter. That of book.toml is in a subfolder, so that no chapter name can collide."""
    return f"{state_folder(locale)}/{'book/texts' if stem == BOOK else stem}.toml"
