"""Finds the drawings with words that a translation shares with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.document.drawing_words import drawing_words
from bookbuilder.document.picture_variants import is_own, variants
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import chapter_files
from bookbuilder.translate.used_pictures import used_pictures
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class SharedDrawing:
    """A drawing: its path, and the words in it."""

    path: str
    words: tuple[str, ...]


def shared_drawings(world: Workspace, project: Project, locale: str) -> Iterator[SharedDrawing]:
    """Yield the drawings with words that the chapters of a locale show and that are not its own; those of the source for a
    locale that has no chapters yet."""
    edition = project.locales[locale]
    chapters = locale if chapter_files(world, locale) else project.source
    for path in used_pictures(world, chapters):
        own = is_own(path, edition.name, edition.tag)
        if PurePosixPath(path).suffix.lower() != ".svg" or own:
            continue
        if any(world.exists(variant) for variant in variants(path, edition.name, edition.tag)):
            continue
        try:
            words = drawing_words(world.read(path))
        except BookbuilderError:  # reported when the chapter is read
            continue
        if words:
            yield SharedDrawing(path, words)
