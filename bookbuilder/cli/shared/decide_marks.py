"""Writes decisions about marks, and the words of accepted ones into the chapters: what the commands `proof accept`,
`reject`, `answer`, `close`, `reopen` and `apply` have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.phrases import counted

if TYPE_CHECKING:
    from bookbuilder.proof.apply_decisions import WrittenMarks
    from bookbuilder.proof.decision import DecisionKind
    from bookbuilder.proof.mark import ProofMark
    from bookbuilder.session import Session
    from bookbuilder.world import World

Marks = Annotated[
    list[str],
    typer.Argument(
        metavar="MARK…", help="The names of the marks, or the first characters of them.", show_default=False
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--by", metavar="NAME", help="Who decides.", envvar="BOOKBUILDER_PERSON", show_default=False
    ),
]
Text = Annotated[
    str, typer.Option("--text", "-t", metavar="TEXT", help="What is said about it.", show_default=False)
]


def require_person(by: str) -> None:
    """Raise a problem of the command line if nobody is named."""
    if not by.strip():
        raise typer.BadParameter("say who decides: --by NAME, or BOOKBUILDER_PERSON", param_hint="--by")


def decide(
    book: Path,
    what: DecisionKind,
    names: Sequence[str],
    by: str,
    text: str = "",
    *,
    jobs: int = 1,
    jail: bool = True,
) -> None:
    """Keep a decision of a person about marks; the words of marks that are accepted are written into the chapters at once,
    where they can be, by so many processes (`jobs`), which with `jail` can do nothing else. Ends the program with an exit
    code."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.proof.decision import DecisionKind
    from bookbuilder.proof.desk import read_desk
    from bookbuilder.proof.keep_decisions import decisions_of, keep_decisions
    from bookbuilder.world import World

    require_person(by)
    findings, world = Findings(), World(book.resolve())
    with reporting(book, findings):
        writes = what in (DecisionKind.ACCEPT, DecisionKind.APPLY)
        session = _session(book, world, jobs, jail=jail) if writes else None
        found = read_desk(world, findings).named(names)
        marks = [one.mark for one in found]
        written = _written(session, marks) if session is not None else None
        texts = {path: words.encode() for path, words in written.texts.items()} if written else {}
        decisions = decisions_of(marks, what, by, world.moment, text, written.applied if written else ())
        keep_decisions(world, decisions, by, texts)
        console = print_findings.out()
        if written:
            print_findings.diagnostics(
                [problem for _, problem in written.problems], print_findings.err(), book
            )
            for path in sorted(texts):
                console.print((book / path).as_posix(), markup=False)
        console.print(counted(len(found), "1 mark", "{count:,} marks"), markup=False)


def _session(book: Path, world: World, jobs: int, *, jail: bool) -> Session:
    """Confine this process if wanted, and return the session in which the book is read."""
    from bookbuilder.cli.shared.run_build import Command, confine_and_start

    return confine_and_start(Command(book, jobs=jobs, jail=jail), world)


def _written(session: Session, marks: Sequence[ProofMark]) -> WrittenMarks | None:
    """Return the chapters with the words of marks, and why some are not in them; None if no mark has words to write."""
    from contextlib import nullcontext

    from bookbuilder.proof.apply_decisions import write_marks
    from bookbuilder.proof.apply_marks import PLAIN

    plain = [mark for mark in marks if mark.kind in PLAIN]
    if not plain:
        return None
    with session.store or nullcontext(), session.work() as work:
        return write_marks(work.context, work.world, plain)
