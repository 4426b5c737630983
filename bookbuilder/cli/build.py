"""`bookbuilder build`: makes the book."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book, Editions, Everything, Jail, Jobs, Locales, Strict
from bookbuilder.phrases import Phrase

Watch = Annotated[
    bool, typer.Option("--watch", "-w", help="Stay, and make the book again when something changes.")
]
Events = Annotated[
    bool, typer.Option("--json", help="Print what happens as lines of JSON, one for each event.")
]
Draft = Annotated[
    bool,
    typer.Option(
        "--draft",
        help="Show the book as it stands, whatever is wrong with it: marked as a draft, in files of their own.",
    ),
]
Proof = Annotated[
    bool,
    typer.Option(
        "--proof",
        help="Make proofs, with numbered lines and a margin for pencils, of the editions named by --edition.",
    ),
]
Date = Annotated[
    dt.datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help="The date on the pages of a proof, such as 2022-01-29."
    ),
]
SinglePass = Annotated[
    bool, typer.Option("--single-pass", help="Lay out each PDF in one piece: slow, to compare with.")
]
WithoutPatch = Annotated[
    list[str] | None,
    typer.Option(
        hidden=True, help="Leave a change to WeasyPrint out, by its name or its kind; for developers."
    ),
]


def command(  # typer reads the options from the parameters
    context: typer.Context,
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    draft: Draft = False,
    proof: Proof = False,
    date: Date = None,
    strict: Strict = False,
    events: Events = False,
    jobs: Jobs = 0,
    watch: Watch = False,
    single_pass: SinglePass = False,
    without_patch: WithoutPatch = None,
    everything: Everything = False,
    jail: Jail = True,
) -> None:
    """Make the book: PDF, e-book and web edition in every language.

    The finished files are in the folder output of the book. If something is wrong, everything that is wrong is
    shown at once and the old files stay as they are. With --draft there are always pages to look at.
    """
    from bookbuilder.cli.shared.outcome import Output
    from bookbuilder.cli.shared.run_build import Command, run_build
    from bookbuilder.pipeline.build_request import BuildRequest

    if draft and (strict or single_pass):
        other = "--strict" if strict else "--single-pass"
        raise typer.BadParameter(
            Phrase("a draft shows what {other} refuses", other=other), param_hint="--draft"
        )
    if proof and (draft or single_pass):
        raise typer.BadParameter(
            Phrase("{option} makes no proof", option="--draft" if draft else "--single-pass"),
            param_hint="--proof",
        )
    if date and not proof:
        raise typer.BadParameter("it stands on a proof: add --proof", param_hint="--date")
    if without_patch:
        from bookbuilder.formats.pdf.engine.setup.install_patches import names

        try:
            names(without_patch)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--without-patch") from None
    request = BuildRequest(
        locale or (),
        edition or (),
        strict,
        single_pass,
        without_patches=without_patch or (),
        draft=draft,
        proof=proof,
        date=date.date().isoformat() if date else "",
    )
    output = Output(everything=everything, strict=strict, events=events, draft=draft)
    asked = Command(book, output, jobs, jail)
    if watch:
        from bookbuilder.cli.shared.watch_builds import watch as stay

        raise typer.Exit(stay(asked, request))
    raise typer.Exit(run_build(asked, request, context.obj))
