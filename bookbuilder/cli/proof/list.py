"""`bookbuilder proof list`: shows the marks that came back with proofs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book, Json
from bookbuilder.phrases import counted

Person = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Only the marks of this person.", show_default=False)
]
Kind = Annotated[
    str,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="Only marks of this kind: comment, highlight, delete, insert, replace, format or move.",
        show_default=False,
    ),
]
Undone = Annotated[bool, typer.Option("--open", help="Only marks about which somebody has to do something.")]
Lost = Annotated[bool, typer.Option("--lost", help="Only marks whose words are in no text any more.")]


def command(
    book: Book = Path(),
    by: Person = "",
    kind: Kind = "",
    undone: Undone = False,
    lost: Lost = False,
    as_json: Json = False,
) -> None:
    """Show the marks that came back with proofs: what each says, whose it is, its line, and what became of it.

    A mark that came in twice is shown once. The lines are those at which `collect` found the words.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.marks_shown import print_marks
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.phrases import Phrase
    from bookbuilder.proof.desk import read_desk
    from bookbuilder.proof.mark import MarkSubject, ProofMarkKind
    from bookbuilder.proof.marks_json import marks_json
    from bookbuilder.world import World

    kinds = [one.value for one in ProofMarkKind]
    if kind and kind not in kinds:
        raise typer.BadParameter(Phrase("write one of {names}", names=", ".join(kinds)), param_hint="--kind")
    findings = Findings()
    with reporting(book, findings):
        desk = read_desk(World(book), findings)
        found = [
            one
            for one in (desk.undone if undone else desk.marks)
            if by in ("", one.mark.author)
            and kind in ("", one.mark.kind.value)
            and (not lost or one.mark.about is MarkSubject.LOST)
        ]
        marks, states = [one.mark for one in found], {one.mark.id: one.state for one in found}
        if as_json:
            print(marks_json(marks, states))
            return
        console = print_findings.out()
        print_marks(console, marks, book, states)
        console.print(counted(len(marks), "1 mark", "{count:,} marks"), markup=False)
