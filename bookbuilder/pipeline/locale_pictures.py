"""Finds the pictures of a locale: its own, those for narrow screens, the rights in them and their credits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from bookbuilder.diagnostics import Findings
from bookbuilder.document.picture_credits import BESIDE, ChapterCredits
from bookbuilder.document.picture_types import PICTURE_TYPES
from bookbuilder.document.picture_variants import narrow_variant, variants
from bookbuilder.picture_rights.book_rights import BookRights, read_book_rights
from bookbuilder.pipeline.locale_reading import DraftedChapter, LocaleInput
from bookbuilder.project import Project
from bookbuilder.world import Workspace


def rights_of_book(world: Workspace, project: Project, findings: Findings) -> BookRights:
    tags = {
        tag for name, one in project.locales.items() for tag in (name, one.tag, one.tag.partition("-")[0])
    }
    return read_book_rights(world, findings, tags=tags, wanted=project.pictures.stated)


def own_pictures(reading: LocaleInput, drafted: DraftedChapter) -> dict[str, str]:
    """Return the pictures of a chapter for which the locale has its own file: path → path."""
    world, settings = reading.context.world, reading.settings
    variants_by_path = {}
    for path in drafted.survey.pictures:
        locale_variant = next(
            (variant for variant in variants(path, settings.name, settings.tag) if world.exists(variant)), ""
        )
        if locale_variant:
            variants_by_path[path] = locale_variant
    return variants_by_path


def narrow_pictures(
    reading: LocaleInput, drafted: DraftedChapter, pictures: Mapping[str, str]
) -> dict[str, str]:
    """Return the pictures of a chapter that have another file for narrow screens: path → path."""
    shown = dict.fromkeys(pictures.get(path, path) for path in drafted.survey.pictures)
    found = (
        (path, narrow_variant(path)) for path in shown if PurePosixPath(path).suffix.lower() in PICTURE_TYPES
    )
    return {path: narrow for path, narrow in found if reading.context.world.exists(narrow)}


def picture_credits(reading: LocaleInput, drafts: Sequence[DraftedChapter]) -> dict[str, str]:
    """Return the credits of the pictures of a locale, with that of its cover, by the paths in its chapters."""
    if not reading.rights.wanted:
        return {}
    shown = {path: path for drafted in drafts for path in drafted.survey.pictures}
    for drafted in drafts:
        shown |= own_pictures(reading, drafted)
    if cover := reading.settings.cover:
        shown[cover.path] = cover.path
    lines = {path: reading.rights.credit(own, reading.locale) for path, own in shown.items()}
    return {path: line for path, line in lines.items() if line}


def chapter_credits(
    reading: LocaleInput, drafted: DraftedChapter, credit_of: Mapping[str, str]
) -> ChapterCredits:
    """Return the credits of a chapter's pictures."""
    settings = reading.project.pictures
    if not settings.stated and not credit_of:
        return BESIDE
    own = {path: credit_of[path] for path in sorted(drafted.survey.pictures) if path in credit_of}
    return ChapterCredits(own, settings.credits != "list")
