"""`bookbuilder docs`: opens the web edition of the manual in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

UNCONFINED = "it builds the manual of the program alone, and has the browser opened when that is done"

PrintPath = Annotated[
    bool, typer.Option("--print-path", help="Print where the manual is, and open no browser.")
]
Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        metavar="DIR",
        help="Write the manual as a book into a folder, and build its PDF, e-book and web edition there.",
        show_default=False,
    ),
]


def command(print_path: PrintPath = False, into: Into = None) -> None:
    """Open the manual in a browser, with a search; it needs no network.

    It is built when it is opened for the first time, which takes some seconds, and kept in your cache.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.built_manual import build_into, built_manual
    from bookbuilder.jail.browser import open_page

    if into is not None:
        raise typer.Exit(build_into(into))
    place = built_manual()
    print_findings.out().print(place.as_posix(), markup=False)
    if not print_path:
        open_page(place.as_uri())
