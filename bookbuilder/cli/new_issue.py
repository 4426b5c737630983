"""`bookbuilder new-issue`: makes the next issue of a series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bookbuilder.cli.shared.series_folder import SeriesOption, find_series
from bookbuilder.phrases import Phrase

Week = Annotated[
    str,
    typer.Argument(
        metavar="ISSUE",
        help="The week that it is about, such as 2022-05 (ISO 8601), or a day in it.",
        show_default=False,
    ),
]
NoIsbn = Annotated[bool, typer.Option("--no-isbn", help="Take no numbers from isbn.toml.")]


def command(week: Week, series: SeriesOption = Path(), no_isbn: NoIsbn = False) -> None:
    """Make the next issue of a series: its settings, number and dates, and a chapter for each day.

    It begins from the folder template of the series or, without one, from the last issue. Its ISBNs come from isbn.toml.
    """
    from bookbuilder.cli.shared import print_findings
    from bookbuilder.cli.shared.new_book import steps_text
    from bookbuilder.cli.shared.translations import reporting
    from bookbuilder.diagnostics import Findings
    from bookbuilder.series_desk.isbn_list import FILE
    from bookbuilder.series_desk.new_issue import new_issue
    from bookbuilder.series_desk.series_books import read_series_books
    from bookbuilder.world import World

    findings = Findings()
    with reporting(series, findings):
        found = read_series_books(World(series.resolve()))
        issue = new_issue(found, week, findings, numbered=not no_isbn)
        files = [(issue.folder, dict(issue.files))]
        if issue.isbn_text:
            files.append((FILE, {"": issue.isbn_text.encode()}))
        # The issue and the list of numbers together, or neither: no number is given twice.
        found.world.publish(".", files)
        folder = series / issue.folder
        console = print_findings.out()
        console.print(
            Phrase(
                "Issue {issue} is in {folder}, with {count} chapters to write.",
                issue=issue.dates.issue,
                folder=folder,
                count=len(issue.files) - 1,
            ),
            markup=False,
        )
        for edition, number in issue.numbers.items():
            console.print(f"  {edition}: ISBN {number}", markup=False, highlight=False)
        for path in issue.left_out:
            console.print(
                Phrase("  without {path}: copy it when something is marked for the index", path=path),
                markup=False,
            )
        console.print(
            Phrase(
                "\nThen:\n{steps}",
                steps=steps_text(folder, "bookbuilder preview --open", "bookbuilder build"),
            ),
            markup=False,
        )


def ask(**arguments: Any) -> dict[str, Any]:
    """Add the folder of the series to the arguments (`command_jail`): the command may write into it."""
    return {**arguments, "series": find_series(arguments["series"])}
