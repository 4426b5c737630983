"""`bookbuilder catalogue build`: makes many books."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bookbuilder.cli.shared.byte_size import size_in_bytes
from bookbuilder.cli.shared.options import Everything, Jail, Jobs, Strict

Books = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[BOOK]...",
        help="The folders of the books, or folders with books in them.",
        exists=True,
        file_okay=False,
        show_default="this folder",
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="The scheduler of a Dask cluster, such as tls://cluster.example.org:8786; its workers make the books.",
        show_default="processes of this machine",
    ),
]
Locales = Annotated[
    list[str] | None,
    typer.Option("--locale", "-l", metavar="NAME", help="Only this locale of each book.", show_default=False),
]
Editions = Annotated[
    list[str] | None,
    typer.Option(
        "--edition", "-e", metavar="NAME", help="Only this edition of each book.", show_default=False
    ),
]
Memory = Annotated[
    int,
    typer.Option(
        parser=size_in_bytes,
        metavar="SIZE",
        help="The most memory of each process that works on a book.",
        show_default="2.5GB",
    ),
]
ManifestFile = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        metavar="FILE",
        dir_okay=False,
        help="Write what was made of what, where and how quickly, as JSON.",
        show_default=False,
    ),
]


def command(  # typer reads the options from the parameters
    books: Books = None,
    scheduler: Scheduler = "",
    locale: Locales = None,
    edition: Editions = None,
    strict: Strict = False,
    jobs: Jobs = 0,
    memory: Memory = 2_500_000_000,
    manifest: ManifestFile = None,
    everything: Everything = False,
    jail: Jail = True,
) -> None:
    """Make many books, the newest first; what has not changed is left as it is.

    A book with errors stays as it was and holds up no other. Start the command again after it was ended: what is
    finished stays finished.
    """
    from bookbuilder.cli.shared.run_catalogue import CatalogueCommand, run_catalogue
    from bookbuilder.pipeline.build_request import BuildRequest

    request = BuildRequest(locale or (), edition or (), strict)
    asked = CatalogueCommand(
        tuple(books or (Path(),)), request, scheduler, jobs, memory, manifest, everything, jail
    )
    raise typer.Exit(run_catalogue(asked))
