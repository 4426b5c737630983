"""`bookbuilder series record`: writes down what other issues of a series may refer to."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bookbuilder.cli.shared.options import Jail, Jobs
from bookbuilder.cli.shared.series_folder import SeriesOption, find_series
from bookbuilder.phrases import Phrase

Books = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[BOOK]...", help="The folders of the issues.", show_default="all books of the series"
    ),
]


def command(books: Books = None, series: SeriesOption = Path(), jobs: Jobs = 0, jail: Jail = True) -> None:
    """Write down the places, pages and index marks of issues, for references from others and for cumulative indexes.

    Pages are those of the edition in print. Books are laid out for that where they have changed; none is published.
    """
    from bookbuilder import api
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.progress import progress
    from bookbuilder.cli.shared.run_build import Command, Needs, confine_and_start
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import BookbuilderError, Findings
    from bookbuilder.project.issue_record import FOLDER
    from bookbuilder.series_desk.series_books import located, read_series_books
    from bookbuilder.series_desk.write_records import chosen_books, write_record
    from bookbuilder.world import World

    findings, console = Findings(), print_findings.err()
    with reporting(series, findings):
        world = World(series.resolve())
        # Pandoc prints the citations of books with sources, in the jail.
        session = confine_and_start(Command(series, jobs=jobs, jail=jail), world, Needs(programs=True))
        with session.store or nullcontext():
            for book in chosen_books(read_series_books(world), books or ()):
                try:
                    with progress(console) as say:
                        result, record = api.record(replace(session, world=book.world, progress=say))
                    found = result.diagnostics
                except BookbuilderError as error:
                    found, record = error.diagnostics, None
                findings.extend(located(book.folder, one) for one in found)
                if record is not None:
                    changed = write_record(world, book.folder, record)
                    line = f"{series / FOLDER / book.folder}.json"
                    if not changed:
                        line = Phrase("{file} (unchanged)", file=line)
                    print_findings.out().print(line, markup=False, highlight=False, soft_wrap=True)


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command may write into it."""
    return {**arguments, "series": find_series(arguments["series"])}
