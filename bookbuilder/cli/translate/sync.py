"""`bookbuilder translate sync`: records that translations are up to date."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import Phrase, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bookbuilder.project import Project
    from bookbuilder.world import World

Chapter = Annotated[
    str,
    typer.Argument(
        metavar="CHAPTER", help="A chapter, such as 03-mittwoch, or its file.", show_default="all chapters"
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="BLOCK",
        help="The line of a block in the source, such as 14; 14:7 for a cell; 14=16,18 says which lines translate it.",
        show_default="the whole chapter",
    ),
]
Locale = Annotated[
    str,
    typer.Option(
        "--locale",
        "-l",
        metavar="NAME",
        help="The translation.",
        show_default="the only one, or that of the file",
    ),
]

Same = Annotated[
    bool, typer.Option("--same", help="Also what reads the same in both languages, such as names.")
]


def command(
    chapter: Chapter = "",
    blocks: Names = None,
    locale: Locale = "",
    same: Same = False,
    book: BookOption = Path(),
) -> None:
    """Say that a translation is up to date, after work: what it was made from is written into l10n.

    What has no translation, what is still in the source's words, and pairs that are not certain are listed and left out,
    unless a block is named by its line. Without a chapter, the pictures of the translation are recorded too; one of them is
    named by its file.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import load_project, reporting
    from bookbuilder.cli.translate.adopt import _line
    from bookbuilder.diagnostics import Findings
    from bookbuilder.document.picture_types import PICTURE_TYPES
    from bookbuilder.translate.chapter_paths import chapters
    from bookbuilder.translate.load_chapter import ChapterReader
    from bookbuilder.translate.select_blocks import select_blocks, translated_chapter
    from bookbuilder.translate.state import state_artifacts
    from bookbuilder.translate.update_state import sync_chapter
    from bookbuilder.world import World

    world, findings, console = World(book), Findings(), print_findings.out()
    with reporting(book, findings):
        project = load_project(world)
        name = _locale(project, locale, chapter)
        if PurePosixPath(chapter).suffix.lower() in PICTURE_TYPES:
            made, said_of_pictures = _pictures(world, project, name, chapter)
            world.publish(".", made)
            for line in said_of_pictures:
                console.print(line, markup=False)
            return
        every = chapters(world, project, name)
        wanted = (
            [translated_chapter(chapter, every)]
            if chapter
            else [one for one in every if one.source and one.target]
        )
        reader, states, changed = ChapterReader(world, findings), {}, 0
        for paths in wanted:
            one = reader.load(paths)
            if findings.failed:
                break
            choice, selected = select_blocks(blocks, one) if blocks else (None, {})
            result = sync_chapter(one, choice, selected, same=same)
            changed += result.changed
            if result.entries != one.entries:
                states[paths.stem] = result.entries
            for doubt in result.uncertain:
                console.print(_line(book, one, doubt), markup=False)
        if not findings.failed:
            pictures, said_of_pictures = ([], []) if chapter else _pictures(world, project, name)
            world.publish(".", [*state_artifacts(name, states), *pictures])
            blocks_recorded = counted(
                changed, "{locale}: 1 block recorded", "{locale}: {count:,} blocks recorded", locale=name
            )
            for line in (blocks_recorded, *said_of_pictures):
                console.print(line, markup=False)


def _pictures(
    world: World, project: Project, locale: str, only: str = ""
) -> tuple[list[tuple[str, dict[str, bytes]]], list[str]]:
    """Return the record file of a translation's pictures, and the lines to print."""
    from bookbuilder.translate.picture_status import records_path, records_toml, sync_pictures

    made, changed = sync_pictures(world, project, locale, only)
    if not changed:
        return [], []
    text = counted(
        changed, "{locale}: 1 picture recorded", "{locale}: {count:,} pictures recorded", locale=locale
    )
    return [(records_path(locale), {"": records_toml(made).encode()})], [text]


def _locale(project: Project, text: str, chapter: str) -> str:
    """Return the translation that is meant: the named one, that of the file, or the only one. A text in easy language is
    named, unless the book has no other translation."""
    from bookbuilder.cli.shared.translations import chosen_locales
    from bookbuilder.locales.private_use import is_easy

    parts = PurePosixPath(chapter).parts
    folder = parts[-2] if len(parts) > 1 else ""
    if not text and folder in project.locales and folder != project.source:
        text = folder
    every = chosen_locales(project, [text] if text else [])
    result: Sequence[str] = [one for one in every if not is_easy(project.locales[one].tag)] or every
    if len(result) > 1:
        raise typer.BadParameter(
            Phrase("say which one: {names}", names=", ".join(result)), param_hint="--locale"
        )
    return result[0]
