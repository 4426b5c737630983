"""`bookbuilder merge`: reads what was changed in files of Word and LibreOffice, and writes it into the chapters."""

from __future__ import annotations

from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bookbuilder.cli.shared.decide_marks import By, require_person
from bookbuilder.cli.shared.options import Jail, Jobs, Json
from bookbuilder.cli.shared.translations import BookOption
from bookbuilder.phrases import counted

if TYPE_CHECKING:
    from bookbuilder.cli.shared.print_findings import Console
    from bookbuilder.proof.merge import MergedFiles
    from bookbuilder.world import World

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…",
        help="The files that came back, .docx or .odt.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
Apply = Annotated[
    bool, typer.Option("--apply", help="Write the changes into the chapters, where they are plain.")
]


def command(
    files: Files,
    book: BookOption = Path(),
    apply: Apply = False,
    by: By = "",
    as_json: Json = False,
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Read what was changed in files of Word or LibreOffice that were exported for review, and lead it to the chapters.

    Recorded changes and others, comments, and paragraphs that were split, joined or moved, of one person or several. They
    are written into proof/received; with --apply also into the chapters, where markup, facts, names and notes stay, as
    accepted by a person (--by). What cannot be written is told, and what was decided before is left alone.
    """
    import sys

    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.file_names import file_name
    from bookbuilder.cli.shared.progress import progress
    from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.world import World

    if apply:
        require_person(by)
    findings, world = Findings(), World(book.resolve())
    reads = [place.resolve() for place in files]
    with reporting(book, findings):
        # Never in this process alone: what a file of somebody else does to its own leaves the others.
        asked = Command(book, jobs=max(world.processes(jobs), 2), jail=jail)
        session = confine_and_start(asked, world, Needs([], reads))
        with (
            session.store or nullcontext(),
            progress(print_findings.err()) if not as_json else nullcontext() as say,
            redirect_stdout(sys.stderr),
        ):
            from dataclasses import replace

            from bookbuilder.proof.merge import merge

            named = {file_name(place, files): World(place.parent).read(place.name) for place in reads}
            with replace(session, progress=say).work() as work:
                merged = merge(work.context, work.world, named, findings, write=apply)
        _write(world, merged, by)
        for _, problem in merged.applied.problems:
            findings.extend([problem])
        _show(merged, book, as_json=as_json, written=apply)


def _write(world: World, merged: MergedFiles, by: str) -> None:
    """Write what came in, the chapters that change, and that a person has accepted these changes: all of them or none."""
    from bookbuilder.proof.decision import DecisionKind
    from bookbuilder.proof.keep_decisions import decisions_of, keep_decisions
    from bookbuilder.proof.received_file import received_name, received_text

    texts = {path: text.encode() for path, text in merged.applied.texts.items()}
    for one in merged.received:
        texts[received_name(one.origin, one.digest, world)] = received_text(one).encode()
    applied = merged.applied.applied
    decisions = decisions_of(applied, DecisionKind.ACCEPT, by, world.moment, written=applied)
    keep_decisions(world, decisions, by, texts)


def _show(merged: MergedFiles, book: Path, *, as_json: bool, written: bool) -> None:
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.marks_shown import print_marks
    from bookbuilder.proof.marks_json import marks_json

    if as_json:
        print(marks_json(merged.marks))
        return
    console = print_findings.out()
    if written:
        _show_written(merged, console)
        _show_decided(merged, console)
        return
    print_marks(console, merged.new_marks, book)
    for one in merged.received:
        console.print(
            counted(
                len(one.marks),
                "{path} ({proof}): 1 change or comment",
                "{path} ({proof}): {count:,} changes and comments",
                path=one.origin,
                proof=one.proof,
            ),
            markup=False,
        )
    _show_decided(merged, console)


def _show_decided(merged: MergedFiles, console: Console) -> None:
    """Say how many marks nothing is to be done about any more."""
    if merged.decided:
        console.print(
            counted(
                len(merged.decided),
                "1 change or comment was decided before: bookbuilder proof list",
                "{count:,} changes and comments were decided before: bookbuilder proof list",
            ),
            markup=False,
        )


def _show_written(merged: MergedFiles, console: Console) -> None:
    for path in sorted(merged.applied.texts):
        count = sum(mark.start.path == path for mark in merged.applied.applied)
        console.print(
            counted(count, "{path}: 1 change written", "{path}: {count:,} changes written", path=path),
            markup=False,
        )
    from bookbuilder.proof.mark import ProofMarkKind

    comments = sum(mark.kind in (ProofMarkKind.COMMENT, ProofMarkKind.HIGHLIGHT) for mark in merged.new_marks)
    if comments:
        console.print(
            counted(
                comments,
                "1 comment is in proof/received: bookbuilder proof list",
                "{count:,} comments are in proof/received: bookbuilder proof list",
            ),
            markup=False,
        )
