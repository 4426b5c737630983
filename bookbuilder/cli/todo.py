"""`bookbuilder todo`: lists what is left to do in the book."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book, Jail, Jobs, Locales
from bookbuilder.phrases import Phrase

Fix = Annotated[
    list[str] | None,
    typer.Option(
        "--fix",
        metavar="CODE",
        help="Mend all places of a kind in the chapters, by its code, as a draft shows them; repeatable.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")]
Everything = Annotated[bool, typer.Option("--all", help="Show every place, not only the first ones.")]


def command(
    book: Book = Path(),
    locale: Locales = None,
    fix: Fix = None,
    as_json: Json = False,
    everything: Everything = False,
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """List what is left to do before the book can be made: one entry a kind, the most frequent first.

    Nothing is laid out, so it is soon there; build --draft shows the pages. With --fix all places of a kind are mended as a
    draft shows them: an alternative text is made of the caption, to be confirmed, a picture elsewhere becomes a box with its
    address.
    """
    from bookbuilder.cli.explain import codes
    from bookbuilder.cli.shared.outcome import Output
    from bookbuilder.cli.shared.run_build import Command
    from bookbuilder.cli.shared.run_todo import run_todo
    from bookbuilder.diagnostics import nearest
    from bookbuilder.pipeline.build_request import BuildRequest

    for code in fix or ():
        if code not in codes():
            hint = nearest(code, codes()) or Phrase("`bookbuilder explain` lists all codes")
            raise typer.BadParameter(
                Phrase("no message has the code {code!r}; {hint}", code=code, hint=hint), param_hint="--fix"
            )
    request = BuildRequest(locale or (), draft=True)
    asked = Command(book, Output(as_json, everything=everything), jobs, jail)
    raise typer.Exit(run_todo(asked, request, fix or ()))
