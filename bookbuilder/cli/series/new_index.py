"""`bookbuilder series new-index`: makes a book with the cumulative index of the issues of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bookbuilder.cli.shared.series_folder import SeriesOption, find_series
from bookbuilder.phrases import Phrase, counted

Year = Annotated[
    str, typer.Argument(metavar="YEAR", help="The year of the issues, such as 2022.", show_default=False)
]


def command(year: Year, series: SeriesOption = Path()) -> None:
    """Make a book with the cumulative index of a year, from what is recorded of its issues."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.new_book import steps_text
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.series_desk.series_books import read_series_books
    from bookbuilder.series_desk.year_index import year_index
    from bookbuilder.world import World

    if not (year.isdecimal() and len(year) == 4):  # digits of a year
        raise typer.BadParameter(Phrase("write a year, such as 2022"), param_hint="YEAR")
    findings = Findings()
    with reporting(series, findings):
        found = read_series_books(World(series.resolve()))
        index = year_index(found, year)
        found.world.publish(".", [(index.folder, dict(index.files))])
        folder = series / index.folder
        print_findings.out().print(
            counted(
                index.issues,
                "An index of 1 issue is in {folder}.\n\nThen:\n{steps}",
                "An index of {count:,} issues is in {folder}.\n\nThen:\n{steps}",
                folder=folder,
                steps=steps_text(folder, "bookbuilder build"),
            ),
            markup=False,
        )


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command may write into it."""
    return {**arguments, "series": find_series(arguments["series"])}
