"""Imports the same text in other languages beside a manuscript: `bookbuilder import --also`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from bookbuilder.phrases import Phrase

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Findings
    from bookbuilder.importers.importer import Importer, ImportRequest
    from bookbuilder.importers.source import ImportSource
    from bookbuilder.world import World

Files = Mapping[str, bytes]


def tagged(given: Sequence[str]) -> list[tuple[str, Path]]:
    """Return the language tags and the paths of `en=book.docx`. Raises `typer.BadParameter`."""
    result: dict[str, Path] = {}
    for one in given:
        tag, _, path = one.partition("=")
        if not tag or not path:
            _refuse(Phrase("{text!r} has no language and file: write it like en=book.docx", text=one))
        if not Path(path).exists():
            _refuse(Phrase("there is no {path}", path=path))
        if tag in result:
            _refuse(
                Phrase("{tag} has two sources, {first} and {second}", tag=tag, first=result[tag], second=path)
            )
        result[tag] = Path(path)
    return list(result.items())


def _refuse(problem: str) -> NoReturn:
    raise typer.BadParameter(problem, param_hint="--also")


def joined(
    files: Files,
    others: Sequence[tuple[str, ImportSource]],
    request: ImportRequest,
    importer: Importer | None,
    world: World,
    findings: Findings,
) -> tuple[Files | None, tuple[str, ...]]:
    """Return a book with translations and the states of their blocks, and a line about each; None after an error.

    `files` are the book of the source, `importer` what the user named for all. Raises `BookbuilderError`.
    """
    from bookbuilder import toml
    from bookbuilder.cli.shared.translations import adopted_line, load_project
    from bookbuilder.importers.importer import choose
    from bookbuilder.importers.source import without_single_folder
    from bookbuilder.translate.adopt_locale import adopt_locale
    from bookbuilder.translate.chapter_paths import BOOK
    from bookbuilder.translate.join_locales import join_locales
    from bookbuilder.translate.state import state_artifacts
    from bookbuilder.world.edited_files import EditedFiles

    date = str(toml.loads(files[BOOK].decode())["book"]["date"])  # a book has one for all its languages
    books: dict[str, Files] = {}
    for tag, source in others:
        own = replace(request, source=without_single_folder(source), locale=tag, date=date)
        made = (importer or choose(own, world)[0]).run(own, world, findings)
        if made is None:
            return None, ()
        books[tag] = made
    result = join_locales(files, books, findings)
    if result is None:
        return None, ()
    book = EditedFiles(world.root, edited=result)
    project = load_project(book)
    states: dict[str, bytes] = {}
    lines = []
    for tag in books:
        adopted = adopt_locale(book, project, tag, findings)
        entries = {one.chapter.paths.stem: one.update.entries for one in adopted if one.update.changed}
        states |= {path: data[""] for path, data in state_artifacts(tag, entries)}
        left = sum(len(one.update.uncertain) for one in adopted)
        lines.append(adopted_line(tag, sum(stem != BOOK for stem in entries), left))
    return {**result, **states}, tuple(lines)
