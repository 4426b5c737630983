"""`bookbuilder series where-used`: says which books of a series print a fact or a name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bookbuilder.cli.shared.series_folder import SeriesOption, find_series
from bookbuilder.phrases import Phrase, counted
from bookbuilder.printed_text import json_text

Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help="The key of a fact or a name of the series, such as oil-price.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the same as JSON.")]


def command(key: Key, series: SeriesOption = Path(), as_json: AsJson = False) -> None:
    """Say which books print a fact or a name of the series, in which editions, and where in their chapters."""
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.series_desk.series_books import read_series_books
    from bookbuilder.series_desk.where_used import where_used
    from bookbuilder.world import World

    findings = Findings()
    with reporting(series, findings):
        uses = where_used(read_series_books(World(series.resolve())), key)
        console = print_findings.out()
        if as_json:
            rows = [
                {
                    "book": use.folder,
                    "locale": use.locale,
                    "kind": use.kind.value,
                    "editions": list(use.editions),
                    "places": [
                        {"path": one.path, "line": one.line, "column": one.column} for one in use.places
                    ],
                }
                for use in uses
            ]
            print(json_text(rows, indent=2))
            return
        for use in uses:
            count = len(use.places)
            line = counted(
                count,
                "{folder}, {locale}: {editions} (1 place)",
                "{folder}, {locale}: {editions} ({count:,} places)",
                folder=use.folder,
                locale=use.locale,
                editions=", ".join(use.editions),
            )
            console.print(line, markup=False, highlight=False, soft_wrap=True)
            for place in use.places:
                console.print(
                    f"  {(series / str(place)).as_posix()}", markup=False, highlight=False, soft_wrap=True
                )
        if not uses:
            console.print(Phrase("no book prints {key}", key=key), markup=False, highlight=False)


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command reads its books."""
    return {**arguments, "series": find_series(arguments["series"])}
