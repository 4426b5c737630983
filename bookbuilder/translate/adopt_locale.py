"""Starts tracking a translation: finds out which of its blocks answers which of the source."""

from __future__ import annotations

from dataclasses import dataclass

from bookbuilder.diagnostics import Findings
from bookbuilder.project import Project
from bookbuilder.translate.chapter_paths import chapters
from bookbuilder.translate.load_chapter import ChapterReader, LoadedChapter
from bookbuilder.translate.update_state import StateUpdate, adopt_chapters
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class AdoptedChapter:
    """A chapter with its translation, and the new state of it."""

    chapter: LoadedChapter
    update: StateUpdate


def adopt_locale(
    world: Workspace, project: Project, locale: str, findings: Findings
) -> tuple[AdoptedChapter, ...]:
    """Return the chapters of a locale that have a source and a translation, with what `adopt_chapters` finds; none after an
    error. Files that cannot be read are reported."""
    reader = ChapterReader(world, findings)
    loaded = [
        reader.load(paths) for paths in chapters(world, project, locale) if paths.source and paths.target
    ]
    if findings.failed:
        return ()
    return tuple(map(AdoptedChapter, loaded, adopt_chapters(loaded)))
