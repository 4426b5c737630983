"""`bookbuilder doctor`: checks that this machine has what a build needs, and says how to get the rest."""

from __future__ import annotations

from pathlib import Path

import typer

from bookbuilder.cli.shared.options import Book
from bookbuilder.cli.shared.requirements.requirement import Requirement
from bookbuilder.diagnostics import BookbuilderError
from bookbuilder.phrases import Phrase
from bookbuilder.world import World

UNCONFINED = "it starts programs to see whether they are there, and tries what a jail is made of; of a book it reads a word"


def command(book: Book = Path()) -> None:
    """Check that this machine has everything, and print the command for each gap."""
    from bookbuilder.cli.shared import exit_codes, print_findings, requirements

    world, console = World(book), print_findings.out()
    needs = tuple(requirements.build(world, _output(world)))
    _list(Phrase("A build needs"), needs)
    console.print()
    _list(Phrase("Whatever a book holds, the system keeps it from"), tuple(requirements.jail()))
    console.print()
    _list(Phrase("`bookbuilder check` has books judged by"), tuple(requirements.judges(world)))
    console.print()
    _list(Phrase("`bookbuilder export` has files written by"), tuple(requirements.exports(world)))
    console.print()
    _list(Phrase("The tests of bookbuilder need as well"), tuple(requirements.tests(world)))
    console.print()
    if all(need.met for need in needs):
        console.print(Phrase("Everything that a build needs is here."))
        return
    console.print(
        Phrase(
            "Something that a build needs is missing: run the commands above, then bookbuilder doctor again."
        )
    )
    raise typer.Exit(exit_codes.TOOL)


def _list(title: str, needs: tuple[Requirement, ...]) -> None:
    from rich.text import Text

    from bookbuilder.cli.shared import print_findings

    console = print_findings.out()
    console.print(title, style="bold")
    said = console.translation
    width = max(len(said.text(need.name)) for need in needs)
    for need in needs:
        mark = ("✓", "green") if need.met else ("✗", "bold red")
        name, state = said.text(need.name), said.text(need.state)
        console.print(Text.assemble("  ", mark, f" {name:<{width}}  {state}"))
        if not need.met:
            console.print(Text.assemble(" " * (width + 6), (said.text(need.remedy), "bold")))


def _output(world: World) -> str:
    """Return the book's output folder; `output` without a readable book."""
    from bookbuilder.diagnostics import Findings
    from bookbuilder.project.book_file import book_settings

    try:
        settings = book_settings(world, Findings())
        return str(settings.data["book"].get("output", "output")) if settings else "output"
    except (BookbuilderError, KeyError, AttributeError):
        return "output"
