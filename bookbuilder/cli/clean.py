"""`bookbuilder clean`: deletes what builds have made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book

SHOWN = 10
PLACEHOLDER = ".gitignore"
"""Keeps an empty output folder in the book's repository; it is not listed."""


def command(
    book: Book = Path(),
    cache: Annotated[bool, typer.Option("--cache", help="Only the cache; keep the finished files.")] = False,
) -> None:
    """Delete the finished files and the cache; a build makes them again. Files that no build made stay."""
    from bookbuilder import project
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.report_error import report_error
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.project.book_file import ABSENT
    from bookbuilder.world import CACHE, World

    world, findings = World(book), Findings()
    try:
        found = project.load(world, findings, ())
        absent = [d for d in findings.sorted() if d.code == ABSENT.code]
        if absent:  # not a book, so "output" may be anything
            raise BookbuilderError(*absent)
        output = found.output if found else "output"
        deleted, left = (False, ()) if cache else world.withdraw(output)
        removed = [output] if deleted and not left else []
        if world.remove(CACHE):
            removed.append(CACHE)
    except (BookbuilderError, OSError) as error:
        raise typer.Exit(report_error(error, book)) from None
    gone = " and ".join((book / folder).as_posix() for folder in removed)
    if deleted and left:
        gone = " and ".join(filter(None, (f"the finished files in {(book / output).as_posix()}", gone)))
    lines = [f"deleted {gone}" if gone else "there was nothing to delete"]
    left = tuple(path for path in left if Path(path).name != PLACEHOLDER)
    lines += (
        f"{(book / path).as_posix()} stays: no build made it, or none that is known" for path in left[:SHOWN]
    )
    if left[SHOWN:]:
        lines.append(f"and {len(left) - SHOWN} more files stay")
    for line in lines:
        print_findings.out().print(line, markup=False)
