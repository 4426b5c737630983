"""`bookbuilder clean`: deletes what builds have made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.phrases import Phrase, counted

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
    said = print_findings.user_language()
    gone = [(book / folder).as_posix() for folder in removed]
    if deleted and left:
        gone.insert(0, Phrase("the finished files in {folder}", folder=(book / output).as_posix()))
    lines = [
        Phrase("deleted {names}", names=said.enumeration(gone))
        if gone
        else Phrase("there was nothing to delete")
    ]
    left = tuple(path for path in left if Path(path).name != PLACEHOLDER)
    lines += (
        Phrase("{path} stays: no build made it, or none that is known", path=(book / path).as_posix())
        for path in left[:SHOWN]
    )
    if left[SHOWN:]:
        rest = len(left) - SHOWN
        lines.append(counted(rest, "and 1 more file stays", "and {count:,} more files stay"))
    for line in lines:
        print_findings.out().print(line, markup=False)
