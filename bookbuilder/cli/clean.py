"""`bookbuilder clean`: deletes what a build made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli._options import Book


def command(
    book: Book = Path(),
    cache: Annotated[bool, typer.Option("--cache", help="Only the cache; keep the finished files.")] = False,
) -> None:
    """Delete the finished files and the cache; a build makes them again."""
    from bookbuilder import project
    from bookbuilder.cli import _exit, _show
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.project.read import ABSENT
    from bookbuilder.world import World

    world, findings = World(book), Findings()
    try:
        found = project.load(world, findings, ())
        absent = [d for d in findings.sorted() if d.code == ABSENT.code]
        if absent:  # somebody else's folder, where output may be anything
            raise BookbuilderError(*absent)
        folders = (
            [".bookbuilder/cache"] if cache else [found.output if found else "output", ".bookbuilder/cache"]
        )
        removed = [folder for folder in folders if world.remove(folder)]
    except BookbuilderError as error:
        _show.diagnostics(error.diagnostics, _show.err(), book)
        raise typer.Exit(_exit.BOOK) from None
    gone = " and ".join((book / folder).as_posix() for folder in removed)
    _show.out().print(f"deleted {gone}" if removed else "there was nothing to delete", markup=False)
