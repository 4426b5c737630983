"""`bookbuilder preview`: shows the book in a browser, and again whenever a file changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.options import Book, Editions, Jail, Jobs, Locales

Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="The port of the server; 0 takes a free one.")
]
At = Annotated[
    str,
    typer.Option(
        "--at",
        metavar="FILE:LINE[:COLUMN]",
        help="Turn to a place of a chapter, in the preview of the book that is running if there is one.",
    ),
]
EditorName = Annotated[
    str,
    typer.Option(
        "--editor",
        help="The editor in which a click opens the source: vscode, vscodium, cursor, zed, emacsclient, gvim, kate, nvim,"
        " subl. Without it, that of config.toml or $VISUAL.",
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open the browser.")]


def command(  # typer reads the options from the parameters
    book: Book = Path(),
    locale: Locales = None,
    edition: Editions = None,
    port: Port = 0,
    open_: Open = False,
    at: At = "",
    editor: EditorName = "",
    jobs: Jobs = 0,
    jail: Jail = True,
) -> None:
    """Show the book in a browser on this machine, and again whenever a file changes.

    The pages of each PDF, the web edition, and what is wrong with the book are shown side by side. A click on a word shows
    where it comes from. The address has a secret, so that no other page of the browser can read the book. Ctrl-C ends the
    preview.
    """
    from bookbuilder.cli.shared.run_build import Command
    from bookbuilder.cli.shared.run_preview import Shown, preview
    from bookbuilder.pipeline.build_request import BuildRequest

    request = BuildRequest(locale or (), edition or ())
    shown = Shown(port, open_, at, editor)
    raise typer.Exit(preview(Command(book, jobs=jobs, jail=jail), request, shown))
