"""`bookbuilder proof list`: shows the marks that came back with proofs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.options import Book, Jail, Jobs, Json
from bookbuilder.phrases import counted

if TYPE_CHECKING:
    from bookbuilder.diagnostics import Span
    from bookbuilder.proof.mark import ProofMark

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
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Show the marks that came back with proofs: what each says, whose it is, its line, and what became of it.

    A mark that came in twice is shown once. The lines are those at which `collect` found the words. A mark on a
    translation names the text of the source as well.
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
        sources = _sources(marks, book, jobs, jail=jail)
        if as_json:
            print(marks_json(marks, states, sources))
            return
        console = print_findings.out()
        print_marks(console, marks, book, states, sources)
        console.print(counted(len(marks), "1 mark", "{count:,} marks"), markup=False)


def _sources(marks: Sequence[ProofMark], book: Path, jobs: int, *, jail: bool) -> Mapping[str, Span]:
    """Return where the texts are that marks translate; the book is read only if there are marks on a translation."""
    from contextlib import nullcontext

    from bookbuilder import api
    from bookbuilder.cli.shared.run_build import Command, confine_and_start
    from bookbuilder.proof.source_texts import on_translations, source_texts_now
    from bookbuilder.world import World

    world = World(book.resolve())
    project, _ = api.load(world)
    if project is None or not on_translations(marks, project):
        return {}
    session = confine_and_start(Command(book, jobs=jobs, jail=jail), world)
    with session.store or nullcontext(), session.work() as work:
        return source_texts_now(marks, work.context, work.world, project)
