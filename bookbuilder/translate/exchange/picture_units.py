"""Yields what translators have to do for pictures: the words in drawings that several languages share, and alternative
texts of pictures.toml. Their translations belong into pictures.toml, by language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bookbuilder import locales
from bookbuilder.diagnostics import Findings
from bookbuilder.locales import Locale
from bookbuilder.locales.closest_tags import locale_tags
from bookbuilder.picture_rights.book_rights import BookRights, read_book_rights
from bookbuilder.project import Project
from bookbuilder.toml_tables.positions import KeyPath, key_positions, nearest_position
from bookbuilder.translate.chapter_paths import PICTURES
from bookbuilder.translate.drawings import shared_drawings
from bookbuilder.world import Workspace


@dataclass(frozen=True, slots=True)
class PictureText:
    """A text to translate: its kind, the key path of its translation in pictures.toml, where that file has the picture,
    both texts (the second is empty if there is none), a note, and the path of its drawing, if it is in one."""

    kind: str
    path: KeyPath
    line: int
    column: int
    source: str
    target: str
    note: str
    drawing: str = ""


def picture_texts(world: Workspace, project: Project, locale: str) -> Iterator[PictureText]:
    """Yield the texts of pictures for a locale, those of drawings first; none for a locale of the source's language."""
    ours = locales.load(project.locales[project.source].tag, world)
    theirs = locales.load(project.locales[locale].tag, world)
    if ours.language == theirs.language:
        return
    tags = {
        tag for name, one in project.locales.items() for tag in (name, one.tag, one.tag.partition("-")[0])
    }
    rights = read_book_rights(world, Findings(), tags=tags, wanted=True)
    positions = key_positions(world.text(PICTURES)) if world.exists(PICTURES) else {}
    for drawing in shared_drawings(world, project, locale):
        if rights.has_own_words(drawing.path):
            continue
        known = rights.words(drawing.path, theirs)
        name = entry_name(rights, drawing.path)
        place = nearest_position(("pictures", name), positions) if positions else (1, 1)
        for words in drawing.words:
            path = ("pictures", name, "words", _tag(theirs), words)
            yield PictureText(
                "picture words",
                path,
                *place,
                words,
                known.get(words, ""),
                f"in the drawing {drawing.path}",
                drawing.path,
            )
    yield from _alternative_texts(rights, ours, theirs, positions)


def _alternative_texts(
    rights: BookRights, ours: Locale, theirs: Locale, positions: Mapping[KeyPath, tuple[int, int]]
) -> Iterator[PictureText]:
    for name, entry in rights.file.pictures.items():
        source = next((entry.alt[tag] for tag in locale_tags(ours) if tag in entry.alt), None)
        if source is None or "" in entry.alt or entry.span.path != PICTURES:
            continue
        target = next((entry.alt[tag].text for tag in locale_tags(theirs) if tag in entry.alt), "")
        path: KeyPath = ("pictures", name, "alt", _tag(theirs))
        place = nearest_position(("pictures", name, "alt"), positions)
        yield PictureText(
            "picture alt", path, *place, source.text, target, f"says what the picture {name} shows"
        )


def _tag(locale: Locale) -> str:
    return locale.language


def entry_name(rights: BookRights, path: str) -> str:
    """Return the name of a picture's entry in pictures.toml; for one without, that under which all languages find it."""
    names = tuple(rights.entry_names(path))
    known = next((name for name in names if name in rights.file.pictures), "")
    return known or names[min(1, len(names) - 1)]
