"""`bookbuilder series feed`: writes an Atom feed of a series for each locale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bookbuilder.cli.shared.series_folder import SeriesOption, find_series

Into = Annotated[
    Path | None,
    typer.Option(
        "--into",
        metavar="DIR",
        file_okay=False,
        help="Where to write: the folder that is published at the address of the series.",
        show_default="the folder output of the series",
    ),
]


def command(series: SeriesOption = Path(), into: Into = None) -> None:
    """Write an Atom feed of the series for each locale: an entry for each book whose web edition is finished."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.series_desk.atom_feed import feeds
    from bookbuilder.series_desk.series_books import read_series_books
    from bookbuilder.world import World

    findings = Findings()
    with reporting(series, findings):
        found = read_series_books(World(series.resolve()))
        folder = into or series / "output"
        made = [(name, {"": data}) for name, data in feeds(found).items()]
        World(folder.resolve()).publish(".", made)
        for name, _ in made:
            print_findings.out().print(str(folder / name), markup=False, highlight=False)


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command may write into it."""
    return {**arguments, "series": find_series(arguments["series"])}
